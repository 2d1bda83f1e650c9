import Evaluation
import Foundation
import Workspace

/// A table written to a file for one test.
enum TableFile {
    /// Reads the text as a table; the file is gone afterwards.
    static func read(
        _ text: String, _ ending: String = "csv", missing: Set<String> = []
    ) throws -> DataTable {
        let path = NSTemporaryDirectory() + "table-\(UUID().uuidString).\(ending)"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try DataTable(path: path, missing: missing)
    }

    /// The error that a body throws about a document.
    static func error(_ body: () throws -> Void) -> DocumentError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DocumentError
        }
    }
}
