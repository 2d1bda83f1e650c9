import LanguageModel
import Workspace

extension Importer {
    /// Takes in a Conduct export under the ids that it had: one run, or records of other kinds.
    func restore(_ file: String, path: String) async throws -> Outcome {
        let first = try Self.firstRecord(file, path: path)
        guard first["record"]?.string == "run" else {
            return try await restoreRecords(file, path: path)
        }
        if let id = RecordID(first["id"]?.string ?? ""), try await isStored(id) {
            throw DocumentError(
                .duplicate, file: path, line: 1, "\(id) is in this workspace already",
                suggestion: "use it, or remove it first with conduct runs rm \(id)")
        }
        let reader = try LineReader(file: file, path: path, maximumLine: ImportSource.limit)
        let lines = ExportLines(reader: reader)
        let run = try await lines.restored(into: storeInUse, name: path)
        let summary = try await storeInUse.reader.summary(of: run.id)
        return Outcome(
            file: path, format: .conduct, run: run.id, count: summary.samples, notes: [])
    }

    private func isStored(_ id: RecordID) async throws -> Bool {
        do {
            _ = try await storeInUse.reader.run(id)
            return true
        } catch let error as StoreError where error.code == .notFound { return false }
    }

    private static func firstRecord(_ file: String, path: String) throws -> JSONValue {
        let reader = try JSONLinesReader(file: file, path: path)
        return try reader.nextValue()?.value ?? .null
    }

    /// Adds every record in one transaction; those that are there stay as they are.
    private func restoreRecords(_ file: String, path: String) async throws -> Outcome {
        let reader = try JSONLinesReader(file: file, path: path)
        var records: [StoredRecord] = []
        while let (line, value) = try reader.nextValue() {
            guard let record = StoredRecord(json: value) else {
                throw DocumentError(
                    .invalidValue, file: path, line: line,
                    "this is no record of a kind that can be imported, or it lacks a field",
                    suggestion: "a run's lines stand in a file of their own, the run's line first")
            }
            records.append(record)
        }
        try await storeInUse.append(records)
        return Outcome(
            file: path, format: .conduct, run: nil, count: records.count, notes: [])
    }
}

/// The lines of an export, as the store reads them.
private struct ExportLines {
    let reader: LineReader

    func restored(into store: Store, name: String) async throws -> Run {
        var lines: [String] = []
        while let line = try reader.next() {
            lines.append(try Self.text(line, name))
        }
        let all = lines
        return try await store.restore(
            AsyncStream { continuation in
                for line in all { continuation.yield(line) }
                continuation.finish()
            }, name: name)
    }

    private static func text(_ line: LineReader.Line, _ name: String) throws(DocumentError)
        -> String
    {
        guard let text = String(validating: line.bytes, as: UTF8.self) else {
            throw DocumentError(
                .encoding, file: name, line: line.number, "the line is not UTF-8",
                suggestion: "export the run again")
        }
        return text
    }
}
