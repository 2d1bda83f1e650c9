import LanguageModel

/// Whether XML-like tags of a prompt open and close in order.
enum TagBalance {
    enum Kind { case open, close, alone }

    struct Tag {
        let name: String
        let kind: Kind
    }

    /// Tags that HTML leaves open.
    private static let empty: Set<String> = ["br", "hr", "img", "input", "meta", "link"]

    static func hints(_ lines: [PromptLine]) -> [PromptHint] {
        PromptLine.parts(lines).flatMap(partHints)
    }

    private static func partHints(_ lines: [PromptLine]) -> [PromptHint] {
        var hints: [PromptHint] = []
        var open: [(name: String, line: Int)] = []
        var isFenced = false
        // What is never closed here is a word in angle brackets, not a tag, unless others pair up.
        let closed = Set(
            lines.flatMap { tags(in: $0.text) }.filter { $0.kind == .close }.map(\.name))
        func add(_ line: Int, _ message: String) {
            hints.append(PromptHint(rule: .unbalancedTag, line: line, message: message))
        }
        for line in lines {
            if line.lowered.hasPrefix("```") { isFenced.toggle() }
            if isFenced { continue }
            for tag in tags(in: line.text) where !empty.contains(tag.name.lowercased()) {
                switch tag.kind {
                case .alone: break
                case .open: open.append((tag.name, line.number))
                case .close:
                    guard let place = open.lastIndex(where: { $0.name == tag.name }) else {
                        add(line.number, "</\(tag.name)> closes what was never opened")
                        continue
                    }
                    for crossed in open[(place + 1)...] {
                        add(
                            crossed.line,
                            "<\(crossed.name)> is still open where </\(tag.name)> closes")
                    }
                    open.removeSubrange(place...)
                }
            }
        }
        for tag in open {
            add(
                tag.line,
                closed.contains(tag.name)
                    ? "<\(tag.name)> is opened more often than closed"
                    : "<\(tag.name)> is never closed")
        }
        return hints
    }

    /// The tags of a line, outside of `code`.
    static func tags(in text: String) -> [Tag] {
        var tags: [Tag] = []
        var isCode = false
        var rest = Substring(text)
        while let first = rest.first {
            if first == "`" { isCode.toggle() }
            guard first == "<", !isCode, let end = rest.firstIndex(of: ">") else {
                rest = rest.dropFirst()
                continue
            }
            var inner = rest[rest.index(after: rest.startIndex)..<end]
            let isClosing = inner.hasPrefix("/")
            if isClosing { inner = inner.dropFirst() }
            let isAlone = inner.hasSuffix("/")
            let name = inner.prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "_-.:".contains($0))
            }
            let after = inner.dropFirst(name.count)
            let isTag =
                name.first?.isLetter == true
                && (after.isEmpty || after == "/" || (after.hasPrefix(" ") && after.contains("=")))
            guard isTag else {
                rest = rest.dropFirst()
                continue
            }
            tags.append(
                Tag(name: String(name), kind: isClosing ? .close : isAlone ? .alone : .open))
            rest = rest[rest.index(after: end)...]
        }
        return tags
    }
}
