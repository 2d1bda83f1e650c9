import GRDB
package import LanguageModel

/// What a scorer of outputs needs of a sample, read without the rest.
package struct StoredOutput: Sendable, Hashable {
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
    /// The last answer.
    package var output: String
    /// Why there is no usable answer; nil where there is one.
    package var failure: String?
}

extension StoreReader {
    /// A sample.
    ///
    /// - Throws: `StoreError.notFound`.
    package func sample(_ id: RecordID) async throws -> Sample {
        try await read { db in try SampleRows.sample(db, id).sample }
    }

    /// All of a run's whole samples, in the order in which they were stored.
    ///
    /// - Parameter pageSize: how many are held at once.
    package func samples(of run: RecordID, pageSize: Int = 512) -> RecordPages<Sample> {
        let cache = RunNamesCache(run: run)
        return RecordPages { after in
            try await read { db in
                let names = try cache.names(db)
                var query = try SQLStatement(
                    db,
                    SampleRows.columns
                        + " WHERE sample.run = ? AND sample.key > ? ORDER BY sample.key LIMIT ?")
                query.add(names.key)
                query.add(after)
                query.add(pageSize)
                var page: [Sample] = []
                var last = after
                while try query.next() {
                    last = query.int64(0)
                    page.append(try SampleRows.sample(query, names))
                }
                return (page, last)
            }
        }
    }

    /// All outputs of a run for scorers that read nothing else: the fast path of rescoring.
    ///
    /// - Parameter pageSize: how many are held at once.
    package func outputs(of run: RecordID, pageSize: Int = 8192) -> RecordPages<StoredOutput> {
        let cache = RunNamesCache(run: run)
        return RecordPages { after in
            try await read { db in
                let names = try cache.names(db)
                var query = try SQLStatement(
                    db,
                    """
                    SELECT sample.key, sample.id, case_key, prompt_key, model_key, epoch, output,
                        CASE WHEN failure IS NOT NULL THEN coalesce(failure_message, '') END
                    FROM sample JOIN sample_body ON sample_body.sample = sample.key
                    WHERE sample.run = ? AND sample.key > ? ORDER BY sample.key LIMIT ?
                    """)
                query.add(names.key)
                query.add(after)
                query.add(pageSize)
                var page: [StoredOutput] = []
                page.reserveCapacity(pageSize)
                var last = after
                while try query.next() {
                    last = query.int64(0)
                    page.append(
                        StoredOutput(
                            sample: try query.id(1),
                            caseIndex: names.cases.index(query.int64(2)) ?? -1,
                            promptIndex: names.prompts.index(query.int64(3)) ?? -1,
                            modelIndex: names.models.index(query.int64(4)) ?? -1,
                            epoch: query.int(5), output: query.text(6),
                            failure: query.optionalText(7)))
                }
                return (page, last)
            }
        }
    }

    /// How many of a run's samples share each rendered prompt, by its hash.
    package func renderedPrompts(of run: RecordID) async throws -> [(hash: String, count: Int)] {
        try await read { db in
            let key = try RunKeys.key(db, of: run)
            var query = try SQLStatement(
                db,
                """
                SELECT content.hash, count(*) FROM sample
                JOIN content ON content.key = sample.prompt
                WHERE sample.run = ? GROUP BY sample.prompt ORDER BY sample.prompt
                """)
            query.add(key)
            var prompts: [(String, Int)] = []
            while try query.next() { prompts.append((query.hash(0).hex, query.int(1))) }
            return prompts
        }
    }

    /// A stored text by its hash: a rendered prompt, a case's content, a prompt's templates.
    package func content(hash: String) async throws -> JSONValue? {
        guard let hash = HashBytes(hash) else { return nil }
        return try await read { db in
            var query = try SQLStatement(db, "SELECT body FROM content WHERE hash = ?")
            query.add(hash)
            guard try query.next() else { return nil }
            defer { query.reset() }
            return try StoredJSON.value(query.text(0))
        }
    }
}
