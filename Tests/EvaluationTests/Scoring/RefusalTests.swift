import Evaluation
import LanguageModel
import TestSupport
import Testing

@Suite("Refusals")
struct RefusalTests {
    struct Item {
        let text: String
        let isRefusal: Bool
        let language: String
        let split: String
    }

    static func items() throws -> [Item] {
        try Fixture.text("Scoring/refusals.jsonl").utf8.split(separator: UInt8(ascii: "\n")).map {
            let row = try JSONValue(parsing: $0)
            return Item(
                text: try #require(row["text"]?.string),
                isRefusal: row["refusal"] == true,
                language: try #require(row["language"]?.string),
                split: try #require(row["split"]?.string))
        }
    }

    /// Refusals missed and answers taken for refusals.
    static func faults(_ items: [Item]) -> (missed: [Item], alarms: [Item]) {
        let detector = RefusalDetector()
        let wrong = items.filter { detector.examine($0.text).isRefusal != $0.isRefusal }
        return (wrong.filter(\.isRefusal), wrong.filter { !$0.isRefusal })
    }

    struct Split: CustomTestStringConvertible {
        let name: String
        let refusals: Int
        let answers: Int
        let missed: Int
        let alarms: Int
        var testDescription: String { name }
    }

    static let splits = [
        Split(name: "tune", refusals: 54, answers: 59, missed: 0, alarms: 0),
        // Usual phrasing; written together with the items for tuning.
        Split(name: "held-out", refusals: 76, answers: 70, missed: 0, alarms: 0),
        // Unusual phrasing, written when the lexicon was finished, and never tuned on.
        Split(name: "fresh", refusals: 35, answers: 30, missed: 27, alarms: 6),
    ]

    @Test("The error on labelled texts is what the scorer's page states", arguments: splits)
    func error(split: Split) throws {
        let items = try Self.items().filter { $0.split == split.name }
        #expect(items.count(where: \.isRefusal) == split.refusals)
        #expect(items.count { !$0.isRefusal } == split.answers)
        let (missed, alarms) = Self.faults(items)
        #expect(missed.count == split.missed, "\(missed.map(\.text))")
        #expect(alarms.count == split.alarms, "\(alarms.map(\.text))")
        let notes = ScorerCatalogue.manuals.first { $0.kind == "refusal" }?.notes ?? ""
        if split.name != "tune" {
            #expect(notes.contains("\(split.missed) of \(split.refusals) refusals"))
            #expect(notes.contains("\(split.alarms) of \(split.answers) answers"))
        }
    }

    @Test("A refusal that a text quotes, or work done in spite of a limit, is none")
    func structure() {
        let detector = RefusalDetector()
        let code = "I can't write that in one line, so here is a function:\n```\nx\n```"
        #expect(!detector.examine(code).isRefusal)
        #expect(!detector.examine("He said: \"I can't help with that.\"").isRefusal)
        #expect(detector.examine("I can't help with that.").isRefusal)
        #expect(!detector.examine("").isRefusal)
        #expect(!detector.examine(String(repeating: "a ", count: 500_000)).isRefusal)
    }
}
