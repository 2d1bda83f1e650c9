#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The model that comes with Conduct: SmolLM2-135M-Instruct in Q4_1, Apache-2.0.
public enum EmbeddedModel {
    /// The model's name.
    public static let name = "SmolLM2-135M-Instruct"
    /// The file's SHA-256 as 64 hexadecimal digits.
    public static let sha256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    /// The file's size in bytes.
    public static let byteCount = 98_362_432

    /// Where the model's file lies for this process: one place for all workspaces.
    public static var path: String { path(environment: ProcessInfo.processInfo.environment) }

    /// Where the model's file lies, given environment variables.
    ///
    /// - Parameter environment: the variables XDG_CACHE_HOME and HOME are read; a relative
    ///   XDG_CACHE_HOME is ignored, as the XDG Base Directory Specification 0.8 says.
    public static func path(environment: [String: String]) -> String {
        let cache: String
        if let given = environment["XDG_CACHE_HOME"], given.hasPrefix("/") {
            cache = given
        } else {
            cache = (environment["HOME"] ?? "/") + "/.cache"
        }
        return cache + "/conduct/models/" + sha256 + ".gguf"
    }

    /// What to tell somebody who has no model yet.
    ///
    /// - Parameter path: where the model was looked for.
    public static func missing(at path: String) -> ModelFileError {
        ModelFileError(
            .missing, path: path, "the embedded model \(name) is not there",
            advice: "fetch it with Scripts/fetch-model or conduct model pull")
    }
}
