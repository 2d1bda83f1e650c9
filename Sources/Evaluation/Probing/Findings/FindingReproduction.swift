import LanguageModel
import Statistics
package import Workspace

/// How often a finding showed itself again when its case was run anew.
package struct FindingReproduction: Sendable, Hashable {
    /// The run that repeated the case.
    package var run: RecordID
    /// The scorers that decide: a sample shows the failure when one of them says fail.
    package var scorers: [String]
    /// How many scored samples show the failure.
    package var shown: Int
    /// How many samples were scored.
    package var scored: Int
    /// How many could not be scored or have no answer; they count neither way.
    package var unscored: Int

    package init(run: RecordID, scorers: [String], shown: Int, scored: Int, unscored: Int) {
        self.run = run
        self.scorers = scorers
        self.shown = shown
        self.scored = scored
        self.unscored = unscored
    }

    /// The rate with its Wilson interval; nil where nothing was scored. Each sample has a seed of
    /// its own, so that samples are independent draws.
    package var rate: SummaryEstimate? {
        guard scored > 0,
            let interval = try? Interval.wilson(successes: shown, trials: scored)
        else { return nil }
        return SummaryEstimate(
            value: Double(shown) / Double(scored), low: interval.lower, high: interval.upper,
            cases: scored, method: "Wilson")
    }

    /// The record's name.
    static let name = "reproduction"

    /// Whether a record keeps a re-run.
    package static func isRecord(_ record: StoredRecord) -> Bool { record.name == name }

    /// The record that keeps it.
    package func record(of finding: RecordID, ids: RecordIDGenerator) -> StoredRecord {
        StoredRecord(
            id: ids.next(.analysis), name: Self.name,
            links: [RecordLink("reproduces", finding), RecordLink("rests on", run)],
            body: [
                "run": .string(run.description),
                "scorers": .array(scorers.map(JSONValue.string)), "shown": .integer(shown),
                "scored": .integer(scored), "unscored": .integer(unscored),
                "rate": rate.map {
                    [
                        "value": .number($0.value), "low": $0.low.map(JSONValue.number) ?? .null,
                        "high": $0.high.map(JSONValue.number) ?? .null,
                        "level": .number($0.level), "method": .string($0.method),
                    ]
                } ?? .null,
            ])
    }

    /// Reads a record; nil for an analysis of another kind.
    init?(_ record: StoredRecord) {
        guard record.name == Self.name, let run = RecordID(record.body["run"]?.string ?? ""),
            let shown = record.body["shown"]?.int, let scored = record.body["scored"]?.int
        else { return nil }
        self.init(
            run: run, scorers: record.body["scorers"]?.array?.compactMap(\.string) ?? [],
            shown: shown, scored: scored, unscored: record.body["unscored"]?.int ?? 0)
    }

    /// Counts a run's samples.
    ///
    /// - Throws: `EvalError` where none of the scorers scored anything in the run.
    package static func count(
        run: RecordID, scorers: [String], from reader: StoreReader
    ) async throws -> FindingReproduction {
        let evidence = try await RunEvidence.read(run: run, from: reader)
        let wanted = Set(scorers.compactMap { evidence.scorers.firstIndex(of: $0) }.map(Int32.init))
        guard !wanted.isEmpty else {
            throw EvalError(
                "no scorer of the re-run is called \(scorers.joined(separator: " or "))",
                advice: "its scorers are " + evidence.scorers.joined(separator: ", "))
        }
        var verdicts: [Int32: Verdict] = [:]
        for score in evidence.scores where wanted.contains(score.scorerIndex) {
            switch (verdicts[score.sampleIndex], score.verdict) {
            case (.fail, _): break
            case (_, .fail): verdicts[score.sampleIndex] = .fail
            case (_, .pass): verdicts[score.sampleIndex] = .pass
            case (nil, .unscored): verdicts[score.sampleIndex] = .unscored
            default: break
            }
        }
        let shown = verdicts.values.count { $0 == .fail }
        let scored = verdicts.values.count { $0 != .unscored }
        return FindingReproduction(
            run: run, scorers: scorers, shown: shown, scored: scored,
            unscored: evidence.samples.count - scored)
    }
}
