import FoundationEssentials
package import Workspace

/// The names in a folder.
package enum FolderNames {
    /// The names of the files and folders directly in a folder, sorted, hidden ones left out; none
    /// where the folder is not there.
    ///
    /// - Throws: a `file` error where it can't be read.
    package static func of(_ path: String) throws(DocumentError) -> [String] {
        guard FileAccess.isFolder(path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw DocumentError(
                .file, file: path, "the folder cannot be read", suggestion: "check its permissions")
        }
    }
}
