package import LanguageModel

/// The embedded model, which tests of real behaviour need.
package enum EmbeddedModelFile {
    /// The model's path.
    ///
    /// - Throws: when it was never fetched, an error with the command that fetches it: such a test
    ///   fails, because one that is skipped proves nothing.
    package static func path() throws(ModelFileError) -> String {
        let path = EmbeddedModel.path
        do throws(ModelFileError) { _ = try GGUFFile(path: path) } catch
            where error.code == .missing
        {
            throw EmbeddedModel.missing(at: path)
        }
        return path
    }

    /// The model's file, mapped once for the whole test process.
    package static func open() throws(ModelFileError) -> GGUFFile { try shared.get() }

    private static let shared: Result<GGUFFile, ModelFileError> = {
        do throws(ModelFileError) { return .success(try GGUFFile(path: path())) } catch {
            return .failure(error)
        }
    }()
}
