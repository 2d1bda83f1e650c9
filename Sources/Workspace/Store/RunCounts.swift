import GRDB
import LanguageModel

/// Changes of a run's counts, added up over a batch.
struct RunCounts {
    private var samples = 0
    private var failures = 0
    private var reused = 0
    private var tokensIn = 0
    private var tokensOut = 0
    private var cost = 0
    private var costUnknown = 0

    /// Counts a sample. What was reused has cost nothing again.
    mutating func add(_ sample: Sample) {
        samples += 1
        if sample.failure != nil { failures += 1 }
        if sample.isReused { reused += 1 }
        count(
            tokensIn: sample.usage?.input ?? 0, tokensOut: sample.usage?.output ?? 0,
            cost: sample.cost, reused: sample.isReused, sign: 1)
    }

    /// Takes back a failure that gives way to another try.
    mutating func remove(tokensIn: Int, tokensOut: Int, cost: Int?, reused: Bool) {
        samples -= 1
        failures -= 1
        if reused { self.reused -= 1 }
        count(tokensIn: tokensIn, tokensOut: tokensOut, cost: cost, reused: reused, sign: -1)
    }

    private mutating func count(
        tokensIn: Int, tokensOut: Int, cost: Int?, reused: Bool, sign: Int
    ) {
        guard !reused else { return }
        self.tokensIn += sign * tokensIn
        self.tokensOut += sign * tokensOut
        if let cost { self.cost += sign * cost } else { costUnknown += sign }
    }

    /// Adds the changes to the stored counts.
    func store(_ db: Database, run: Int64) throws {
        var update = try SQLStatement(
            db,
            """
            UPDATE run_count SET samples = samples + ?, failures = failures + ?,
                reused = reused + ?, tokens_in = tokens_in + ?, tokens_out = tokens_out + ?,
                cost = cost + ?, cost_unknown = cost_unknown + ?
            WHERE run = ?
            """)
        for value in [samples, failures, reused, tokensIn, tokensOut, cost, costUnknown] {
            update.add(value)
        }
        update.add(run)
        try update.run()
    }
}

/// A row of the stored counts of verdicts.
struct VerdictKey: Hashable {
    let scoring: Int64
    let scorer: Int64
    let verdict: Verdict

    init(_ scoring: Int64, _ scorer: Int64, _ verdict: Verdict) {
        self.scoring = scoring
        self.scorer = scorer
        self.verdict = verdict
    }

    /// Adds changes to the stored counts.
    static func store(_ db: Database, _ changes: [VerdictKey: Int]) throws {
        var insert = try SQLStatement(
            db,
            """
            INSERT INTO score_count (scoring, scorer, verdict, count) VALUES (?, ?, ?, 0)
            ON CONFLICT (scoring, scorer, verdict) DO NOTHING
            """)
        var update = try SQLStatement(
            db,
            """
            UPDATE score_count SET count = count + ?
            WHERE scoring = ? AND scorer = ? AND verdict = ?
            """)
        for (key, change) in changes where change != 0 {
            insert.add(key.scoring)
            insert.add(key.scorer)
            insert.add(key.verdict)
            try insert.run()
            update.add(change)
            update.add(key.scoring)
            update.add(key.scorer)
            update.add(key.verdict)
            try update.run()
        }
    }
}
