import LanguageModel
import Statistics
package import Workspace

/// Items that one person rates more than once: blind, later, and in another order, so that a
/// person alone has a second rater.
package struct ReratingSession: Sendable, Hashable {
    /// Something to rate.
    package struct Item: Sendable, Hashable {
        package var id: String
        /// What is shown.
        package var text: String
        /// The record that it comes from; nil for a line of a file.
        package var source: String?

        package init(id: String, text: String, source: String? = nil) {
            self.id = id
            self.text = text
            self.source = source
        }
    }

    /// One judgment.
    package struct Rating: Sendable, Hashable {
        package var item: String
        package var label: String
        /// From 1.
        package var pass: Int
        package var rater: String
        package var on: CalendarDate

        package init(item: String, label: String, pass: Int, rater: String, on: CalendarDate) {
            self.item = item
            self.label = label
            self.pass = pass
            self.rater = rater
            self.on = on
        }
    }

    /// Its name.
    package var name: String
    /// What is asked of each item.
    package var question: String
    /// The labels, in their order where they have one.
    package var labels: [String]
    /// Whether the labels are steps of a scale.
    package var isOrdered: Bool
    /// How many days must lie between two ratings of one item.
    package var delay: Int
    /// How often each item is rated.
    package var passes: Int
    /// Decides the orders.
    package var seed: Int
    package var items: [Item]
    /// All ratings, in the order given.
    package var ratings: [Rating] = []
    /// The session's record; nil before it is kept.
    package var id: RecordID?

    package init(
        name: String, question: String, labels: [String], isOrdered: Bool, delay: Int,
        passes: Int = 2, seed: Int = 0, items: [Item]
    ) {
        self.name = name
        self.question = question
        self.labels = labels
        self.isOrdered = isOrdered
        self.delay = delay
        self.passes = passes
        self.seed = seed
        self.items = items
    }

    /// The rater who is the user: passes are theirs.
    package static let oneself = "me"

    /// What to do next.
    package enum Step: Sendable, Hashable {
        /// Rate this; the pass, and how many of it are left, this one included.
        case rate(Item, pass: Int, left: Int)
        /// Come back on a day: too little time has passed.
        case wait(until: CalendarDate, pass: Int)
        /// All passes are complete.
        case complete
    }

    /// The items in the order of a pass; each pass has its own.
    package func order(pass: Int) -> [Item] {
        var items = items
        var generator = CounterGenerator(
            seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(pass))
        generator.shuffle(&items)
        return items
    }

    /// The next item on a day. Earlier labels are no part of it.
    package func next(on today: CalendarDate) -> Step {
        for pass in 1...max(1, passes) {
            let rated = Set(mine(pass).map(\.item))
            let open = order(pass: pass).filter { !rated.contains($0.id) }
            guard !open.isEmpty else { continue }
            guard pass > 1 else { return .rate(open[0], pass: pass, left: open.count) }
            let due = Dictionary(
                mine(pass - 1).map { ($0.item, $0.on.adding(delay)) },
                uniquingKeysWith: { _, last in last })
            if let item = open.first(where: { due[$0.id].map { $0 <= today } ?? false }) {
                return .rate(item, pass: pass, left: open.count)
            }
            return .wait(until: open.compactMap { due[$0.id] }.min() ?? today, pass: pass)
        }
        return .complete
    }

    private func mine(_ pass: Int) -> [Rating] {
        ratings.filter { $0.rater == Self.oneself && $0.pass == pass }
    }

    /// The label of each item by a rater in a pass, in the order of the items; the last one given.
    package func column(rater: String, pass: Int) -> [String?] {
        let given = Dictionary(
            ratings.filter { $0.rater == rater && $0.pass == pass }.map { ($0.item, $0.label) },
            uniquingKeysWith: { _, last in last })
        return items.map { given[$0.id] }
    }

    /// Raters other than the user, by name.
    package var others: [String] {
        Set(ratings.map(\.rater)).subtracting([Self.oneself]).sorted()
    }
}

extension ReratingSession {
    /// The session without its ratings, as a record's body.
    var body: JSONValue {
        [
            "type": "session", "question": .string(question),
            "labels": .array(labels.map(JSONValue.string)), "is_ordered": .bool(isOrdered),
            "delay_days": .integer(delay), "passes": .integer(passes), "seed": .integer(seed),
            "items": .array(
                items.map {
                    [
                        "id": .string($0.id), "text": .string($0.text),
                        "source": $0.source.map(JSONValue.string) ?? .null,
                    ]
                }),
        ]
    }

    /// Keeps a new session.
    ///
    /// - Throws: `PortfolioError.invalid` where one of this name is there.
    package func keep(in store: Store) async throws {
        if try await store.reader.records(.rerating, named: name).isEmpty == false {
            throw PortfolioError(
                .invalid, "a re-rating called '\(name)' is there already",
                advice: "choose another name")
        }
        let links = items.compactMap(\.source).filter { RecordID($0) != nil }
            .map { RecordLink("rates", $0) }
        try await store.append(
            StoredRecord(id: store.ids.next(.rerating), name: name, links: links, body: body))
    }

    /// Keeps ratings, in the store and in the rater's file under `judgments/`.
    package func keep(
        _ ratings: [Rating], in store: Store, journal: JudgmentJournal
    ) async throws {
        let records = ratings.map { rating in
            StoredRecord(
                id: store.ids.next(.rerating), name: name, author: rating.rater,
                links: id.map { [RecordLink("rating of", $0)] } ?? [],
                body: [
                    "type": "rating", "item": .string(rating.item),
                    "label": .string(rating.label), "pass": .integer(rating.pass),
                    "on": .string(rating.on.description),
                ])
        }
        try await store.append(records, journal: journal)
    }

    /// Reads a session with its ratings.
    ///
    /// - Throws: `PortfolioError.notFound` with the names that there are.
    package static func read(_ name: String, _ reader: StoreReader) async throws -> Self {
        let records = try await reader.records(.rerating, named: name)
        guard let record = records.first(where: { $0.body["type"]?.string == "session" }) else {
            let names = try await names(reader)
            throw PortfolioError(
                .notFound, "no re-rating is called '\(name)'",
                advice: names.isEmpty
                    ? "begin one with: conduct rerate new NAME FILE"
                    : "there are \(names.joined(separator: ", "))")
        }
        let body = record.body
        var session = ReratingSession(
            name: name, question: body["question"]?.string ?? "",
            labels: (body["labels"]?.array ?? []).compactMap(\.string),
            isOrdered: body["is_ordered"]?.bool ?? false, delay: body["delay_days"]?.int ?? 0,
            passes: body["passes"]?.int ?? 2, seed: body["seed"]?.int ?? 0,
            items: (body["items"]?.array ?? []).map {
                Item(
                    id: $0["id"]?.string ?? "", text: $0["text"]?.string ?? "",
                    source: $0["source"]?.string)
            })
        session.id = record.id
        session.ratings = records.compactMap { record in
            guard record.body["type"]?.string == "rating",
                let item = record.body["item"]?.string, let label = record.body["label"]?.string,
                let pass = record.body["pass"]?.int,
                let on = record.body["on"]?.string.flatMap({ CalendarDate($0) })
            else { return nil }
            return Rating(item: item, label: label, pass: pass, rater: record.author, on: on)
        }
        return session
    }

    /// The names of all sessions.
    package static func names(_ reader: StoreReader) async throws -> [String] {
        try await reader.records(.rerating).filter { $0.body["type"]?.string == "session" }
            .map(\.name)
    }
}
