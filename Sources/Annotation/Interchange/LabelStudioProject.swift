import LanguageModel
import Workspace

extension LabelStudioConfig {
    /// A project's document for the configuration's questions, on items of a dataset.
    ///
    /// - Parameters:
    ///   - name: the project's name.
    ///   - dataset: the path of the items.
    package func document(name: String, dataset: String) -> String {
        var lines = [
            "# yaml-language-server: $schema=../.conduct/schemas/labels.json",
            "project: \(name)", "guideline: labels/\(name).md", "questions:",
        ]
        for control in controls {
            lines.append("  - \(Self.document(control.question).serialized())")
        }
        var items: [String: JSONValue] = ["file": .string(dataset), "order": "random"]
        if !answerFields.isEmpty { items["answers"] = .array(answerFields.map(JSONValue.string)) }
        lines.append("items: \(JSONValue.object(items).serialized())")
        lines.append("annotators: {overlap: all}")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A question as a document writes it; JSON is YAML too.
    private static func document(_ question: LabelQuestion) -> JSONValue {
        var object: [String: JSONValue] = [
            "id": .string(question.id), "title": .string(question.title),
            "kind": .string(question.kind.word),
        ]
        if !question.isRequired { object["required"] = false }
        func options(_ list: [LabelOption]) -> JSONValue {
            .array(list.map { .string($0.value) })
        }
        switch question.kind {
        case .choice(let list): object["options"] = options(list)
        case .choices(let list, let minimum, let maximum):
            object["options"] = options(list)
            object["minimum"] = .integer(minimum)
            if let maximum { object["maximum"] = .integer(maximum) }
        case .rating(let levels): object["levels"] = .integer(levels.count)
        case .number(let low, let high):
            if let low { object["minimum"] = .number(low) }
            if let high { object["maximum"] = .number(high) }
        case .ranking(let allowsTies): object["ties"] = .bool(allowsTies)
        case .pairwise(let choices):
            object["options"] = .array(choices.map { .string($0.rawValue) })
        case .spans(let labels, let field, let overlap):
            object["labels"] = options(labels)
            if let field { object["field"] = .string(field) }
            object["overlap"] = .bool(overlap)
        case .text(let length): object["maximum-length"] = .integer(length)
        case .taxonomy(let tree, let minimum, let leavesOnly):
            object["tree"] = Self.tree(tree)
            object["minimum"] = .integer(minimum)
            object["leaves-only"] = .bool(leavesOnly)
        }
        return .object(object)
    }

    private static func tree(_ nodes: [TaxonomyNode]) -> JSONValue {
        .object(
            Dictionary(
                nodes.map { ($0.name, $0.children.isEmpty ? .null : tree($0.children)) },
                uniquingKeysWith: { first, _ in first }))
    }
}
