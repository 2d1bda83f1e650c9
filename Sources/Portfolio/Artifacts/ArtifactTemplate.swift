/// The frame of one of the eleven artifacts: what it must hold, what to ask oneself, which
/// evidence belongs where. It writes nothing for the writer.
package struct ArtifactTemplate: Sendable, Hashable {
    /// A section.
    package struct Section: Sendable, Hashable {
        package var title: String
        /// 2 for a section, 3 for a part of the one before.
        package var level: Int
        /// Questions to the writer.
        package var asks: [String]
        /// The YAML of the evidence that belongs here.
        package var evidence: [String]
        /// The fewest words of the writer's own.
        package var leastWords: Int

        package init(
            _ title: String, level: Int = 2, _ asks: [String], evidence: [String] = [],
            leastWords: Int = 20
        ) {
            self.title = title
            self.level = level
            self.asks = asks
            self.evidence = evidence
            self.leastWords = leastWords
        }
    }

    /// 1 to 11.
    package var number: Int
    /// The file's name behind the number.
    package var slug: String
    package var title: String
    /// What it is for, in one sentence.
    package var purpose: String
    /// How many words the prose should have.
    package var words: ClosedRange<Int>
    package var sections: [Section]

    /// The frame of a number; nil outside 1 to 11.
    package init?(number: Int) {
        guard let found = Self.all.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    init(
        _ number: Int, _ slug: String, _ title: String, _ purpose: String,
        words: ClosedRange<Int>, _ sections: [Section]
    ) {
        self.number = number
        self.slug = slug
        self.title = title
        self.purpose = purpose
        self.words = words
        self.sections = sections
    }

    /// All eleven, in order.
    package static let all: [ArtifactTemplate] = learning + measuring + applying

    /// `artifacts/01-role-definition.md`.
    package var file: String {
        "artifacts/\(number < 10 ? "0" : "")\(number)-\(slug).md"
    }

    /// The frame as a file.
    package var markdown: String {
        var text = """
            ---
            artifact: \(number)
            title: "\(title)"
            status: draft
            ---
            # \(title)

            <!-- \(purpose)
            Target: \(words.lowerBound) to \(words.upperBound) words of your own. Numbers come from \
            evidence: a block like those below, or a span `conduct:RUN/SCORER` in a sentence. -->


            """
        for section in sections {
            text += String(repeating: "#", count: section.level) + " \(section.title)\n\n"
            for ask in section.asks { text += "<!-- \(ask) -->\n" }
            text += "\n"
            for evidence in section.evidence { text += "```conduct\n\(evidence)\n```\n\n" }
        }
        return text
    }
}
