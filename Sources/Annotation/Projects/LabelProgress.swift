package import LanguageModel
package import Workspace

/// How far a project is, and how fast it goes.
package struct LabelProgress: Sendable, Hashable {
    /// One person's share of the work.
    package struct Person: Sendable, Hashable {
        package var name: String
        /// Judgments that count, silent repeats and skips left out.
        package var judged: Int
        package var skipped: Int
        package var repeats: Int
        /// Answers "can't tell" to any question.
        package var cantTell: Int
        /// Items still to judge.
        package var remaining: Int
        /// The median of milliseconds on an item; nil where none was measured.
        package var medianTime: Int?
        /// When the last judgment was made.
        package var last: Timestamp?

        /// Milliseconds of work left at this pace; nil where no pace is known.
        package var timeLeft: Int? { medianTime.map { $0 * remaining } }
    }

    package var items: Int
    /// Items with as many judgments as wanted.
    package var complete: Int
    /// Items with at least one judgment.
    package var begun: Int
    /// How many judgments each item should have.
    package var overlap: Int
    /// Judgments wanted in all, and those there are (no more of an item than wanted).
    package var wanted: Int
    package var done: Int
    /// Items whose judgments differ in some question and that nobody has decided.
    package var disagreements: Int
    package var people: [Person]

    /// The progress of a queue.
    package init(_ queue: LabelQueue) {
        items = queue.items.count
        overlap = queue.overlap
        let counts = queue.items.map { queue.count(of: $0.id) }
        complete = counts.count { $0 >= queue.overlap }
        begun = counts.count { $0 > 0 }
        wanted = items * overlap
        done = counts.reduce(0) { $0 + min($1, queue.overlap) }
        disagreements = Disagreement.all(in: queue).count { !$0.isSettled }
        people = queue.people.map { name in
            let own = queue.judgments(by: name)
            let times = own.compactMap { $0.elapsed ?? $0.served }.sorted()
            return Person(
                name: name, judged: own.count { !$0.isSkip && !$0.isRepeat },
                skipped: own.count(where: \.isSkip), repeats: own.count(where: \.isRepeat),
                cantTell: own.count { !$0.cantTell.isEmpty },
                remaining: queue.remaining(for: name),
                medianTime: times.isEmpty ? nil : times[times.count / 2],
                last: own.last?.created)
        }
    }

    package var json: JSONValue {
        [
            "items": .integer(items), "complete": .integer(complete), "begun": .integer(begun),
            "overlap": .integer(overlap), "wanted": .integer(wanted), "done": .integer(done),
            "disagreements": .integer(disagreements),
            "people": .array(
                people.map { person in
                    [
                        "name": .string(person.name), "judged": .integer(person.judged),
                        "skipped": .integer(person.skipped), "repeats": .integer(person.repeats),
                        "cant_tell": .integer(person.cantTell),
                        "remaining": .integer(person.remaining),
                        "median_ms": person.medianTime.map(JSONValue.integer) ?? .null,
                        "time_left_ms": person.timeLeft.map(JSONValue.integer) ?? .null,
                        "last": person.last.map { .string($0.description) } ?? .null,
                    ]
                }),
        ]
    }
}
