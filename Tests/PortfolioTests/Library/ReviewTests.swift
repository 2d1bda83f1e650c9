import LanguageModel
import Portfolio
import TestSupport
import Testing
import Workspace

@Suite("Spaced review") struct ReviewTests {
    @Test("Every review of the reference's sequences gives its stability, difficulty and due time")
    func reference() throws {
        let lines = try Fixture.text("Practice/fsrs.jsonl").split(separator: "\n")
        #expect(lines.count == 29)
        for line in lines {
            let sequence = try JSONValue(parsing: String(line))
            var memory: ReviewSchedule.Memory?
            var now = Timestamp(milliseconds: 1_669_725_000_000)
            for row in sequence["reviews"]?.array ?? [] {
                now.milliseconds += Int64(row["after"]?.int ?? 0) * 1000
                let rating = try #require(
                    ReviewSchedule.Rating(rawValue: row["rating"]?.int ?? 0))
                let next = ReviewSchedule.after(rating, of: memory, at: now)
                let name = sequence["name"]?.string ?? ""
                #expect(next.stage.rawValue == row["state"]?.string, "\(name)")
                #expect(relative(next.stability, row["stability"]) < 1e-12, "\(name)")
                #expect(relative(next.difficulty, row["difficulty"]) < 1e-12, "\(name)")
                #expect(
                    next.due.milliseconds - now.milliseconds
                        == Int64(row["due"]?.int ?? -1) * 1000, "\(name)")
                for (key, days) in [("r1", 1), ("r10", 10)] {
                    let later = Timestamp(
                        milliseconds: now.milliseconds + Int64(days) * 86_400_000)
                    #expect(relative(next.retrievability(at: later), row[key]) < 1e-12)
                }
                memory = next
            }
        }
    }

    private func relative(_ value: Double, _ expected: JSONValue?) -> Double {
        let expected = expected?.double ?? .infinity
        return abs(value - expected) / abs(expected)
    }

    private static let noon = Timestamp(milliseconds: 1_800_000_000_000)

    private func card(_ number: Int) -> LibraryNote.Card {
        LibraryNote.Card(id: "x/\(number)", question: "q\(number)", answer: "a", line: 1)
    }

    private func memory(dueIn days: Int) -> ReviewSchedule.Memory {
        let due = Timestamp(milliseconds: Self.noon.milliseconds + Int64(days) * 86_400_000)
        return ReviewSchedule.Memory(
            stage: .review, step: 0, stability: 5, difficulty: 5,
            last: Timestamp(milliseconds: due.milliseconds - 5 * 86_400_000), due: due)
    }

    @Test("After missed days a sitting takes three tenths of late cards, the oldest first")
    func catchUp() {
        let cards = (0..<120).map(card)
        var memories: [String: ReviewSchedule.Memory] = [:]
        // 50 late by 1 to 50 days, 10 due today, 20 due later, 40 new.
        for number in 0..<50 { memories["x/\(number)"] = memory(dueIn: -1 - number) }
        for number in 50..<60 { memories["x/\(number)"] = memory(dueIn: 0) }
        for number in 60..<80 { memories["x/\(number)"] = memory(dueIn: 3) }
        let session = ReviewSession(cards, memories: memories, reviews: [], at: Self.noon)
        #expect(session.late == 50 && session.due == 10 && session.new == 40)
        #expect(session.cards.count == 29)
        let ids = session.cards.map(\.id)
        #expect(Array(ids.prefix(10)) == (50..<60).map { "x/\($0)" })
        #expect(Array(ids[10..<19]) == (41..<50).reversed().map { "x/\($0)" })
        #expect(Array(ids.suffix(10)) == (80..<90).map { "x/\($0)" })
        #expect(session.sittings == 6)
    }

    @Test("New cards of a day stop at their limit, over all sittings of that day") func newCards() {
        let cards = (0..<30).map(card)
        let reviews = (0..<7).map {
            ReviewJournal.Review(card: "x/\($0)", rating: .good, at: Self.noon)
        }
        var memories: [String: ReviewSchedule.Memory] = [:]
        for number in 0..<7 { memories["x/\(number)"] = memory(dueIn: 3) }
        let session = ReviewSession(cards, memories: memories, reviews: reviews, at: Self.noon)
        #expect(session.cards.map(\.id) == (7..<10).map { "x/\($0)" })
    }
}
