extension PartialFile {
    /// Writes a whole file, which appears under its name only when it is durable.
    static func save(_ bytes: [UInt8], to path: String) throws(ModelFileError) {
        let file = try PartialFile(for: path)
        do throws(ModelFileError) {
            try file.append(bytes)
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }
}
