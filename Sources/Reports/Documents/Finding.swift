/// One thing that a run shows, in words: the same in the terminal, in Markdown and on the page.
package struct Finding: Sendable, Hashable {
    /// What sort of thing it is.
    package enum Mark: Sendable, Hashable {
        /// A found difference, upwards or downwards.
        case rise, fall
        /// Found, but not in one direction.
        case mixed
        /// Looked for and not found.
        case absent
        /// Two scorers go opposite ways.
        case conflict
        /// Something that a reader must know before believing a number.
        case caution
    }

    package var mark: Mark
    /// What it is about, a few words.
    package var title: String
    /// The gist in one short sentence, for where there is little room.
    package var brief: String
    /// Sentences with the numbers.
    package var lines: [String]

    package init(_ mark: Mark, _ title: String, brief: String, _ lines: [String]) {
        self.mark = mark
        self.title = title
        self.brief = brief
        self.lines = lines
    }

    /// A sign that stands for the mark where there is no picture.
    package var sign: String {
        switch mark {
        case .rise: "↑"
        case .fall: "↓"
        case .mixed: "↕"
        case .absent: "="
        case .conflict: "≠"
        case .caution: "!"
        }
    }
}
