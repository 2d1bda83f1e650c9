import GRDB
package import LanguageModel

/// What a summary needs of a sample, read without its texts.
package struct SampleMeasure: Sendable, Hashable {
    /// The sample.
    package var sample: RecordID
    /// The case's place in `StoreReader.cases(of:)`.
    package var caseIndex: Int
    /// The prompt's place in `StoreReader.prompts(of:)`.
    package var promptIndex: Int
    /// The model's place in `StoreReader.models(of:)`.
    package var modelIndex: Int
    /// Which repetition, from 0.
    package var epoch: Int
    /// Whether there is no usable answer.
    package var isFailure: Bool
    /// Whether all its calls came from the store.
    package var isReused: Bool
    /// Tokens, where counted.
    package var usage: TokenUsage?
    /// Microseconds, where measured.
    package var latency: Int?
    /// Microseconds to the first text, where streamed.
    package var timeToFirstToken: Int?
    /// Billionths of a dollar, where known.
    package var cost: Int?
}

extension StoreReader {
    /// The measures of all of a run's samples, in the order in which they were stored.
    ///
    /// - Parameter pageSize: how many are held at once.
    package func measures(of run: RecordID, pageSize: Int = 8192) -> RecordPages<SampleMeasure> {
        let cache = RunNamesCache(run: run)
        return RecordPages { after in
            try await read { db in
                let names = try cache.names(db)
                var query = try SQLStatement(
                    db,
                    """
                    SELECT key, id, case_key, prompt_key, model_key, epoch, failure IS NOT NULL,
                        reused, tokens_in, tokens_out, tokens_cached, latency, first_token, cost
                    FROM sample WHERE run = ? AND key > ? ORDER BY key LIMIT ?
                    """)
                query.add(names.key)
                query.add(after)
                query.add(pageSize)
                var page: [SampleMeasure] = []
                page.reserveCapacity(pageSize)
                var last = after
                while try query.next() {
                    last = query.int64(0)
                    let usage: TokenUsage? =
                        if let input = query.optionalInt(8), let output = query.optionalInt(9) {
                            TokenUsage(
                                input: input, output: output, cachedInput: query.optionalInt(10))
                        } else { nil }
                    page.append(
                        SampleMeasure(
                            sample: try query.id(1),
                            caseIndex: names.cases.index(query.int64(2)) ?? -1,
                            promptIndex: names.prompts.index(query.int64(3)) ?? -1,
                            modelIndex: names.models.index(query.int64(4)) ?? -1,
                            epoch: query.int(5), isFailure: query.bool(6),
                            isReused: query.bool(7), usage: usage,
                            latency: query.optionalInt(11),
                            timeToFirstToken: query.optionalInt(12), cost: query.optionalInt(13)))
                }
                return (page, last)
            }
        }
    }

    /// What a scoring's judging calls cost in billionths of a dollar, as far as known, and how
    /// many of them have no known price.
    package func judgingCost(of scoring: RecordID) async throws -> (known: Int, unknownCalls: Int) {
        try await read { db in
            var query = try SQLStatement(
                db,
                """
                SELECT coalesce(sum(cost), 0), count(*) FILTER (WHERE cost IS NULL)
                FROM score WHERE scoring = ? AND latency IS NOT NULL
                """)
            query.add(try ScoringRows.key(db, of: scoring))
            defer { query.reset() }
            guard try query.next() else { return (0, 0) }
            return (query.int(0), query.int(1))
        }
    }
}
