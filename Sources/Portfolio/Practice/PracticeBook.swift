import LanguageModel
package import Workspace

/// What was rehearsed, how it was rated, and what is due: records that never change.
package struct PracticeBook: Sendable {
    package let folder: WorkspaceFolder
    package let store: Store

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    /// An answer or a talk.
    package struct Attempt: Sendable {
        /// The question's id, or the talk's title.
        package var topic: String
        package var isTalk: Bool
        package var text: String
        package var skills: [String]
        /// Seconds; nil where nobody timed it.
        package var seconds: Double?
        /// Seconds that a talk should take.
        package var length: Double?
        package var sections: [TalkPlan.Section]
        /// How long each section took, in seconds.
        package var splits: [Double]
        /// What was said, in one's own words.
        package var notes: String
        /// Where a recording lies on this machine; it is never read or copied.
        package var recording: String?
        /// Records, files, or `clause:ID` that the answer rests on.
        package var cites: [String]

        package init(
            topic: String, isTalk: Bool, text: String, skills: [String] = [],
            seconds: Double? = nil, length: Double? = nil, sections: [TalkPlan.Section] = [],
            splits: [Double] = [], notes: String = "", recording: String? = nil,
            cites: [String] = []
        ) {
            self.topic = topic
            self.isTalk = isTalk
            self.text = text
            self.skills = skills
            self.seconds = seconds
            self.length = length
            self.sections = sections
            self.splits = splits
            self.notes = notes
            self.recording = recording
            self.cites = cites
        }
    }

    static let attemptName = "practice-attempt"
    static let ratingName = "practice-rating"
    static let feedbackName = "practice-feedback"

    /// Keeps an attempt.
    ///
    /// - Throws: `notFound` for a piece of evidence that is not there.
    package func keep(_ attempt: Attempt, author: String, journal: JudgmentJournal) async throws
        -> StoredRecord
    {
        var links: [RecordLink] = []
        for cite in attempt.cites { links.append(RecordLink("cites", try await target(cite))) }
        let record = StoredRecord(
            id: store.ids.next(.practice), name: Self.attemptName, author: author, links: links,
            body: [
                "topic": .string(attempt.topic), "talk": .bool(attempt.isTalk),
                "text": .string(attempt.text),
                "skills": .array(attempt.skills.map(JSONValue.string)),
                "seconds": attempt.seconds.map(JSONValue.number) ?? .null,
                "length": attempt.length.map(JSONValue.number) ?? .null,
                "sections": .array(
                    attempt.sections.map {
                        ["title": .string($0.title), "seconds": .number($0.length)]
                    }),
                "splits": .array(attempt.splits.map(JSONValue.number)),
                "notes": .string(attempt.notes),
                "recording": attempt.recording.map(JSONValue.string) ?? .null,
            ])
        try await store.append(record, journal: journal)
        return record
    }

    /// A record, a clause or a file that an answer cites.
    private func target(_ cite: String) async throws -> String {
        if cite.dropFirst(3).first == "_", let kind = RecordKind(rawValue: String(cite.prefix(3))) {
            return try await store.reader.resolve(cite, as: kind).description
        }
        if EvidenceChain.Target(name: cite) != nil { return cite }
        guard FileAccess.exists(try folder.resolve(cite)) else {
            throw PortfolioError(
                .notFound, "'\(cite)' is neither a record nor a file of the workspace",
                advice: "cite a record's id, a file, or clause:ID")
        }
        return "document:\(cite)"
    }

    /// The attempt that a person means: an id, a beginning of one, or `latest`.
    package func attempt(_ text: String) async throws -> StoredRecord {
        let records = try await store.reader.records(.practice, named: Self.attemptName)
        if text == "latest" {
            guard let last = records.last else {
                throw PortfolioError(
                    .notFound, "nothing was rehearsed yet",
                    advice: "begin: conduct practice start evaluate-honesty")
            }
            return last
        }
        let id = try await store.reader.resolve(text, as: .practice)
        guard let found = records.first(where: { $0.id == id }) else {
            throw PortfolioError(.notFound, "\(id) is no attempt")
        }
        return found
    }

    /// All attempts, the newest first.
    package func attempts() async throws -> [StoredRecord] {
        try await store.reader.records(.practice, named: Self.attemptName).reversed()
    }

    /// The ratings of an attempt, the last of which counts, and what models said of it; oldest
    /// first.
    package func said(of attempt: RecordID) async throws -> (
        ratings: [StoredRecord], feedback: [StoredRecord]
    ) {
        let records = try await store.reader.records(
            linkingTo: attempt.description, kind: .practice)
        return (
            records.filter { $0.name == Self.ratingName },
            records.filter { $0.name == Self.feedbackName }
        )
    }

    /// The means of the latest ratings by attempt.
    package func means() async throws -> [RecordID: Double] {
        let ratings = try await store.reader.records(.practice, named: Self.ratingName)
        var means: [RecordID: Double] = [:]
        for rating in ratings {
            guard let mean = rating.body["mean"]?.double,
                let target = rating.links.first(where: { $0.relation == "rates" })
                    .flatMap({ RecordID($0.target) })
            else { continue }
            means[target] = mean
        }
        return means
    }

    /// Rates an attempt by the rubric.
    ///
    /// - Throws: `invalid` for marks outside 1 to 5 or none at all.
    package func rate(
        _ attempt: RecordID, _ marks: [PracticeRubric: Int], note: String, author: String,
        journal: JudgmentJournal
    ) async throws -> StoredRecord {
        guard !marks.isEmpty, marks.values.allSatisfy({ (1...5).contains($0) }) else {
            throw PortfolioError(.invalid, "a rating gives marks from 1 to 5, one at least")
        }
        let record = StoredRecord(
            id: store.ids.next(.practice), name: Self.ratingName, author: author,
            links: [RecordLink("rates", attempt)],
            body: [
                "marks": .object(
                    Dictionary(
                        uniqueKeysWithValues: marks.map { ($0.key.rawValue, .integer($0.value)) })),
                "mean": .number(
                    Double(marks.values.reduce(0, +)) / Double(marks.count)),
                "note": .string(note), "by_model": false,
            ])
        try await store.append(record, journal: journal)
        return record
    }

    /// Keeps what a model said of an attempt, marked as a model's.
    package func feedback(
        _ text: String, on attempt: RecordID, model: String, check: RecordID, isSimulated: Bool
    ) async throws -> StoredRecord {
        let record = StoredRecord(
            id: store.ids.next(.practice), name: Self.feedbackName,
            links: [
                RecordLink("comments on", attempt), RecordLink("by", "model:\(model)"),
                RecordLink("admitted by", check),
            ],
            body: [
                "by_model": true, "model": .string(model), "is_simulated": .bool(isSimulated),
                "text": .string(text),
            ])
        try await store.append(record)
        return record
    }
}
