import Foundation

/// A folder that is removed when the test is done with it.
///
/// A class, because it removes the folder when it goes.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(
            path: "conduct-\(UUID().uuidString)", directoryHint: .isDirectory
        ).path(percentEncoded: false).trimmingSuffix()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = path + "/" + name
        let folder = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: path + "/" + name), encoding: .utf8)
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String { hasSuffix("/") ? String(dropLast()) : self }
}
