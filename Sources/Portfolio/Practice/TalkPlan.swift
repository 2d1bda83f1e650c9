import Reports
import Workspace

/// A talk of some minutes with its sections and the time that each may take.
package struct TalkPlan: Sendable, Hashable {
    /// A part of the talk.
    package struct Section: Sendable, Hashable {
        package var title: String
        /// Seconds.
        package var length: Double

        package init(title: String, length: Double) {
            self.title = title
            self.length = length
        }
    }

    package var title: String
    /// Seconds.
    package var length: Double
    package var sections: [Section]

    /// What the talk is called among the topics: a talk of five minutes is another than one of
    /// fifteen on the same document.
    package var topic: String {
        let minutes = length / 60
        let number =
            minutes == minutes.rounded()
            ? "\(Int(minutes))" : NumberText.fixed(minutes, decimals: 1)
        return "\(title) in \(number) minutes"
    }

    /// How many words fit, spoken at 130 to 150 a minute.
    package var words: ClosedRange<Int> {
        Int((length / 60 * 130).rounded())...Int((length / 60 * 150).rounded())
    }

    /// A talk on a document: its level-2 headings share the time by the words below them, no
    /// section less than half of an equal share.
    ///
    /// - Throws: `invalid` for a document without two headings.
    package init(markdown text: String, title: String, minutes: Double) throws(PortfolioError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let sections = HeadingScanner.sections(lines, firstLine: 1)
        let parts = sections.filter { $0.level == 2 }
        guard parts.count >= 2 else {
            throw PortfolioError(
                .invalid, "\(title) has fewer than two sections (## headings)",
                advice: "name them: --section 'Question=60' --section 'Result=120'")
        }
        var words: [Double] = []
        for (index, part) in parts.enumerated() {
            let end = index + 1 < parts.count ? parts[index + 1].line : Int.max
            let own = sections.filter { $0.line >= part.line && $0.line < end }
            let prose = MarkdownComments.removed(
                from: own.flatMap(\.body).joined(separator: "\n"))
            words.append(Double(prose.split { $0.isWhitespace }.count))
        }
        let total = words.reduce(0, +)
        let least = 0.5 / Double(parts.count)
        var shares = words.map { total > 0 ? max($0 / total, least) : 1 / Double(parts.count) }
        let sum = shares.reduce(0, +)
        shares = shares.map { $0 / sum }
        length = minutes * 60
        self.title = title
        self.sections = zip(parts, shares).map { part, share in
            Section(title: part.title, length: share * minutes * 60)
        }
    }

    /// A talk with given sections; lengths of 0 share what is left.
    ///
    /// - Throws: `invalid` where the sections take longer than the talk.
    package init(title: String, minutes: Double, sections: [Section]) throws(PortfolioError) {
        let given = sections.reduce(0) { $0 + $1.length }
        let open = sections.count { $0.length == 0 }
        let rest = minutes * 60 - given
        // Lengths that were written down are rounded.
        guard rest > -0.05, open == 0 || rest > 0 else {
            throw PortfolioError(
                .invalid, "the sections take \(Int(given)) s of \(Int(minutes * 60)) s",
                advice: "make them shorter, or the talk longer")
        }
        self.title = title
        length = minutes * 60
        self.sections = sections.map { section in
            section.length > 0
                ? section : Section(title: section.title, length: rest / Double(open))
        }
    }
}

/// The clock of a talk, without any time of its own: it is told how many seconds have passed.
package struct TalkTimer: Sendable, Hashable {
    package let plan: TalkPlan
    /// When each section ended, in seconds from the beginning.
    package private(set) var marks: [Double] = []

    package init(_ plan: TalkPlan) { self.plan = plan }

    /// The section that is being spoken; nil when all were marked.
    package var current: Int? { marks.count < plan.sections.count ? marks.count : nil }

    /// Ends the current section.
    package mutating func mark(at elapsed: Double) {
        guard current != nil else { return }
        marks.append(max(elapsed, marks.last ?? 0))
    }

    /// When the current section should be over, in seconds from the beginning.
    package var currentEnd: Double {
        plan.sections.prefix((current ?? plan.sections.count - 1) + 1).reduce(0) { $0 + $1.length }
    }

    /// How long each spoken section took.
    package var splits: [Double] {
        marks.enumerated().map { index, end in end - (index > 0 ? marks[index - 1] : 0) }
    }

    /// The line to show: `2/5 Method  1:42 of 5:00  section ends in 0:18`.
    package func line(at elapsed: Double) -> String {
        let place = (current ?? plan.sections.count - 1)
        let left = currentEnd - elapsed
        let state =
            left >= 0
            ? "section ends in \(Self.clock(left))" : "section over by \(Self.clock(-left))"
        return "\(place + 1)/\(plan.sections.count) \(plan.sections[place].title)  "
            + "\(Self.clock(elapsed)) of \(Self.clock(plan.length))  \(state)"
    }

    /// Whether a whole talk was within a tenth of its time.
    package static func isInTime(_ seconds: Double, of length: Double) -> Bool {
        abs(seconds - length) <= length / 10
    }

    /// `4:05`.
    package static func clock(_ seconds: Double) -> String {
        let whole = Int(max(0, seconds).rounded())
        return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    }
}
