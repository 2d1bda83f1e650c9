import FoundationEssentials
import LanguageModel
import Synchronization
import Workspace

/// The folder of a portfolio on disk.
final class PortfolioFolder: Sendable {
    /// Where it lies.
    let path: String
    private let written = Mutex<[String: String]>([:])

    /// SHA-256 of each file written so far, by its path in the folder. A class because the
    /// writers of pages and records share it.
    var hashes: [String: String] { written.withLock { $0 } }

    static let manifestName = "manifest.json"

    /// - Throws: a `file` error for a folder that holds something else.
    init(_ path: String) throws(DocumentError) {
        self.path = path
        if FileAccess.isFolder(path), !FileAccess.exists(path + "/" + Self.manifestName),
            let names = try? FileManager.default.contentsOfDirectory(atPath: path), !names.isEmpty
        {
            throw DocumentError(
                .file, file: path, "the folder is not empty and holds no portfolio",
                suggestion: "name a new folder")
        }
        // What an earlier build left would otherwise be read as this one's.
        if FileAccess.isFolder(path) {
            for name in ["source", "records", "artifacts", "index.html", Self.manifestName] {
                try? FileManager.default.removeItem(atPath: path + "/" + name)
            }
        }
        try FileAccess.makeFolder(path, path: path)
    }

    func write(_ text: String, to name: String) throws(DocumentError) {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws(DocumentError) {
        let file = path + "/" + name
        if let slash = file.lastIndex(of: "/") {
            try FileAccess.makeFolder(String(file[..<slash]), path: name)
        }
        try FileAccess.write(bytes, to: file, path: name)
        written.withLock { $0[name] = SHA256.hex(bytes) }
    }

    func writeManifest(toolVersion: String, evidence: [JSONValue]) throws(DocumentError) {
        let manifest: JSONValue = [
            "conduct": .string(toolVersion),
            "files": .object(hashes.mapValues { .string($0) }), "evidence": .array(evidence),
        ]
        let text = manifest.serializedPretty() + "\n"
        try FileAccess.write(
            Array(text.utf8), to: path + "/" + Self.manifestName, path: Self.manifestName)
    }
}
