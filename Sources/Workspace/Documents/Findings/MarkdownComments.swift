/// HTML comments in Markdown: questions to the writer, which no reader sees.
package enum MarkdownComments {
    /// The text without comments; line ends within them stay, so that lines keep their numbers.
    ///
    /// What stands in code fences is left as it is; a comment that is never closed reaches to the
    /// end.
    package static func removed(from text: String) -> String {
        var fence = MarkdownFence()
        var isInComment = false
        var lines: [String] = []
        for line in text.unicodeLines {
            var rest = line
            var kept = ""
            // Comments that begin a line are the fence's business too: it must not see them.
            if !isInComment, !line.drop(while: { $0 == " " }).hasPrefix("<!--"),
                fence.isOpen(after: line)
            {
                lines.append(String(line))
                continue
            }
            while !rest.isEmpty {
                if isInComment {
                    guard let close = rest.firstRange(of: "-->") else {
                        rest = ""
                        break
                    }
                    isInComment = false
                    rest = rest[close.upperBound...]
                } else if let open = rest.firstRange(of: "<!--") {
                    kept += rest[..<open.lowerBound]
                    isInComment = true
                    rest = rest[open.upperBound...]
                } else {
                    kept += rest
                    rest = ""
                }
            }
            lines.append(kept)
        }
        return lines.joined(separator: "\n")
    }
}
