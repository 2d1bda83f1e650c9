import FoundationEssentials
import LanguageModel
import Synchronization
import Workspace

/// The folder of a portfolio on disk.
///
/// A build is written beside it and moved in at its end, so that a build that fails leaves the
/// earlier one as it is. What else lies in the folder, such as `.git` or a host's own file, stays.
final class PortfolioFolder: Sendable {
    /// Where it will lie.
    let target: String
    /// Where it is written until then.
    let path: String
    private let secrets: SecretScan
    // A class because the writers of pages and records share what was written.
    private let written = Mutex<[String: String]>([:])

    /// SHA-256 of each file written so far, by its path in the folder.
    var hashes: [String: String] { written.withLock { $0 } }

    static let manifestName = "manifest.json"

    /// What a build writes at the top of the folder.
    private static let own = [
        "source", "records", "artifacts", "cards", "pdf", "index.html", "audit.html",
        "evidence.html", "portfolio.html", "portfolio.md", manifestName,
    ]

    /// - Throws: a `file` error for a folder that holds something else.
    init(_ target: String, secrets: SecretScan) throws(DocumentError) {
        self.target = target
        self.secrets = secrets
        path = target + ".partial"
        if FileAccess.isFolder(target), !FileAccess.exists(target + "/" + Self.manifestName),
            let names = try? FileManager.default.contentsOfDirectory(atPath: target),
            !names.allSatisfy({ $0.hasPrefix(".") || $0 == "CNAME" })
        {
            throw DocumentError(
                .file, file: target, "the folder is not empty and holds no portfolio",
                suggestion: "name a new folder")
        }
        try? FileManager.default.removeItem(atPath: path)
        try FileAccess.makeFolder(path, path: path)
    }

    /// Writes a text.
    ///
    /// - Throws: `PortfolioError.refused` where it holds a key or token.
    func write(_ text: String, to name: String) throws {
        if let found = secrets.findings(in: text).first {
            throw PortfolioError(
                .refused,
                "\(name), line \(found.line) holds \(found.kind); nothing was published",
                advice: "take it out where it comes from, and make a new key: this one was written "
                    + "down")
        }
        try write(bytes: Array(text.utf8), to: name)
    }

    /// Writes a file as it is; what is UTF-8 text is looked through for keys.
    func write(_ bytes: [UInt8], to name: String) throws {
        if let text = String(validating: bytes, as: UTF8.self) {
            try write(text, to: name)
        } else {
            try write(bytes: bytes, to: name)
        }
    }

    private func write(bytes: [UInt8], to name: String) throws(DocumentError) {
        let file = path + "/" + name
        if let slash = file.lastIndex(of: "/") {
            try FileAccess.makeFolder(String(file[..<slash]), path: name)
        }
        try FileAccess.write(bytes, to: file, path: name)
        written.withLock { $0[name] = SHA256.hex(bytes) }
    }

    /// Notes a file that another program wrote into the folder.
    func adopt(_ name: String) throws(DocumentError) {
        let hash = try FileAccess.hash(path + "/" + name, path: name)
        written.withLock { $0[name] = hash }
    }

    func writeManifest(
        facts: PortfolioFacts, redacted: Set<String>, evidence: [JSONValue]
    ) throws(DocumentError) {
        let manifest: JSONValue = [
            "portfolio": facts.json, "redacted": .array(redacted.sorted().map { .string($0) }),
            "files": .object(hashes.mapValues { .string($0) }), "evidence": .array(evidence),
        ]
        let text = manifest.serializedPretty() + "\n"
        try FileAccess.write(
            Array(text.utf8), to: path + "/" + Self.manifestName, path: Self.manifestName)
    }

    /// Puts the build in its place.
    func finish() throws {
        let files = FileManager.default
        try FileAccess.makeFolder(target, path: target)
        for name in Self.own {
            try? files.removeItem(atPath: target + "/" + name)
            if FileAccess.exists(path + "/" + name) || FileAccess.isFolder(path + "/" + name) {
                try files.moveItem(atPath: path + "/" + name, toPath: target + "/" + name)
            }
        }
        abandon()
    }

    /// Takes back what was written.
    func abandon() { try? FileManager.default.removeItem(atPath: path) }
}
