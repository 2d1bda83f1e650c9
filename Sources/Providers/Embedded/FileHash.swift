import FoundationEssentials
import LanguageModel

/// The SHA-256 of a file of any size.
enum FileHash {
    /// The hash of a file's bytes as 64 hexadecimal digits, read through a memory map.
    ///
    /// - Throws: `ModelFileError` when the file cannot be read.
    static func sha256(path: String) throws(ModelFileError) -> String {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped) } catch {
            throw ModelFileError(.missing, path: path, "the file cannot be read")
        }
        var hash = SHA256()
        data.withUnsafeBytes { hash.update($0) }
        return hash.finish().hexadecimal
    }
}
