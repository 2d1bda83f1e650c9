import FoundationEssentials

/// Names of files in a folder that need not be in the workspace.
enum FolderListing {
    /// The names of the Markdown files of a folder without `.md`.
    static func stems(_ folder: String) throws -> Set<String> {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure(.badInput, "error: the folder \(folder) can't be read; check the path")
        }
        return Set(
            names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.map {
                String($0.dropLast(3))
            })
    }
}
