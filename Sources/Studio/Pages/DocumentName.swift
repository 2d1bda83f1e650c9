import Workspace

/// Documents of the workspace by the names under which pages show them.
enum DocumentName {
    /// A path's last part without its extension: `honesty` of `specs/honesty.md`.
    static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }
}

extension StudioEnvironment {
    /// The documents of a folder of the workspace; none for a store alone.
    func documents(_ path: String, _ suffixes: [String] = [".md"]) throws -> [String] {
        try folder?.list(path, suffixes: suffixes) ?? []
    }

    /// The document of a name.
    ///
    /// Only what the folder holds is found, so that a name can't lead out of it.
    func document(
        _ name: String?, in path: String, _ suffixes: [String] = [".md"]
    ) throws -> (folder: WorkspaceFolder, path: String) {
        guard let folder else {
            throw StudioFailure(404, "A store without a workspace has no documents.")
        }
        let all = try documents(path, suffixes)
        guard let name, let found = all.first(where: { DocumentName.stem($0) == name }) else {
            let known = all.map(DocumentName.stem).joined(separator: ", ")
            throw StudioFailure(
                404,
                "\(path)/ has no \((name ?? "").prefix(80)); it has "
                    + (known.isEmpty ? "nothing yet" : known) + ".")
        }
        return (folder, found)
    }
}
