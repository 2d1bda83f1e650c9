import LanguageModel
package import Workspace

extension LabelProject {
    /// The project's questions as a Label Studio labeling configuration.
    ///
    /// A comparison that can end in a tie is written as Choices: Pairwise has none.
    package func labelStudioConfig(items: [LabelItem]) -> (xml: String, notes: [String]) {
        var writer = ConfigWriter(project: self, items: items)
        return writer.write()
    }
}

private struct ConfigWriter {
    let project: LabelProject
    let items: [LabelItem]
    private var lines: [String] = []
    private var notes: [String] = []

    init(project: LabelProject, items: [LabelItem]) {
        self.project = project
        self.items = items
    }

    mutating func write() -> (xml: String, notes: [String]) {
        lines = ["<View>"]
        for name in LabelStudioNames.fields(of: items) {
            lines.append("  \(tag("Header", [("value", name), ("size", "5")]))")
            let isConversation = items.contains { item in
                item.fields.contains { $0.name == name && $0.value.array != nil }
            }
            lines.append(
                isConversation
                    ? "  \(tag("Paragraphs", [("name", name), ("value", "$\(name)"), ("layout", "dialogue"), ("nameKey", "role"), ("textKey", "content")]))"
                    : "  \(tag("Text", [("name", name), ("value", "$\(name)")]))")
        }
        let most = items.map(\.answers.count).max() ?? 0
        let isRanked = project.questions.contains {
            if case .ranking = $0.kind { true } else { false }
        }
        if isRanked {
            lines.append("  \(tag("List", [("name", "answers"), ("value", "$answers")]))")
        } else {
            for index in 0..<most {
                let name = LabelStudioNames.answer(index, of: most)
                lines.append("  \(tag("Text", [("name", name), ("value", "$\(name)")]))")
            }
        }
        for question in project.questions { control(question, answers: most) }
        lines.append("</View>")
        return (lines.joined(separator: "\n") + "\n", notes)
    }

    private func tag(
        _ name: String, _ attributes: [(String, String)], isOpen: Bool = false
    ) -> String {
        let list = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
        return "<\(name)\(list)\(isOpen ? "" : "/")>"
    }

    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "\n": output += "&#10;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private mutating func control(_ question: LabelQuestion, answers: Int) {
        lines.append("  \(tag("Header", [("value", question.title)]))")
        var base = [("name", question.id), ("toName", target(question, answers: answers))]
        if question.isRequired { base.append(("required", "true")) }
        func list(_ name: String, _ item: String, _ values: [String], _ extra: [(String, String)]) {
            lines.append("  \(tag(name, base + extra, isOpen: true))")
            for value in values { lines.append("    \(tag(item, [("value", value)]))") }
            lines.append("  </\(name)>")
        }
        switch question.kind {
        case .choice(let options):
            list("Choices", "Choice", options.map(\.value), [("choice", "single-radio")])
        case .choices(let options, _, _):
            list("Choices", "Choice", options.map(\.value), [("choice", "multiple")])
        case .rating(let levels):
            if levels.first?.value == "1" {
                lines.append("  \(tag("Rating", base + [("maxRating", levels.last?.value ?? "")]))")
            } else {
                notes.append(
                    "'\(question.id)' has a scale that does not begin at 1; it is written "
                        + "as Choices")
                list("Choices", "Choice", levels.map(\.value), [("choice", "single-radio")])
            }
        case .number(let low, let high):
            lines.append(
                "  \(tag("Number", base + [("min", low), ("max", high)].compactMap { name, value in value.map { (name, "\($0)") } }))"
            )
        case .text: lines.append("  \(tag("TextArea", base))")
        case .pairwise(let choices):
            if choices == [.left, .right] {
                lines.append("  \(tag("Pairwise", base))")
            } else {
                list("Choices", "Choice", choices.map(\.rawValue), [("choice", "single-radio")])
            }
        case .ranking(let allowsTies):
            if allowsTies { notes.append("'\(question.id)': Ranker knows no equal ranks") }
            lines.append("  \(tag("Ranker", base))")
        case .spans(let labels, _, _): list("Labels", "Label", labels.map(\.value), [])
        case .taxonomy(let tree, _, let leavesOnly):
            lines.append(
                "  \(tag("Taxonomy", base + (leavesOnly ? [("leafsOnly", "true")] : []), isOpen: true))"
            )
            nested(tree, indent: "    ")
            lines.append("  </Taxonomy>")
        }
    }

    private mutating func nested(_ tree: [TaxonomyNode], indent: String) {
        for node in tree {
            if node.children.isEmpty {
                lines.append(indent + tag("Choice", [("value", node.name)]))
            } else {
                lines.append(indent + tag("Choice", [("value", node.name)], isOpen: true))
                nested(node.children, indent: indent + "  ")
                lines.append(indent + "</Choice>")
            }
        }
    }

    private func target(_ question: LabelQuestion, answers: Int) -> String {
        LabelStudioNames.target(question, fields: LabelStudioNames.fields(of: items), most: answers)
    }
}

/// The names of data and objects in what is written for Label Studio.
enum LabelStudioNames {
    /// Every field's name, in the order of their first appearance.
    static func fields(of items: [LabelItem]) -> [String] {
        var names: [String] = []
        for item in items {
            for field in item.fields where !names.contains(field.name) { names.append(field.name) }
        }
        return names
    }

    /// The name of an answer.
    static func answer(_ index: Int, of count: Int) -> String {
        switch count {
        case 1: LabelItem.answerField
        case 2: index == 0 ? "left" : "right"
        default: "answer_\(index + 1)"
        }
    }

    /// What a question is about.
    static func target(_ question: LabelQuestion, fields: [String], most: Int) -> String {
        switch question.kind {
        case .ranking: return "answers"
        case .pairwise: return "left,right"
        case .spans(_, let field?, _) where fields.contains(field): return field
        default:
            return most > 0 ? answer(0, of: most) : fields.first ?? LabelItem.answerField
        }
    }
}
