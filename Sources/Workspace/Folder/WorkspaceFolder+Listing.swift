import FoundationEssentials

extension WorkspaceFolder {
    /// The files directly in a folder of the workspace, as paths in it, sorted; none where there
    /// is no such folder. Hidden files are left out.
    package func list(_ path: String, suffixes: [String]) throws(DocumentError) -> [String] {
        let folder = try resolve(path)
        guard FileAccess.isFolder(folder) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DocumentError(
                .file, file: path, "the folder can't be read",
                suggestion: "check that you may read it")
        }
        return names.filter { name in
            !name.hasPrefix(".") && suffixes.contains { name.hasSuffix($0) }
        }.sorted().map { "\(path)/\($0)" }
    }
}
