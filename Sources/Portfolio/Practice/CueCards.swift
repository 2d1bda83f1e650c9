package import LanguageModel
import Reports
import Workspace

/// Cards for a talk on a document: for each section its time, the first sentence of each paragraph in
/// the writer's words, and the figures that its evidence shows now.
package struct CueCards: Sendable {
    /// One section.
    package struct Card: Sendable, Hashable {
        package var title: String
        /// Seconds.
        package var length: Double
        /// The writer's first sentences.
        package var cues: [String]
        /// What evidence says: a name and a value with its interval.
        package var figures: [(name: String, value: String)] {
            zip(names, values).map { ($0, $1) }
        }
        fileprivate var names: [String]
        fileprivate var values: [String]
    }

    package let title: String
    package let length: Double
    package let cards: [Card]

    /// Makes the cards of a talk.
    ///
    /// - Parameter items: the document's evidence as it was found.
    package init(_ document: ArtifactDocument, _ items: [ArtifactCheck.Item], plan: TalkPlan) {
        title = document.title
        length = plan.length
        let prose = Prose(document)
        let heads = document.sections.enumerated().filter { $0.element.level == 2 }
        cards = heads.enumerated().map { place, head in
            let next = place + 1 < heads.count ? heads[place + 1].offset : Int.max
            let first = head.element.line
            let last = place + 1 < heads.count ? heads[place + 1].element.line : Int.max
            var cues: [String] = []
            var seen: Set<Int> = []
            for sentence in prose.sentences
            where sentence.section >= head.offset && sentence.section < next
                && seen.insert(sentence.paragraph).inserted
            {
                cues.append(Self.readable(sentence.text))
            }
            var names: [String] = []
            var values: [String] = []
            for item in items
            where item.reference.line >= first && item.reference.line < last {
                guard let value = item.result?.value else { continue }
                names.append(item.result?.title ?? item.reference.label)
                values.append(value)
            }
            let time = plan.sections.first { $0.title == head.element.title }?.length ?? 0
            return Card(
                title: head.element.title, length: time, cues: Array(cues.prefix(4)), names: names,
                values: values)
        }
    }

    /// A sentence in which code spans and evidence are blanks: three points stand there.
    private static func readable(_ text: String) -> String {
        var words = ""
        var blanks = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                blanks += 1
                continue
            }
            if blanks > 0, !words.isEmpty { words += blanks >= 4 ? " … " : " " }
            blanks = 0
            words.unicodeScalars.append(scalar)
        }
        return words
    }

    /// The cards as a page that prints, four to a sheet.
    package func html() -> String {
        var body: Markup = """
            <header><h1>\(title)</h1>
            <p class="lead">\(TalkTimer.clock(length)) in \(NumberText.counted(cards.count, "part")). The words are \
            first sentences of the document; the figures are its evidence as it stands.</p></header>

            """
        for card in cards {
            body += "<section><h2>\(card.title) · \(TalkTimer.clock(card.length))</h2>\n<ul>\n"
            for cue in card.cues { body += "<li>\(cue)</li>\n" }
            body += "</ul>\n"
            if !card.figures.isEmpty {
                var table = Table(columns: [Table.Column("figure"), Table.Column("value")])
                table.rows = card.figures.map {
                    [Table.Cell($0.name), Table.Cell($0.value, .strong)]
                }
                body += table.html()
            }
            body += "</section>\n"
        }
        return HTMLPage(title: "\(title) – cue cards", body: body).html()
    }

    package var json: JSONValue {
        .array(
            cards.map { card in
                [
                    "section": .string(card.title), "seconds": .number(card.length),
                    "cues": .array(card.cues.map(JSONValue.string)),
                    "figures": .array(
                        card.figures.map { ["name": .string($0.name), "value": .string($0.value)] }),
                ]
            })
    }
}
