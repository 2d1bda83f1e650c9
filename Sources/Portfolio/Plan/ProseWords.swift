/// Words that a person wrote in a Markdown file.
package enum ProseWords {
    /// How many words stand in the prose: front matter, fenced code, comments and lines that are
    /// still a template's question (`> …`) are not prose.
    package static func count(markdown: String) -> Int {
        var count = 0
        var isFrontMatter = false
        var fence: String?
        var isComment = false
        let lines = markdown.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, scalars) in lines.enumerated() {
            var line = String(String.UnicodeScalarView(scalars))
            let start = line.drop { $0 == " " || $0 == "\t" }
            let bare = start.filter { $0 != "\r" }
            if index == 0, bare == "---" {
                isFrontMatter = true
                continue
            }
            if isFrontMatter {
                if bare == "---" { isFrontMatter = false }
                continue
            }
            if let open = fence {
                if start.hasPrefix(open) { fence = nil }
                continue
            }
            if start.hasPrefix("```") || start.hasPrefix("~~~") {
                fence = String(start.prefix(3))
                continue
            }
            if isComment {
                guard let end = line.range(of: "-->") else { continue }
                isComment = false
                line = String(line[end.upperBound...])
            }
            if let open = line.range(of: "<!--") {
                isComment = line[open.upperBound...].range(of: "-->") == nil
                line = String(line[..<open.lowerBound])
            }
            if start.hasPrefix(">") { continue }
            count += words(line)
        }
        return count
    }

    /// Runs of letters and digits; an apostrophe or a hyphen inside joins them.
    private static func words(_ text: String) -> Int {
        var count = 0
        var isInside = false
        for scalar in text.unicodeScalars {
            let isWord =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || (isInside && (scalar == "'" || scalar == "’" || scalar == "-"))
            if isWord, !isInside { count += 1 }
            isInside = isWord
        }
        return count
    }
}

extension String {
    /// The first place of a text, compared scalar by scalar.
    fileprivate func range(of needle: String) -> Range<Index>? { self[...].range(of: needle) }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Index>? {
        guard let first = needle.unicodeScalars.first else { return nil }
        var place = startIndex
        while place < endIndex {
            guard let found = unicodeScalars[place...].firstIndex(of: first) else { return nil }
            if unicodeScalars[found...].starts(with: needle.unicodeScalars) {
                return found..<unicodeScalars.index(found, offsetBy: needle.unicodeScalars.count)
            }
            place = unicodeScalars.index(after: found)
        }
        return nil
    }
}
