package import LanguageModel
package import Workspace

extension LabelQuestion {
    /// A stored answer in a few words, for tables and lists.
    package func text(of answer: JSONValue) -> String {
        switch kind {
        case .choice(let options), .rating(let options):
            let value = answer.string ?? answer.int.map(String.init) ?? answer.serialized()
            let title = options.first { $0.value == value }?.title
            return title.map { $0 == value ? value : "\(value) (\($0))" } ?? value
        case .choices: return (answer.array ?? []).compactMap(\.string).joined(separator: ", ")
        case .ranking:
            return (answer.array ?? []).map { group in
                (group.array ?? []).compactMap(\.string).joined(separator: " = ")
            }.joined(separator: " > ")
        case .spans:
            return (answer.array ?? []).map { span in
                "\(span["label"]?.string ?? ""): \(span["text"]?.string ?? "")"
            }.joined(separator: "; ")
        case .taxonomy:
            return (answer.array ?? []).map { path in
                (path.array ?? []).compactMap(\.string).joined(separator: " / ")
            }.joined(separator: ", ")
        case .pairwise:
            switch answer.string {
            case "tie"?: return "tie"
            case "both-bad"?: return "both bad"
            case let key?: return "answer \(key)"
            case nil: return answer.serialized()
            }
        case .number, .text: return answer.string ?? answer.serialized()
        }
    }

    /// The question as the pages and the API describe it: what a form needs.
    package var form: JSONValue {
        var form: [String: JSONValue] = [
            "id": .string(id), "title": .string(title), "kind": .string(kind.word),
            "required": .bool(isRequired),
        ]
        if let help { form["help"] = .string(help) }
        func options(_ options: [LabelOption]) -> JSONValue {
            .array(
                options.map { ["value": .string($0.value), "title": .string($0.title)] })
        }
        func set(_ name: String, _ value: JSONValue?) { if let value { form[name] = value } }
        switch kind {
        case .choice(let list), .rating(let list): set("options", options(list))
        case .choices(let list, let minimum, let maximum):
            set("options", options(list))
            set("minimum", .integer(minimum))
            set("maximum", maximum.map(JSONValue.integer))
        case .number(let minimum, let maximum):
            set("minimum", minimum.map(JSONValue.number))
            set("maximum", maximum.map(JSONValue.number))
        case .ranking(let allowsTies): set("ties", .bool(allowsTies))
        case .pairwise(let choices):
            set("options", options(choices.map { LabelOption($0.rawValue, title: $0.summary) }))
        case .spans(let labels, let field, let allowsOverlap):
            set("options", options(labels))
            set("field", .string(field ?? LabelItem.answerField))
            set("overlap", .bool(allowsOverlap))
        case .text(let maximumLength): set("maximum_length", .integer(maximumLength))
        case .taxonomy(let tree, let minimum, let leavesOnly):
            let parents = Set(Self.paths(of: tree).map { Array($0.dropLast()) })
            let paths = Self.paths(of: tree).filter { !leavesOnly || !parents.contains($0) }
            set("paths", .array(paths.map { .array($0.map(JSONValue.string)) }))
            set("minimum", .integer(minimum))
        }
        return .object(form)
    }
}
