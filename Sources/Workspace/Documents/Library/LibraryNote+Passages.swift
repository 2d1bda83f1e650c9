extension LibraryNote.Passage {
    /// Reads a passage: a heading `### Page 3 {#anchor 2026-11-24}`, the quoted lines below it, and
    /// the reader's words below these.
    init(_ section: MarkdownSection, item: String) {
        let words = (section.attributes ?? "").split(separator: " ").map(String.init)
        let anchor = words.first { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
        date = words.lazy.compactMap { CalendarDate($0) }.first
        let digits = section.title.split { !$0.isNumber }.first.map(String.init)
        page = digits.flatMap { Int($0) }
        let lines = section.body.map { String($0).trimmingASCIIWhitespace() }
        quote = lines.filter { $0.hasPrefix(">") }
            .map { String($0.dropFirst()).trimmingASCIIWhitespace() }.joined(separator: " ")
        note = lines.filter { !$0.hasPrefix(">") }.joined(separator: "\n")
            .trimmingASCIIWhitespace()
        id = "\(item)/\(anchor ?? "q-" + ContentHash.of(quote).prefix(8))"
    }

    /// The passage as it stands in a note.
    package static func markdown(
        page: Int?, quote: String, note: String, date: CalendarDate
    ) -> (anchor: String, text: String) {
        let line = quote.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let anchor = "q-" + ContentHash.of(line).prefix(8)
        let title = page.map { "Page \($0)" } ?? "Passage"
        let own = note.isEmpty ? "" : "\n\(note)\n"
        return (anchor, "### \(title) {#\(anchor) \(date)}\n\n> \(line)\n\(own)")
    }
}
