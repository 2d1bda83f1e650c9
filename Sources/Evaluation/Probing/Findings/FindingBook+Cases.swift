package import LanguageModel
package import Workspace

extension FindingBook {
    /// A regression case of a finding: its sample's case under a new id.
    ///
    /// - Parameter id: nil takes `regression-` and the file's name.
    package func regressionCase(_ document: FindingDocument, id: String?) async throws -> JSONValue
    {
        guard let sampleID = document.sample.flatMap({ RecordID($0) }) else {
            throw EvalError(
                "\(document.file) names no sample to take the case of",
                advice: "give its sample: in the front matter")
        }
        let sample = try await store.reader.sample(sampleID)
        guard
            let snapshot = try await store.reader.cases(of: sample.run).first(where: {
                $0.caseID == sample.caseID
            }), var object = snapshot.content.object
        else {
            throw EvalError(
                "the store has no case '\(sample.caseID)' of \(sample.run)",
                advice: "write the case by hand")
        }
        let stem = document.file.split(separator: "/").last.map { String($0.dropLast(3)) } ?? ""
        object["id"] = .string(id ?? "regression-\(stem)")
        object["note"] = .string("Regression of \(document.id ?? document.file): \(document.title)")
        var tags = object["tags"]?.object ?? [:]
        if let finding = document.id { tags["finding"] = .string(finding) }
        tags["severity"] = .string(document.severity.rawValue)
        object["tags"] = .object(tags)
        if let clause = document.clause {
            var clauses = object["clauses"]?.array ?? []
            if !clauses.contains(.string(clause)) { clauses.append(.string(clause)) }
            object["clauses"] = .array(clauses)
        }
        return .object(object)
    }

    /// Adds a case to a JSONL data set, whole or not at all.
    ///
    /// - Throws: `EvalError` where the data set has a case of that id.
    package func add(_ one: JSONValue, to dataset: String) throws {
        let file = try folder.resolve(dataset)
        var text = ""
        if FileAccess.exists(file) {
            text = try UTF8Text.validate(try folder.read(dataset), path: dataset)
            let reader = try JSONLinesReader(file: file, path: dataset)
            while let (line, value) = try reader.nextValue() {
                if let id = value["id"]?.string, id == one["id"]?.string {
                    throw EvalError(
                        "\(dataset):\(line) already has a case '\(id)'",
                        advice: "give another one with --id")
                }
            }
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        }
        try folder.write(text + one.serialized() + "\n", to: dataset)
    }

    /// The JSONL data sets that a suite reads as cases.
    package func datasets(of suite: String) throws -> [String] {
        let node = try DocumentNode(bytes: try folder.read(suite), path: suite)
        return (node["cases"]?.items ?? []).compactMap { item in
            guard let file = item["file"]?.text, file.hasSuffix(".jsonl"), item["fields"] == nil
            else { return nil }
            return file
        }
    }

    /// Keeps that a finding has a regression case.
    package func recordCase(_ id: String, of finding: RecordID, dataset: String) async throws {
        try await store.append(
            StoredRecord(
                id: store.ids.next(.analysis), name: "regression-case",
                links: [
                    RecordLink("guards against", finding), RecordLink("is", "case:\(id)"),
                    RecordLink("stands in", "document:\(dataset)"),
                ], body: ["case": .string(id), "dataset": .string(dataset)]))
    }
}
