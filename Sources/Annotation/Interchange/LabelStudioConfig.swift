package import Workspace

/// A Label Studio labeling configuration as questions, with what has no counterpart here.
package struct LabelStudioConfig: Sendable, Hashable {
    /// A control that is asked as a question.
    package struct Control: Sendable, Hashable {
        package var question: LabelQuestion
        /// The tag, such as `Choices`.
        package var tag: String
        /// The names of the objects it is about.
        package var objects: [String]
    }

    /// Something that is shown.
    package struct Object: Sendable, Hashable {
        package var name: String
        package var tag: String
        /// The field of the task's data; nil for words of the configuration's own.
        package var field: String?
    }

    package var controls: [Control]
    package var objects: [Object]
    /// What is left out and why: one sentence each.
    package var omitted: [String]

    /// Reads a configuration.
    ///
    /// - Throws: what is wrong with the XML, or `invalidValue` where nothing can be asked.
    package init(xml: String, path: String) throws(DocumentError) {
        let root = try XMLReader.read(xml, path: path)
        guard root.name == "View" else {
            throw DocumentError(
                .invalidValue, file: path, line: root.line,
                "a labeling configuration begins with <View>, found <\(root.name)>")
        }
        var walk = ConfigWalk()
        walk.visit(root)
        guard !walk.controls.isEmpty else {
            throw DocumentError(
                .invalidValue, file: path,
                "no control of the configuration can be asked here"
                    + (walk.omitted.isEmpty ? "" : ": \(walk.omitted.joined(separator: "; "))"),
                suggestion: "known are Choices, Rating, Number, Pairwise, Ranker without buckets, "
                    + "TextArea, Taxonomy and Labels")
        }
        controls = walk.controls
        objects = walk.objects
        omitted = walk.omitted
    }

    /// The fields of tasks that hold the answers of comparing questions, left first.
    package var answerFields: [String] {
        for control in controls {
            if case .pairwise = control.question.kind {
                return control.objects.compactMap { name in
                    objects.first { $0.name == name }?.field
                }
            }
        }
        return []
    }

    /// The field of tasks that holds the list of answers of a ranking.
    package var listField: String? {
        for control in controls {
            if case .ranking = control.question.kind {
                return objects.first { $0.name == control.objects.first }?.field
            }
        }
        return nil
    }
}

/// Gathers controls and objects in the order of the text.
private struct ConfigWalk {
    var controls: [LabelStudioConfig.Control] = []
    var objects: [LabelStudioConfig.Object] = []
    var omitted: [String] = []
    /// The last header, which titles the next control.
    private var header: String?

    private static let shown: Set<String> = [
        "Text", "HyperText", "Paragraphs", "List", "Table", "Image", "Audio", "AudioPlus", "Video",
        "TimeSeries", "Pdf", "PDF", "Chat", "Markdown", "Repeater",
    ]
    private static let silent: Set<String> = [
        "View", "Style", "Header", "Choice", "Label", "Bucket", "Collapse", "Panel", "Filter",
        "Shortcut", "p", "div", "span", "br", "h1", "h2", "h3", "h4", "ul", "li", "b", "i", "a",
    ]

    mutating func visit(_ node: XMLNode) {
        if node.name == "Header" {
            let text = node["value"] ?? node.text
            header = text.hasPrefix("$") ? header : Self.trimmed(text)
        }
        if Self.shown.contains(node.name) { show(node) }
        if node.name != "Chat", let control = control(node) {
            if controls.contains(where: { $0.question.id == control.question.id }) {
                omitted.append(
                    "line \(node.line): another control has the name "
                        + "'\(control.question.id)'")
            } else {
                controls.append(control)
            }
            header = nil
        }
        if !["Choices", "Taxonomy", "Labels", "Ranker"].contains(node.name) {
            for child in node.children { visit(child) }
        }
    }

