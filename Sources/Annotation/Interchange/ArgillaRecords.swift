package import LanguageModel
package import Workspace

/// Records of Argilla with their responses, ranks kept.
package struct ArgillaRecords: Sendable {
    /// The records as they came.
    package var records: [JSONValue]

    /// Reads records: a list, or one to a line.
    package init(text: String, path: String) throws(DocumentError) {
        var records: [JSONValue] = []
        if text.first(where: { !$0.isWhitespace }) == "[" {
            records = try DocumentNode(json: text, path: path).json.array ?? []
        } else {
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated() where line.contains(where: { !$0.isWhitespace })
            {
                records.append(
                    try DocumentNode(json: String(line), path: path, firstLine: index + 1).json)
            }
        }
        for (index, record) in records.enumerated() where record["fields"]?.object == nil {
            throw DocumentError(
                .missingKey, file: path, "record \(index + 1) has no object 'fields'",
                suggestion: "export the records as JSON with their fields and responses")
        }
        self.records = records
    }

    /// The judgments of submitted and discarded responses.
    ///
    /// Records are matched with items by their id, which is the items' source, or by their fields.
    package func judgments(
        for queue: LabelQueue, source: String
    ) -> (judgments: [Judgment], notes: [String]) {
        var judgments: [Judgment] = []
        var notes: [String] = []
        for (index, record) in records.enumerated() {
            let id = record["id"]?.string ?? record["id"]?.int.map(String.init)
            let name = id.map { "record \($0)" } ?? "record \(index + 1)"
            let item = queue.items.first { item in
                item.source == id || Self.fields(of: item) == record["fields"]
            }
            guard let item else {
                notes.append("\(name): the project has no such item; it was left out")
                continue
            }
            for (user, said) in Self.responses(record) {
                if said.status == "draft" {
                    notes.append("\(name): a draft by \(user) was left out")
                    continue
                }
                var answers: [String: JSONValue] = [:]
                for (question, value) in said.values {
                    guard
                        let asked = queue.project.questions(for: item).first(where: {
                            $0.id == question
                        })
                    else {
                        notes.append("\(name): '\(question)' is not asked in this project")
                        continue
                    }
                    do {
                        answers[question] = try asked.stored(
                            Self.form(value, asked, item), for: item, shownAs: item.keys)
                    } catch { notes.append("\(name), by \(user): \(error.message)") }
                }
                judgments.append(
                    Judgment(
                        id: .derived(
                            .annotation,
                            from: [
                                queue.project.name, item.id.description, user,
                                ContentHash.of(.object(answers)),
                            ]),
                        project: queue.project.name, item: item.id, annotator: user,
                        answers: answers, skip: said.status == "discarded" ? "" : nil,
                        guideline: queue.project.guideline.hash, order: item.keys, source: source,
                        created: Timestamp(milliseconds: 0)))
            }
        }
        return (judgments, notes)
    }

    private struct Response {
        var status: String
        var values: [String: JSONValue] = [:]
    }

    /// Responses by user: Argilla lists them by question.
    private static func responses(_ record: JSONValue) -> [(String, Response)] {
        var byUser: [String: Response] = [:]
        for (question, list) in record["responses"]?.object ?? [:] {
            for response in list.array ?? [] {
                let user = response["user_id"]?.string ?? "unknown"
                let status = response["status"]?.string ?? "submitted"
                byUser[user, default: Response(status: status)].values[question] =
                    response["value"] ?? .null
            }
        }
        return byUser.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func form(
        _ value: JSONValue, _ question: LabelQuestion, _ item: LabelItem
    ) -> JSONValue {
        guard case .ranking = question.kind else { return value }
        // [{"value": "response1", "rank": 2} …], ranks shared where equal.
        var ranks: [String: JSONValue] = [:]
        let names = item.keys.indices.map { LabelStudioNames.answer($0, of: item.answers.count) }
        for (index, entry) in (value.array ?? []).enumerated() {
            let name = entry["value"]?.string ?? entry.string ?? ""
            guard let place = names.firstIndex(of: name) ?? item.keys.firstIndex(of: name) else {
                continue
            }
            ranks["\(place + 1)"] = entry["rank"] ?? .integer(index + 1)
        }
        return .object(ranks)
    }

    private static func fields(of item: LabelItem) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        for field in item.fields { fields[field.name] = field.value }
        for (index, answer) in item.answers.enumerated() {
            fields[LabelStudioNames.answer(index, of: item.answers.count)] = .string(answer.text)
        }
        return .object(fields)
    }

    /// A project's items and judgments as records.
    package init(_ queue: LabelQueue) {
        let byItem = Dictionary(grouping: queue.current.filter { !$0.isRepeat }, by: \.item)
        records = queue.items.map { item in
            var responses: [String: [JSONValue]] = [:]
            for judgment in byItem[item.id] ?? [] {
                for question in queue.project.questions(for: item) {
                    guard let answer = judgment.answers[question.id] else { continue }
                    responses[question.id, default: []].append([
                        "user_id": .string(judgment.annotator),
                        "status": .string(judgment.isSkip ? "discarded" : "submitted"),
                        "value": Self.value(answer, question, item),
                    ])
                }
            }
            return [
                "id": .string(item.source), "fields": Self.fields(of: item), "metadata": [:],
                "suggestions": .object(
                    item.suggestions.mapValues { suggestion in
                        [
                            "value": suggestion.value,
                            "score": suggestion.score.map(JSONValue.number) ?? .null,
                            "agent": suggestion.agent.map(JSONValue.string) ?? .null,
                        ]
                    }), "responses": .object(responses.mapValues(JSONValue.array)),
            ]
        }
    }

    private static func value(
        _ answer: JSONValue, _ question: LabelQuestion, _ item: LabelItem
    ) -> JSONValue {
        switch question.kind {
        case .ranking:
            var rank = 1
            var list: [JSONValue] = []
            for group in answer.array ?? [] {
                let keys = (group.array ?? []).compactMap(\.string)
                for key in keys {
                    let place = item.keys.firstIndex(of: key) ?? 0
                    list.append([
                        "value": .string(LabelStudioNames.answer(place, of: item.answers.count)),
                        "rank": .integer(rank),
                    ])
                }
                rank += keys.count
            }
            return .array(list)
        case .pairwise: return question.shown(answer, shownAs: item.keys)
        default: return answer
        }
    }

    /// The records as a file of lines.
    package var text: String { records.map(JSONLines.line).joined() }
}
