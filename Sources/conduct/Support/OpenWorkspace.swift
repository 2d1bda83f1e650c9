import ArgumentParser
import Workspace

/// `--workspace`: which workspace a verb works in.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        name: [.customShort("w"), .long],
        help: ArgumentHelp(
            "The workspace's folder; by default the nearest one that has a conduct.yaml.",
            valueName: "folder"))
    var workspace: String?

    /// The workspace; an error that says how to make one where there is none.
    func folder() throws -> WorkspaceFolder {
        if let workspace { return try WorkspaceFolder(root: workspace) }
        if let found = WorkspaceFolder.find() { return found }
        throw Failure(
            .badInput,
            "no conduct.yaml here or in a folder above; make a workspace with: conduct init my-lab")
    }

    /// The workspace and its store, opened for writing.
    func open() throws -> (folder: WorkspaceFolder, store: Store) {
        let folder = try folder()
        return (folder, try Store.open(at: folder.storePath))
    }

    /// What is configured: the workspace's models, or outside of one the built-in model.
    func configuration() throws -> (folder: WorkspaceFolder?, configuration: WorkspaceConfiguration)
    {
        if let workspace {
            let folder = try WorkspaceFolder(root: workspace)
            return (folder, try folder.configuration())
        }
        guard let folder = WorkspaceFolder.find() else { return (nil, .builtIn) }
        return (folder, try folder.configuration())
    }
}

/// `--json`: print the API's types instead of tables.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON.")
    var json = false
}
