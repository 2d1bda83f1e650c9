import LanguageModel
package import Workspace

/// Answers that mark places: spans of a text, categories of a tree.
extension LabelQuestion {
    /// Spans are given as `{"start", "end", "label"}`, offsets in Unicode scalars, end excluded.
    func spans(
        _ given: JSONValue, in text: String?, labels: [LabelOption], allowsOverlap: Bool
    ) throws(AnnotationError) -> JSONValue {
        guard let text else {
            throw wrong("the item has no text to mark", "name a shown field under 'field:'")
        }
        let scalars = Array(text.unicodeScalars)
        var spans: [(start: Int, end: Int, label: String)] = []
        for item in try list(given) {
            guard let start = item["start"]?.int, let end = item["end"]?.int, start >= 0,
                start < end, end <= scalars.count
            else {
                throw wrong(
                    "\(item.serialized().prefix(80)) is no part of the text",
                    "give start and end within 0...\(scalars.count), start before end")
            }
            guard let label = item["label"]?.string, labels.contains(where: { $0.value == label })
            else {
                throw wrong(
                    "\(item["label"]?.serialized() ?? "nothing") is none of its labels",
                    "give one of " + labels.prefix(20).map(\.value).joined(separator: ", "))
            }
            if spans.contains(where: { $0 == (start, end, label) }) { continue }
            spans.append((start, end, label))
        }
        spans.sort { ($0.start, $0.end, $0.label) < ($1.start, $1.end, $1.label) }
        if !allowsOverlap {
            for (first, second) in zip(spans, spans.dropFirst()) where second.start < first.end {
                throw wrong(
                    "the parts \(first.start)–\(first.end) and \(second.start)–\(second.end) overlap",
                    "mark each place once")
            }
        }
        return .array(
            spans.map { span in
                var part = String.UnicodeScalarView()
                part.append(contentsOf: scalars[span.start..<span.end])
                return [
                    "start": .integer(span.start), "end": .integer(span.end),
                    "label": .string(span.label), "text": .string(String(part)),
                ]
            })
    }

    /// Categories are given as paths from the root: `[["harm", "physical"], ["none"]]`.
    func taxonomy(
        _ given: JSONValue, tree: [TaxonomyNode], minimum: Int, leavesOnly: Bool
    ) throws(AnnotationError) -> JSONValue {
        var paths: Set<[String]> = []
        for path in try list(given) {
            let names = (path.array ?? [path]).compactMap(\.string)
            var level = tree
            var found: TaxonomyNode?
            for name in names {
                found = level.first { $0.name == name }
                guard let found else { break }
                level = found.children
            }
            guard let found, names.last == found.name, !names.isEmpty else {
                throw wrong(
                    "\(path.serialized().prefix(80)) is no category",
                    "give paths of the tree, such as [\"\(tree.first?.name ?? "")\"]")
            }
            if leavesOnly, !found.children.isEmpty {
                throw wrong(
                    "'\(names.joined(separator: " / "))' has categories below it",
                    "choose one of those")
            }
            paths.insert(names)
        }
        guard paths.count >= minimum else {
            throw wrong("\(paths.count) chosen", "choose at least \(minimum)")
        }
        return .array(
            Self.paths(of: tree).filter(paths.contains).map { path in
                .array(path.map(JSONValue.string))
            })
    }

    /// Every category of a tree as its path, a parent before its children.
    package static func paths(of tree: [TaxonomyNode], below prefix: [String] = []) -> [[String]] {
        tree.flatMap { node in
            [prefix + [node.name]] + paths(of: node.children, below: prefix + [node.name])
        }
    }
}
