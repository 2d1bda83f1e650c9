import LanguageModel
import Statistics
package import Workspace

/// Open codes: short names that a person gives to what happens in a sample.
package struct CodeBook: Sendable {
    /// A code on a sample.
    package struct Mark: Sendable, Hashable {
        package var id: RecordID
        package var code: String
        package var sample: RecordID
        package var run: RecordID
        package var author: String
        package var note: String

        package init(
            id: RecordID, code: String, sample: RecordID, run: RecordID, author: String,
            note: String
        ) {
            self.id = id
            self.code = code
            self.sample = sample
            self.run = run
            self.author = author
            self.note = note
        }
    }

    /// The codes of a run, counted.
    package struct Summary: Sendable, Hashable {
        /// A code with the samples that carry it.
        package struct Row: Sendable, Hashable {
            package var code: String
            package var samples: Int
            /// The share of coded samples, with its Wilson interval.
            package var share: SummaryEstimate?
        }

        package var run: RecordID
        /// Samples with at least one code.
        package var coded: Int
        /// All samples of the run.
        package var samples: Int
        package var authors: [String]
        /// The most frequent first.
        package var rows: [Row]
        /// How many samples carry both, by the rows' order.
        package var together: [[Int]]
        /// The number of different codes after each coded sample in the order of coding: it stops
        /// rising when nothing new is seen.
        package var growth: [Int]
    }

    let store: Store

    package init(store: Store) { self.store = store }

    /// Gives codes to a sample; one that it has from this author is left as it is.
    ///
    /// - Returns: the marks that are new.
    package func add(
        _ codes: [String], note: String, to sample: RecordID, author: String,
        journal: JudgmentJournal
    ) async throws -> [Mark] {
        let run = try await store.reader.sample(sample).run
        let present = try await marks(of: sample).filter { $0.author == author }.map(\.code)
        var records: [StoredRecord] = []
        for code in codes {
            let name = try Self.checked(code)
            guard !present.contains(name), !records.contains(where: { $0.name == name }) else {
                continue
            }
            records.append(
                StoredRecord(
                    id: store.ids.next(.code), name: name, author: author,
                    links: [RecordLink("codes", sample), RecordLink("within", run)],
                    body: [
                        "code": .string(name), "note": .string(note),
                        "sample": .string(sample.description), "run": .string(run.description),
                    ]))
        }
        try await store.append(records, journal: journal)
        return records.compactMap(Self.mark)
    }

    /// Takes a code of one's own back; the record stays, and another says that it is withdrawn.
    package func remove(
        _ code: String, from sample: RecordID, author: String, journal: JudgmentJournal
    ) async throws {
        let own = try await marks(of: sample).filter { $0.author == author }
        guard let mark = own.first(where: { $0.code == code }) else {
            let names = own.map(\.code)
            throw EvalError(
                "\(author) gave \(sample) no code '\(code)'",
                advice: Spelling.suggestion(for: code, among: names, naming: "there are")
                    ?? "there is none to take back")
        }
        try await store.append(
            StoredRecord(
                id: store.ids.next(.code), name: code, author: author,
                links: [RecordLink("withdraws", mark.id), RecordLink("codes", sample)],
                body: [
                    "code": .string(code), "withdrawn": true,
                    "sample": .string(sample.description), "run": .string(mark.run.description),
                ]), journal: journal)
    }

    /// The codes of a sample that stand.
    package func marks(of sample: RecordID) async throws -> [Mark] {
        Self.standing(
            try await store.reader.records(linkingTo: sample.description, kind: .code))
    }

    /// Counts the codes of a run.
    package func summary(of run: RecordID) async throws -> Summary {
        let records = try await store.reader.records(linkingTo: run.description, kind: .code)
        var all: [StoredRecord] = records
        for record in records {
            all += try await store.reader.records(linkingTo: record.id.description, kind: .code)
        }
        let marks = Self.standing(all)
        let total = try await store.reader.summary(of: run).samples
        return Self.summary(of: run, marks: marks, samples: total)
    }

    /// Counts marks.
    package static func summary(of run: RecordID, marks: [Mark], samples: Int) -> Summary {
        var bySample: [RecordID: Set<String>] = [:]
        var order: [RecordID] = []
        for mark in marks {
            if bySample[mark.sample] == nil { order.append(mark.sample) }
            bySample[mark.sample, default: []].insert(mark.code)
        }
        var counts: [String: Int] = [:]
        for codes in bySample.values { for code in codes { counts[code, default: 0] += 1 } }
        let names = counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
        var seen: Set<String> = []
        let growth = order.map { sample in
            seen.formUnion(bySample[sample] ?? [])
            return seen.count
        }
        return Summary(
            run: run, coded: bySample.count, samples: samples,
            authors: Set(marks.map(\.author)).sorted(),
            rows: names.map { name in
                Summary.Row(
                    code: name, samples: counts[name] ?? 0,
                    share: share(counts[name] ?? 0, of: bySample.count))
            },
            together: names.map { first in
                names.map { second in
                    bySample.values.count { $0.contains(first) && $0.contains(second) }
                }
            }, growth: growth)
    }

    private static func share(_ count: Int, of total: Int) -> SummaryEstimate? {
        guard let interval = try? Interval.wilson(successes: count, trials: total) else {
            return nil
        }
        return SummaryEstimate(
            value: Double(count) / Double(total), low: interval.lower, high: interval.upper,
            cases: total, method: "Wilson")
    }

    private static func standing(_ records: [StoredRecord]) -> [Mark] {
        let withdrawn = Set(
            records.flatMap(\.links).filter { $0.relation == "withdraws" }.map(\.target))
        return records.filter { !withdrawn.contains($0.id.description) }.compactMap(mark)
    }

    private static func mark(_ record: StoredRecord) -> Mark? {
        guard record.body["withdrawn"]?.bool != true, let code = record.body["code"]?.string,
            let sample = RecordID(record.body["sample"]?.string ?? ""),
            let run = RecordID(record.body["run"]?.string ?? "")
        else { return nil }
        return Mark(
            id: record.id, code: code, sample: sample, run: run, author: record.author,
            note: record.body["note"]?.string ?? "")
    }

    private static func checked(_ code: String) throws -> String {
        let scalars = code.unicodeScalars
        guard !code.isEmpty, scalars.count <= 80,
            scalars.allSatisfy({ $0.properties.generalCategory != .control }),
            scalars.first.map({ !$0.properties.isWhitespace }) == true,
            scalars.last.map({ !$0.properties.isWhitespace }) == true
        else {
            throw EvalError(
                "'\(code.prefix(40))' is no code",
                advice: "a code is one line of 1 to 80 characters without white space at its ends")
        }
        return code
    }
}
