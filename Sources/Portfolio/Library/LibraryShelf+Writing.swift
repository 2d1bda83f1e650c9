import LanguageModel
package import Workspace

extension LibraryShelf {
    /// The note's text, or a blank one.
    private func text(_ entry: Entry) throws -> (path: String, text: String) {
        if let note = entry.note {
            return (note.file, try UTF8Text.validate(try folder.read(note.file), path: note.file))
        }
        return (Self.path(entry.item.id), Self.blank(entry.item, isOwn: false))
    }

    private func write(_ text: String, to path: String) throws {
        // What can't be read again is not written.
        _ = try LibraryNote(markdown: text, path: path)
        try folder.write(text, to: path)
    }

    /// Adds a source of one's own.
    ///
    /// - Throws: `invalid` where the library has one of that name.
    package func add(_ item: LibraryItem) throws -> String {
        guard !entries.contains(where: { $0.item.id == item.id }) else {
            throw PortfolioError(
                .invalid, "the library has a '\(item.id)' already",
                advice: "give another name, or note on it: conduct library note \(item.id)")
        }
        guard !item.id.isEmpty,
            item.id.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            })
        else {
            throw PortfolioError(
                .invalid, "'\(item.id)' can't name a source",
                advice: "use lower-case letters, digits and hyphens")
        }
        let path = Self.path(item.id)
        try write(Self.blank(item, isOwn: true), to: path)
        return path
    }

    /// Sets keys of a note's front matter; the rest of the file stays as it is.
    ///
    /// - Parameter values: a YAML value for each key.
    package func set(_ values: [(key: String, value: String)], of entry: Entry) throws -> String {
        let (path, text) = try text(entry)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let open = lines.firstIndex(where: { $0 == "---" || $0 == "---\r" }),
            var close = lines[(open + 1)...].firstIndex(where: { $0 == "---" || $0 == "---\r" })
        else {
            throw PortfolioError(.invalid, "\(path) has no front matter")
        }
        for (key, value) in values {
            if let place = lines[open..<close].firstIndex(where: { $0.hasPrefix("\(key):") }) {
                lines[place] = "\(key): \(value)"
            } else {
                lines.insert("\(key): \(value)", at: close)
                close += 1
            }
        }
        try write(lines.joined(separator: "\n"), to: path)
        return path
    }

    /// Adds a paragraph to the notes, above the cards.
    package func note(_ words: String, on entry: Entry) throws -> String {
        let (path, text) = try text(entry)
        return try insert(words + "\n", into: text, at: path, beforeCards: true)
    }

    /// Adds a card.
    package func card(question: String, answer: String, on entry: Entry) throws -> String {
        let (path, text) = try text(entry)
        let anchor = "c" + ContentHash.of(question).prefix(8)
        return try insert(
            "### \(question) {#\(anchor)}\n\n\(answer)\n", into: text, at: path,
            beforeCards: false)
    }

    /// Adds a passage, above the cards.
    ///
    /// - Returns: the note's path and the passage's id.
    package func passage(
        page: Int?, quote: String, note words: String, date: CalendarDate, on entry: Entry
    ) throws -> (path: String, id: String) {
        let (path, text) = try text(entry)
        let (anchor, passage) = LibraryNote.Passage.markdown(
            page: page, quote: quote, note: words, date: date)
        let id = "\(entry.item.id)/\(anchor)"
        if entry.note?.passages.contains(where: { $0.id == id }) == true {
            throw PortfolioError(
                .invalid, "the passage is noted already, as \(id)",
                advice: "write more below it in \(path)")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        let cards = lines.firstIndex { $0.hasPrefix("## \(LibraryNote.cardsHeading)") }
        let place: Int
        if let heading = lines.firstIndex(where: {
            $0.hasPrefix("## \(LibraryNote.passagesHeading)")
        }) {
            place =
                lines[(heading + 1)...].firstIndex { $0.hasPrefix("## ") || $0.hasPrefix("# ") }
                ?? lines.count
            lines.insert(contentsOf: [passage], at: place)
            if place > 0, !lines[place - 1].isEmpty { lines.insert("", at: place) }
        } else {
            place = cards ?? lines.count
            lines.insert(
                contentsOf: ["## \(LibraryNote.passagesHeading)", "", passage], at: place)
            if cards == nil { lines.insert("", at: place) }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        try write(lines.joined(separator: "\n") + "\n", to: path)
        return (path, id)
    }

    private func insert(
        _ words: String, into text: String, at path: String, beforeCards: Bool
    ) throws -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        let heading = "## \(LibraryNote.cardsHeading)"
        let place = lines.firstIndex { $0.hasPrefix(heading) }
        if beforeCards {
            // A paragraph below the passages would be one's words on the last of them.
            let end =
                lines.firstIndex { $0.hasPrefix("## \(LibraryNote.passagesHeading)") } ?? place
            lines.insert(contentsOf: [words], at: end ?? lines.count)
            if end == nil { lines.insert("", at: lines.count - 1) }
        } else {
            if place == nil { lines += ["", heading] }
            lines += ["", words]
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        try write(lines.joined(separator: "\n") + "\n", to: path)
        return path
    }
}