    private static func trimmed(_ text: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private mutating func show(_ node: XMLNode) {
        let value = node["value"] ?? ""
        objects.append(
            LabelStudioConfig.Object(
                name: node["name"] ?? "", tag: node.name,
                field: value.hasPrefix("$") ? String(value.dropFirst()) : nil))
        if node.name == "Chat" {
            omitted.append(
                "line \(node.line): Chat is a conversation to be written; it is shown, not asked")
        }
    }

    private mutating func control(_ node: XMLNode) -> LabelStudioConfig.Control? {
        let objects = (node["toName"] ?? "").split(separator: ",").map {
            String($0).filter { !$0.isWhitespace }
        }
        let isControl =
            node["toName"] != nil
            || [
                "Rating", "Choices", "TextArea", "Ranker",
                "Number", "Pairwise", "Taxonomy",
            ].contains(node.name)
        guard isControl else {
            if !Self.silent.contains(node.name), !Self.shown.contains(node.name),
                node["name"] != nil
            {
                omitted.append("line \(node.line): <\(node.name)> is not known")
            }
            return nil
        }
        guard let name = node["name"], !name.isEmpty else {
            omitted.append("line \(node.line): <\(node.name)> has no name")
            return nil
        }
        if node["perRegion"] == "true" || node["perItem"] == "true" {
            omitted.append(
                "line \(node.line): '\(name)' is asked of each region or item, which has no "
                    + "counterpart")
            return nil
        }
        guard let kind = kind(node, name, objects) else { return nil }
        return LabelStudioConfig.Control(
            question: LabelQuestion(
                id: name, title: header ?? name, kind: kind,
                isRequired: node["required"] == "true"),
            tag: node.name, objects: objects)
    }

    private mutating func kind(
        _ node: XMLNode, _ name: String, _ objects: [String]
    ) -> LabelQuestion.Kind? {
        func fail(_ message: String) -> LabelQuestion.Kind? {
            omitted.append("line \(node.line): '\(name)' \(message)")
            return nil
        }
        func options(_ tag: String) -> [LabelOption] {
            node.all.filter { $0.name == tag }.compactMap { child in
                // An alias stands in results instead of the value.
                (child["alias"] ?? child["value"]).map {
                    LabelOption($0, title: child["html"] == nil ? child["value"] : nil)
                }
            }
        }
        switch node.name {
        case "Choices":
            if node["value"] != nil { return fail("has choices of each task's own") }
            let list = options("Choice")
            guard !list.isEmpty else { return fail("has no choices") }
            guard Set(list.map(\.value)).count == list.count else {
                return fail("has a choice twice")
            }
            if node.children.contains(where: { !$0.children.isEmpty }) {
                return .taxonomy(Self.tree(node), minimum: 0, leavesOnly: false)
            }
            let votes = list.compactMap { PairChoice(rawValue: $0.value) }
            if objects.count == 2, votes.count == list.count,
                Set(votes).isSuperset(of: [.left, .right])
            {
                return .pairwise(PairChoice.allCases.filter(votes.contains))
            }
            if node["choice"] == "multiple" {
                return .choices(
                    list, minimum: node["required"] == "true" ? 1 : 0, maximum: nil)
            }
            return .choice(list)
        case "Rating":
            let most = node["maxRating"].flatMap { Int($0) } ?? 5
            guard (2...100).contains(most) else { return fail("has a scale that can't be") }
            return .rating((1...most).map { LabelOption("\($0)") })
        case "Number":
            return .number(
                minimum: node["min"].flatMap { Double($0) },
                maximum: node["max"].flatMap { Double($0) })
        case "Pairwise":
            guard objects.count == 2 else { return fail("compares \(objects.count) objects") }
            return .pairwise([.left, .right])
        case "Ranker":
            if node.children.contains(where: { $0.name == "Bucket" }) {
                return fail("sorts into buckets, which is no ranking of all")
            }
            return .ranking(allowsTies: false)
        case "TextArea": return .text(maximumLength: 100_000)
        case "Taxonomy":
            let tree = Self.tree(node)
            guard !tree.isEmpty else { return fail("has categories of each task's own") }
            return .taxonomy(
                tree, minimum: node["required"] == "true" ? 1 : 0,
                leavesOnly: node["leafsOnly"] == "true")
        case "Labels":
            let list = options("Label")
            guard !list.isEmpty else { return fail("has no labels") }
            return .spans(list, field: nil, allowsOverlap: true)
        default: return fail("is a <\(node.name)>, which has no counterpart")
        }
    }

    private static func tree(_ node: XMLNode) -> [TaxonomyNode] {
        node.children.filter { $0.name == "Choice" }.compactMap { child in
            (child["alias"] ?? child["value"]).map { TaxonomyNode($0, children: tree(child)) }
        }
    }
}
