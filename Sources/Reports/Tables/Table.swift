/// A table, before anyone has decided where it is shown: the terminal, Markdown, CSV and HTML
/// renderers all take this.
package struct Table: Sendable, Hashable {
    /// On which side a column's text stands.
    package enum Alignment: Sendable, Hashable { case leading, trailing }

    /// What a cell's text means, for renderers that can show it.
    package enum Tone: Sendable, Hashable { case plain, strong, muted, good, bad, warning }

    /// One column.
    package struct Column: Sendable, Hashable {
        /// The heading.
        package var title: String
        /// The side on which the text stands.
        package var alignment: Alignment
        /// Whether a narrow terminal may cut this column's text; numbers never are.
        package var isFlexible: Bool

        package init(_ title: String, _ alignment: Alignment = .leading, isFlexible: Bool? = nil) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible ?? (alignment == .leading)
        }
    }

    /// One cell.
    package struct Cell: Sendable, Hashable, ExpressibleByStringInterpolation {
        /// The text, as it came: renderers make it safe.
        package var text: String
        /// What the text means.
        package var tone: Tone
        /// Where the text leads in a page; an address of our own, never one out of data.
        package var href: String?

        package init(_ text: String, _ tone: Tone = .plain) {
            self.text = text
            self.tone = tone
        }

        package init(stringLiteral value: String) { self.init(value) }
    }

    /// What the table shows, in a few words.
    package var title: String?
    /// The columns, at least one.
    package var columns: [Column]
    /// The rows; each has a cell for each column.
    package var rows: [[Cell]]
    /// Sentences below the table.
    package var notes: [String]
    /// Indices of rows that begin a group.
    package var groupStarts: Set<Int>

    package init(
        title: String? = nil, columns: [Column], rows: [[Cell]] = [], notes: [String] = [],
        groupStarts: Set<Int> = []
    ) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.notes = notes
        self.groupStarts = groupStarts
    }

    /// Begins a new group with the next row; renderers set it apart.
    package mutating func beginGroup() { groupStarts.insert(rows.count) }

    /// The table without columns in which every cell is empty.
    package func droppingEmptyColumns() -> Table {
        let kept = columns.indices.filter { column in
            rows.contains { row in row.indices.contains(column) && !row[column].text.isEmpty }
        }
        guard !rows.isEmpty, kept.count < columns.count else { return self }
        var table = self
        table.columns = kept.map { columns[$0] }
        table.rows = rows.map { row in kept.map { row[$0] } }
        return table
    }
}
