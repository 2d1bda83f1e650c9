/// A level-1 to level-6 heading of a Markdown text with the lines below it.
package struct MarkdownSection {
    package let level: Int
    /// The heading's text without its attributes.
    package let title: String
    /// What stands in `{…}` at the heading's end, without the braces.
    package let attributes: String?
    /// The heading's line.
    package let line: Int
    /// The column of the first attribute.
    package let attributesColumn: Int
    /// The lines up to the next heading.
    package var body: [Substring]
    /// The number of the body's first line.
    package var bodyLine: Int { line + 1 }
}

/// Finds headings, leaving code fences and comments alone.
package enum HeadingScanner {
    /// The headings of a text with what stands below each; lines above the first are left out.
    ///
    /// - Parameter firstLine: the number of the first of the lines.
    package static func sections(_ lines: [Substring], firstLine: Int) -> [MarkdownSection] {
        var sections: [MarkdownSection] = []
        var fence = MarkdownFence()
        for (index, raw) in lines.enumerated() {
            let line = raw.withoutReturn
            if !fence.isOpen(after: line), let section = heading(line, number: firstLine + index) {
                sections.append(section)
            } else if !sections.isEmpty {
                sections[sections.count - 1].body.append(line)
            }
        }
        return sections
    }

    private static func heading(_ line: Substring, number: Int) -> MarkdownSection? {
        let marks = line.prefix { $0 == "#" }
        let rest = line.dropFirst(marks.count)
        guard (1...6).contains(marks.count), rest.first == " " || rest.first == "\t" else {
            return nil
        }
        var title = String(rest).trimmingASCIIWhitespace()
        var attributes: String?
        var column = 0
        if title.hasSuffix("}"), let open = title.lastIndex(of: "{") {
            let inside = title[title.index(after: open)...].dropLast()
            if inside.hasPrefix("#") || inside.contains(" #") {
                attributes = String(inside)
                column =
                    line.unicodeScalars.count
                    - Substring(line.drop { $0 != "{" }).unicodeScalars.count + 2
                title = String(title[..<open]).trimmingASCIIWhitespace()
            }
        }
        // Closing number signs are decoration.
        while title.hasSuffix("#") { title.removeLast() }
        return MarkdownSection(
            level: marks.count, title: title.trimmingASCIIWhitespace(), attributes: attributes,
            line: number, attributesColumn: column, body: [])
    }
}

/// Keeps track of code fences and HTML comments while lines go by.
package struct MarkdownFence {
    private var fence: (mark: Character, count: Int)?
    private var isInComment = false

    package init() {}

    /// Takes the next line and tells whether it is inside a fence or comment, or opens or closes
    /// one.
    package mutating func isOpen(after line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        if isInComment {
            if text.contains("-->") { isInComment = false }
            return true
        }
        if let open = fence {
            let marks = text.prefix { $0 == open.mark }
            if marks.count >= open.count,
                text.dropFirst(marks.count).allSatisfy({ $0 == " " || $0 == "\t" })
            {
                fence = nil
            }
            return true
        }
        if text.hasPrefix("<!--") {
            isInComment = !text.contains("-->")
            return true
        }
        for mark in ["`", "~"] as [Character] {
            let marks = text.prefix { $0 == mark }
            guard marks.count >= 3, line.count - text.count < 4 else { continue }
            if mark == "`", text.dropFirst(marks.count).contains("`") { continue }
            fence = (mark, marks.count)
            return true
        }
        return false
    }
}
