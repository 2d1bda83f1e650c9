import GRDB
import LanguageModel

/// Reads whole samples by position.
enum SampleRows {
    static let columns = """
        SELECT sample.key, sample.id, case_key, prompt_key, model_key, epoch, seed, finish,
            tokens_in, tokens_out, tokens_cached, latency, first_token, retries, cost, failure,
            reused_from, reused, started, content.body, output, reply, call_keys,
            failure_message, logprobs, served_model
        FROM sample
        JOIN sample_body ON sample_body.sample = sample.key
        JOIN content ON content.key = sample.prompt
        """

    /// The sample of the present row.
    static func sample(_ row: SQLStatement, _ names: RunNames) throws -> Sample {
        let prompt = try StoredJSON.messages(row.text(19))
        let output = row.text(20)
        let reply =
            try row.optionalText(21).map(StoredJSON.messages) ?? [Message(.assistant, output)]
        let usage: TokenUsage? =
            if let input = row.optionalInt(8), let output = row.optionalInt(9) {
                TokenUsage(input: input, output: output, cachedInput: row.optionalInt(10))
            } else { nil }
        let failure = row.optionalText(15).map {
            SampleFailure(code: $0, message: row.optionalText(23) ?? "")
        }
        return Sample(
            id: try row.id(1), run: names.run, caseID: try name(names.cases, row.int64(2)),
            promptID: try name(names.prompts, row.int64(3)),
            model: try name(names.models, row.int64(4)), epoch: row.int(5),
            seed: UInt64(row.int64(6)), callKeys: try StoredJSON.strings(row.text(22)),
            transcript: prompt + reply, promptCount: prompt.count, output: output,
            finishReason: row.optionalText(7).flatMap(FinishReason.init(rawValue:)), usage: usage,
            latency: row.optionalInt(11), timeToFirstToken: row.optionalInt(12),
            retries: row.int(13), cost: row.optionalInt(14), failure: failure,
            reusedFrom: try row.optionalID(16), isReused: row.bool(17),
            logprobs: try row.optionalText(24).map(StoredJSON.value),
            servedModel: row.optionalText(25), started: row.timestamp(18))
    }

    /// A sample by its id, with its key.
    ///
    /// - Throws: `StoreError.notFound`.
    static func sample(_ db: Database, _ id: RecordID) throws -> (key: Int64, sample: Sample) {
        let names = try RunNames(db, sample: id)
        var query = try SQLStatement(db, columns + " WHERE sample.id = ?")
        query.add(id)
        guard try query.next() else { throw StoreError.notFound(id) }
        defer { query.reset() }
        return (query.int64(0), try sample(query, names))
    }

    /// The run that a sample belongs to.
    static func run(_ db: Database, of id: RecordID) throws -> RecordID {
        var query = try SQLStatement(
            db, "SELECT run.id FROM sample JOIN run ON run.key = sample.run WHERE sample.id = ?")
        query.add(id)
        guard try query.next() else { throw StoreError.notFound(id) }
        defer { query.reset() }
        return try query.id(0)
    }

    private static func name(_ names: NameTable, _ key: Int64) throws -> String {
        guard let name = names[key] else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a sample's case, prompt or model is missing")
        }
        return name.id
    }
}
