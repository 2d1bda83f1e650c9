import LanguageModel
package import Workspace

/// Judgments as plain rows: one for each judgment and question, for spreadsheets and scripts.
package enum JudgmentRows {
    /// The columns.
    package static let header = [
        "judgment", "item", "source", "annotator", "role", "question", "answer", "text",
        "cant_tell", "skip", "repeat", "note", "elapsed_ms", "guideline", "created",
    ]

    private static func rows(_ queue: LabelQueue) -> [[String]] {
        (queue.current + queue.adjudications).flatMap { judgment -> [[String]] in
            guard let item = queue.item(judgment.item) else { return [] }
            func row(_ question: LabelQuestion?, _ answer: JSONValue?) -> [String] {
                [
                    judgment.id.description, item.id.description, item.source,
                    judgment.annotator, judgment.role.rawValue, question?.id ?? "",
                    answer.map { $0.string ?? $0.serialized() } ?? "",
                    question.flatMap { question in answer.map(question.text(of:)) } ?? "",
                    question.map { judgment.cantTell.contains($0.id) ? "yes" : "" } ?? "",
                    judgment.skip.map { $0.isEmpty ? "yes" : $0 } ?? "",
                    judgment.isRepeat ? "yes" : "", judgment.note ?? "",
                    judgment.elapsed.map(String.init) ?? "", judgment.guideline,
                    judgment.created.description,
                ]
            }
            if judgment.isSkip { return [row(nil, nil)] }
            return queue.project.questions(for: item).compactMap { question in
                let answer = judgment.answers[question.id]
                guard answer != nil || judgment.cantTell.contains(question.id) else { return nil }
                return row(question, answer)
            }
        }
    }

    /// The rows as CSV.
    package static func csv(_ queue: LabelQueue) -> String {
        ([header] + rows(queue)).map { CSVWriter.row($0) }.joined()
    }

    /// Every judgment whole, one record to a line: what imports again without loss.
    package static func jsonLines(_ queue: LabelQueue) -> String {
        queue.judgments.values.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
            .map { JSONLines.line($0.record.json) }.joined()
    }

    /// Reads judgments that `jsonLines` wrote.
    ///
    /// - Throws: the line that is none, or that is about an item the project doesn't have.
    package static func read(
        jsonLines text: String, path: String, for queue: LabelQueue
    ) throws(DocumentError) -> [Judgment] {
        var judgments: [Judgment] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where line.contains(where: { !$0.isWhitespace })
        {
            func fail(_ message: String, _ advice: String) -> DocumentError {
                DocumentError(
                    .invalidValue, file: path, line: index + 1, message, suggestion: advice)
            }
            let value = try DocumentNode(json: String(line), path: path, firstLine: index + 1).json
            guard let judgment = StoredRecord(json: value).flatMap({ Judgment($0) }) else {
                throw fail("this is no judgment", "give lines that conduct label export wrote")
            }
            guard judgment.project == queue.project.name, queue.item(judgment.item) != nil else {
                throw fail(
                    "the judgment is about an item that \(queue.project.name) doesn't have",
                    "import it into the project that it came from")
            }
            judgments.append(judgment)
        }
        return judgments
    }

    /// Reads judgments from a table with the columns `source` or `item`, `annotator` and one for
    /// each question.
    package static func read(
        csv text: String, path: String, for queue: LabelQueue
    ) throws(DocumentError) -> [Judgment] {
        let reader = try CSVReader(bytes: Array(text.utf8), path: path)
        let header = reader.header
        func fail(_ line: Int, _ message: String, _ advice: String) -> DocumentError {
            DocumentError(.invalidValue, file: path, line: line, message, suggestion: advice)
        }
        guard header.contains("annotator"), header.contains("source") || header.contains("item")
        else {
            throw fail(
                1, "the table needs the columns 'annotator' and 'source' or 'item'",
                "add one column for each question besides")
        }
        var judgments: [Judgment] = []
        while let row = try reader.next() {
            let cells = Dictionary(
                zip(header, row.cells.map(\.text)), uniquingKeysWith: { first, _ in first })
            let item = queue.items.first {
                $0.source == cells["source"] || $0.id.description == cells["item"]
            }
            guard let item else {
                throw fail(row.line, "the project has no such item", "check 'source' or 'item'")
            }
            var answers: [String: JSONValue] = [:]
            for question in queue.project.questions(for: item) {
                guard let cell = cells[question.id], !cell.isEmpty else { continue }
                let value = (try? JSONValue(parsing: cell)) ?? .string(cell)
                do {
                    answers[question.id] = try question.stored(
                        value, for: item, shownAs: item.keys)
                } catch { throw fail(row.line, error.message, error.advice) }
            }
            let annotator = cells["annotator"] ?? ""
            guard !annotator.isEmpty else {
                throw fail(row.line, "the row names no annotator", "fill 'annotator'")
            }
            judgments.append(
                Judgment(
                    id: .derived(
                        .annotation,
                        from: [
                            queue.project.name, item.id.description, annotator,
                            ContentHash.of(.object(answers)),
                        ]),
                    project: queue.project.name, item: item.id, annotator: annotator,
                    answers: answers, guideline: queue.project.guideline.hash, order: item.keys,
                    source: path, created: Timestamp(milliseconds: 0)))
        }
        return judgments
    }
}
