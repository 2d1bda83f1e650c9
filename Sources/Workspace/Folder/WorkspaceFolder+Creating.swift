extension WorkspaceFolder {
    /// The folders of a workspace, in the order in which one meets them.
    package static let folders = [
        "roles", "specs", "suites", "datasets", "prompts", "models", "rubrics", "experiments",
        "labels", "pipelines", "recipes", "findings", "artifacts", "judgments", "journal",
        ".conduct", ".conduct/adapters", ".conduct/schemas",
    ]

    /// What making a workspace did.
    package struct Creation: Sendable, Hashable {
        /// The workspace.
        package var folder: WorkspaceFolder
        /// Files written, by their paths in the workspace.
        package var written: [String]
        /// Files that were there already and stay as they are.
        package var kept: [String]
    }

    /// Makes a workspace: its folders, and the given files where none by their names are there.
    ///
    /// - Parameters:
    ///   - path: the folder; it is made where it is not there. `.` is the current one.
    ///   - files: what to write, by paths in the workspace.
    /// - Throws: the first error of the disk. What was written before it stays.
    package static func create(at path: String, files: [(path: String, content: String)])
        throws(DocumentError) -> Creation
    {
        try FileAccess.makeFolder(path, path: path)
        let folder = try WorkspaceFolder(root: path)
        var creation = Creation(folder: folder, written: [], kept: [])
        for name in folders {
            try FileAccess.makeFolder(join(folder.root, name), path: name)
        }
        for (name, content) in files + [(".conduct/.gitignore", ignoreEverything)] {
            let file = try folder.resolve(name)
            if FileAccess.exists(file) {
                creation.kept.append(name)
            } else {
                try folder.write(content, to: name, replacing: false)
                creation.written.append(name)
            }
        }
        return creation
    }

    /// Keeps the program's own records out of git, without touching a file of the user's.
    private static let ignoreEverything = """
        # What Conduct produces: the store, adapters, schemas. Export what is to be kept.
        *

        """
}
