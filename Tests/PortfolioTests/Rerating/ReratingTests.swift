import LanguageModel
import Portfolio
import Reports
import Statistics
import Testing
import Workspace

@Suite("Agreement of one person with themselves")
struct ReratingTests {
    private func session(_ count: Int, delay: Int = 7) -> ReratingSession {
        ReratingSession(
            name: "s", question: "?", labels: ["no", "yes"], isOrdered: false, delay: delay,
            items: (0..<count).map { ReratingSession.Item(id: "i\($0)", text: "text \($0)") })
    }

    private func rate(
        _ session: inout ReratingSession, on today: CalendarDate, label: (String) -> String
    ) -> [String] {
        var order: [String] = []
        while case .rate(let item, let pass, _) = session.next(on: today) {
            order.append(item.id)
            session.ratings.append(
                ReratingSession.Rating(
                    item: item.id, label: label(item.id), pass: pass, rater: "me", on: today))
        }
        return order
    }

    @Test("The second rating comes after the delay, in another order, of the same items")
    func passes() throws {
        var session = session(25)
        let start = try day("2028-02-25")
        let first = rate(&session, on: start) { _ in "yes" }
        #expect(first.count == 25)
        #expect(session.next(on: start) == .wait(until: try day("2028-03-03"), pass: 2))
        #expect(
            session.next(on: try day("2028-03-02")) == .wait(until: try day("2028-03-03"), pass: 2))
        let second = rate(&session, on: try day("2028-03-03")) { _ in "no" }
        #expect(Set(second) == Set(first))
        #expect(second != first)
        #expect(session.next(on: try day("2028-03-03")) == .complete)
        // The same seed gives the same orders, another one others.
        #expect(session.order(pass: 1).map(\.id) == first)
        session.seed = 1
        #expect(session.order(pass: 1).map(\.id) != first)
    }

    @Test("One person alone gets an agreement with the interval that 25 items give")
    func interval() async throws {
        let lab = try Lab()
        var session = session(25)
        try await session.keep(in: lab.store)
        session = try await ReratingSession.read("s", lab.store.reader)
        let journal = JudgmentJournal(folder: lab.path + "/judgments")
        // Half yes, half no; five of twenty-five change: p_o .8, p_e about .5.
        let today = try day("2026-11-24")
        var ratings: [ReratingSession.Rating] = []
        for index in 0..<25 {
            let label = index % 2 == 0 ? "yes" : "no"
            let other = index < 5 ? (label == "yes" ? "no" : "yes") : label
            ratings.append(
                .init(item: "i\(index)", label: label, pass: 1, rater: "me", on: today))
            ratings.append(
                .init(item: "i\(index)", label: other, pass: 2, rater: "me", on: today.adding(7)))
        }
        try await session.keep(ratings, in: lab.store, journal: journal)
        session = try await ReratingSession.read("s", lab.store.reader)
        #expect(session.ratings.count == 50)
        let report = ReratingReport(session)
        let comparison = try #require(report.comparisons.first)
        #expect(comparison.count == 25)
        #expect(comparison.differences.count == 5)
        let kappa = try #require(comparison.measures.first { $0.name == "Cohen kappa" })
            .result.get()
        #expect(abs(kappa.value - 0.6) < 0.02)
        let width = try #require(kappa.interval).width / 2
        #expect((0.24...0.38).contains(width), "±\(width)")
        // A friend's file joins in, and is compared with the first rating.
        let path = lab.path + "/anna.csv"
        try lab.folder.write(
            "id,label\n" + (0..<25).map { "i\($0),yes\n" }.joined(), to: "anna.csv")
        let friend = try RatingFile.ratings(
            try RatingFile.read(path), of: session, rater: "anna", pass: 1, on: today, path: path)
        try await session.keep(friend, in: lab.store, journal: journal)
        session = try await ReratingSession.read("s", lab.store.reader)
        let both = ReratingReport(session)
        #expect(both.comparisons.map(\.title) == ["rating 1 and rating 2", "me and anna"])
        #expect(both.comparisons[1].differences.count == 12)
    }

    @Test("Ratings without variation are undefined, never a perfect kappa")
    func undefined() {
        var session = session(10, delay: 0)
        session.ratings = (1...2).flatMap { pass in
            session.items.map {
                .init(
                    item: $0.id, label: "yes", pass: pass, rater: "me", on: CalendarDate(days: 0))
            }
        }
        let measures = ReratingReport(session).comparisons.first?.measures ?? []
        let kappa = measures.first { $0.name == "Cohen kappa" }
        #expect(throws: Undefined.self) { _ = try kappa?.result.get() }
        #expect(ReratingReport(session).table.rows.contains { $0[3].text == "undefined" })
    }

    @Test("A wrong row of a file is named with its line")
    func files() throws {
        let lab = try Lab()
        for (content, line, message) in [
            ("id,label\ni0,yes\nx9,yes\n", 3, "no item is called 'x9'"),
            ("id,label\ni0,maybe\n", 2, "'maybe' is none of the labels"),
            ("id,label\ni0,yes\ni0,no\n", 3, "rated twice"), ("name\nx\n", 1, "no column 'id'"),
        ] {
            try lab.folder.write(content, to: "r.csv")
            let path = lab.path + "/r.csv"
            let error = #expect(throws: DocumentError.self) {
                _ = try RatingFile.ratings(
                    try RatingFile.read(path), of: session(3), rater: "anna", pass: 1,
                    on: CalendarDate(days: 0), path: path)
            }
            #expect(error?.line == line)
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
        try lab.folder.write("{\"text\":\"a\"}\n{\"text\":\"b\",\"rating\":3}\n", to: "i.jsonl")
        let rows = try RatingFile.read(lab.path + "/i.jsonl")
        #expect(try RatingFile.items(rows, path: "i.jsonl").map(\.id) == ["1", "2"])
        #expect(rows[1].label == "3")
    }
}
