import GRDB
import LanguageModel

/// The statement that writes one score.
enum ScoreInsert {
    static let sql = """
        INSERT INTO score (sample, scoring, scorer, verdict, value, reason, detail, weight,
            latency, cost)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func bind(
        _ statement: inout SQLStatement, _ score: Score, sample: Int64, scoring: Int64,
        scorer: Int64
    ) {
        statement.add(sample)
        statement.add(scoring)
        statement.add(scorer)
        statement.add(score.verdict)
        statement.add(score.value)
        statement.add(score.reason)
        statement.add(score.detail?.serialized())
        statement.add(score.weight)
        statement.add(score.latency)
        statement.add(score.cost)
    }
}
