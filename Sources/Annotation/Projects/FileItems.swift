import LanguageModel
import Workspace

/// Makes items of a file's records.
struct FileItems {
    let project: LabelProject
    let path: String
    let fields: LabelFields
    let folder: WorkspaceFolder

    /// The items and how many there were to draw from.
    func draw() throws -> (items: [LabelItem], eligible: Int) {
        let file = try folder.resolve(path)
        var items: [LabelItem] = []
        var lines: [RecordID: Int] = [:]
        func add(_ record: JSONValue, _ names: [String], line: Int) throws {
            let item = try item(record, names: names, line: line)
            if let first = lines.updateValue(line, forKey: item.id) {
                throw DocumentError(
                    .duplicate, file: path, line: line,
                    "the record shows the same as that of line \(first)",
                    suggestion: "remove one of the two")
            }
            items.append(item)
        }
        if path.hasSuffix(".csv") || path.hasSuffix(".tsv") {
            let reader = try CSVReader(file: file, path: path)
            while let row = try reader.next() {
                var record: [String: JSONValue] = [:]
                for (name, cell) in zip(reader.header, row.cells) {
                    record[name] = .string(cell.text)
                }
                try add(.object(record), reader.header, line: row.line)
            }
        } else {
            let reader = try JSONLinesReader(file: file, path: path)
            while let (line, record) = try reader.nextValue() {
                guard let object = record.object else {
                    throw DocumentError(
                        .wrongKind, file: path, line: line, "expected an object, one to a line")
                }
                try add(record, object.keys.sorted(), line: line)
            }
        }
        guard !items.isEmpty else {
            throw DocumentError(
                .invalidValue, file: path, "the file has no records",
                suggestion: "write one record a line")
        }
        return (project.drawn(items) { $0.id.description }, items.count)
    }

    private func item(_ record: JSONValue, names: [String], line: Int) throws -> LabelItem {
        func fail(_ message: String, _ advice: String) -> DocumentError {
            DocumentError(.invalidValue, file: path, line: line, message, suggestion: advice)
        }
        let answerNames = answerNames(record)
        var answers: [LabelItem.Answer] = []
        func add(_ value: JSONValue?, _ name: String) throws {
            guard let text = value?.string else {
                throw fail("'\(name)' is not a text", "give every answer as a text")
            }
            answers.append(LabelItem.Answer(key: AnswerKey.of(answers.count), text: text))
        }
        if answerNames == [Self.list], let list = record[Self.list]?.array {
            for value in list { try add(value, Self.list) }
        } else {
            for name in answerNames { try add(Self.value(record, name), name) }
        }
        let form: LabelItem.Form =
            answers.count < 2 ? .single : answers.count == 2 ? .pair : .group
        var item = LabelItem(
            project: project.name, form: form,
            fields: try shown(record, names, answerNames, fail), answers: answers,
            cluster: fields.cluster.flatMap { Self.value(record, $0)?.string },
            source: record["id"]?.string ?? record["id"]?.int.map(String.init)
                ?? "\(path):\(line)")
        guard !item.fields.isEmpty || !answers.isEmpty else {
            throw fail("the record shows nothing", "name what to show under 'fields:'")
        }
        item.external = record[Self.external]
        return try suggesting(record, for: item, fail)
    }

    private static let list = "answers"
    /// What names, groups or suggests, and is not shown unless named.
    private static let unshown: Set<String> = [
        "id", "tags", "suggestions", "meta", "metadata", external,
    ]
    /// Where an import keeps a task as it came.
    static let external = "label_studio"

    private func answerNames(_ record: JSONValue) -> [String] {
        if !fields.answers.isEmpty { return fields.answers }
        if record[Self.list]?.array != nil { return [Self.list] }
        if record["left"] != nil, record["right"] != nil { return ["left", "right"] }
        return record[LabelItem.answerField]?.string == nil ? [] : [LabelItem.answerField]
    }

    private func shown(
        _ record: JSONValue, _ names: [String], _ answers: [String],
        _ fail: (String, String) -> DocumentError
    ) throws -> [LabelItem.Field] {
        if let shown = fields.shown {
            return try shown.map { field in
                guard let value = Self.value(record, field.path) else {
                    throw fail("the record has no '\(field.path)'", "check the names in 'fields:'")
                }
                return LabelItem.Field(field.name, value)
            }
        }
        return names.filter {
            !Self.unshown.contains($0) && !answers.contains($0) && $0 != fields.cluster
        }.map { LabelItem.Field($0, record[$0] ?? .null) }
    }

    private func suggesting(
        _ record: JSONValue, for item: LabelItem, _ fail: (String, String) -> DocumentError
    ) throws -> LabelItem {
        var item = item
        for (id, given) in record["suggestions"]?.object ?? [:] {
            guard let question = project.question(id) else {
                throw fail("a suggestion is for '\(id)', which is no question", "check its id")
            }
            let value = given.object == nil ? given : given["value"] ?? .null
            do {
                item.suggestions[id] = LabelItem.Suggestion(
                    value: try question.stored(value, for: item, shownAs: item.keys),
                    agent: given["agent"]?.string, score: given["score"]?.double)
            } catch {
                throw fail("a suggestion can't be: \(error.message)", error.advice)
            }
        }
        return item
    }

    /// A value by its name, or by a path whose dots lead into objects.
    private static func value(_ record: JSONValue, _ path: String) -> JSONValue? {
        if let value = record[path] { return value }
        var value: JSONValue? = record
        for part in path.split(separator: ".") { value = value?[String(part)] }
        return value
    }
}
