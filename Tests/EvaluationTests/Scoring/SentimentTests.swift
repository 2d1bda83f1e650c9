import Evaluation
import LanguageModel
import TestSupport
import Testing

@Suite("Sentiment")
struct SentimentTests {
    struct Item {
        let text: String
        let isPositive: Bool
        let hasNegation: Bool
        let split: String
    }

    static func items() throws -> [Item] {
        try Fixture.text("Scoring/sentiment.jsonl").utf8.split(separator: UInt8(ascii: "\n")).map {
            let row = try JSONValue(parsing: $0)
            return Item(
                text: try #require(row["text"]?.string), isPositive: row["positive"] == true,
                hasNegation: row["negation"] == true,
                split: try #require(row["split"]?.string))
        }
    }

    struct Part: CustomTestStringConvertible {
        let split: String
        let hasNegation: Bool
        let count: Int
        let right: Int
        var testDescription: String { "\(split), \(hasNegation ? "with" : "without") negation" }
    }

    // The numbers were measured once, before anything was trained on this scorer.
    static let parts = [
        Part(split: "tune", hasNegation: false, count: 24, right: 24),
        Part(split: "tune", hasNegation: true, count: 16, right: 16),
        Part(split: "test", hasNegation: false, count: 140, right: 137),
        Part(split: "test", hasNegation: true, count: 100, right: 92),
    ]

    @Test("The accuracy on labelled sentences is what the scorer's page states", arguments: parts)
    func accuracy(part: Part) throws {
        let items = try Self.items().filter {
            $0.split == part.split && $0.hasNegation == part.hasNegation
        }
        #expect(items.count == part.count)
        #expect(items.count(where: \.isPositive) * 2 == part.count)
        let reader = SentimentReader()
        let wrong = items.filter {
            let share = reader.read($0.text).share
            return share == 0.5 || (share > 0.5) != $0.isPositive
        }
        #expect(items.count - wrong.count == part.right, "\(wrong.map(\.text))")
        let notes = ScorerCatalogue.manuals.first { $0.kind == "sentiment" }?.notes ?? ""
        if part.split == "test" { #expect(notes.contains("\(part.right) of \(part.count)")) }
    }

    @Test("The sentences are each there once")
    func distinct() throws {
        let items = try Self.items()
        #expect(Set(items.map(\.text)).count == items.count)
    }

    @Test(
        "Negators turn what they reach, and two of them cancel",
        arguments: [
            ("A good film.", "Not a good film."), ("It impresses.", "It fails to impress."),
            ("It never fails to impress.", "It never impresses."),
            ("Not only funny.", "Not even funny."), ("Not boring.", "Boring."),
            ("I liked it, no doubt.", "I never liked it."),
            ("Bad, but great.", "Great, but bad."), ("A very good film.", "A good film."),
        ])
    func order(better: String, worse: String) {
        let reader = SentimentReader()
        #expect(reader.read(better).share > reader.read(worse).share)
    }

    @Test("A text without such words is one half, and one without any word has none")
    func neutral() {
        let reader = SentimentReader()
        #expect(reader.read("The table has four legs.").share == 0.5)
        #expect(reader.read("The table has four legs.").hasWords)
        #expect(!reader.read(" … !").hasWords)
    }

    @Test("Praise upon praise comes near 1 and never reaches it")
    func bounds() {
        let reader = SentimentReader()
        let one = reader.read("great").share
        let many = reader.read(String(repeating: "great ", count: 200)).share
        #expect(one > 0.5 && one < many && many < 1)
        #expect(reader.read(String(repeating: "awful ", count: 200)).share > 0)
    }
}
