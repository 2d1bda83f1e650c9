import GRDB

/// The SQL of a sample query: conditions over `sample` and their arguments.
struct SampleConditions {
    enum Argument {
        case integer(Int64)
        case text(String)
    }

    private(set) var conditions: [String] = []
    private(set) var arguments: [Argument] = []

    /// Translates a query.
    ///
    /// - Throws: `StoreError.notFound` for a run or scoring that isn't there; `.invalid` for a
    ///   text without a word.
    init(_ db: Database, _ query: SampleQuery) throws {
        let run = try query.run.map { try RunKeys.key(db, of: $0) }
        if let run { add("sample.run = ?", .integer(run)) }
        if let caseID = query.caseID {
            addSnapshot("case_key", "case_snapshot", run, "case_id = ?", .text(caseID))
        }
        if let promptID = query.promptID {
            addSnapshot("prompt_key", "prompt_snapshot", run, "prompt_id = ?", .text(promptID))
        }
        if let model = query.model {
            addSnapshot("model_key", "model_snapshot", run, "alias = ?", .text(model))
        }
        for (name, value) in query.tags.sorted(by: { $0.key < $1.key }) {
            // A path is the faster way to a member, but it can't spell every name.
            if name.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
                addSnapshot(
                    "case_key", "case_snapshot", run,
                    "EXISTS (SELECT 1 FROM json_each(tags) AS tag WHERE tag.key = ? "
                        + "AND tag.value = ?)", .text(name), .text(value))
            } else {
                addSnapshot(
                    "case_key", "case_snapshot", run, "json_extract(tags, ?) = ?",
                    .text("$.\"\(name)\""), .text(value))
            }
        }
        if let clause = query.clause {
            addSnapshot(
                "case_key", "case_snapshot", run,
                "EXISTS (SELECT 1 FROM json_each(clauses) AS clause WHERE clause.value = ?)",
                .text(clause))
        }
        if let isFailure = query.isFailure {
            add(isFailure ? "sample.failure IS NOT NULL" : "sample.failure IS NULL")
        }
        try addVerdict(db, query)
        if let text = query.text { try addText(db, text) }
    }

    /// `WHERE …`, or nothing.
    var sql: String {
        conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    }

    /// Adds a condition.
    mutating func add(_ condition: String, _ arguments: Argument...) {
        conditions.append(condition)
        self.arguments += arguments
    }

    /// Binds the arguments.
    func bind(to statement: inout SQLStatement) {
        for argument in arguments {
            switch argument {
            case .integer(let value): statement.add(value)
            case .text(let value): statement.add(value)
            }
        }
    }

    /// Snapshots are few beside samples: the ones that match are found first.
    private mutating func addSnapshot(
        _ column: String, _ table: String, _ run: Int64?, _ condition: String,
        _ values: Argument...
    ) {
        let own = run == nil ? "" : "\(table).run = ? AND "
        conditions.append(
            "sample.\(column) IN (SELECT \(table).key FROM \(table) WHERE \(own)\(condition))")
        if let run { arguments.append(.integer(run)) }
        arguments += values
    }

    private mutating func addVerdict(_ db: Database, _ query: SampleQuery) throws {
        guard query.verdict != nil || query.scorer != nil else { return }
        var score = "score.sample = sample.key"
        var values: [Argument] = []
        if let scoring = query.scoring {
            score += " AND score.scoring = ?"
            values.append(.integer(try ScoringRows.key(db, of: scoring)))
        } else {
            score += """
                 AND score.scoring =
                (SELECT key FROM scoring WHERE run = sample.run AND is_primary = 1)
                """
        }
        if let scorer = query.scorer {
            score += " AND score.scorer = (SELECT key FROM scorer WHERE name = ?)"
            values.append(.text(scorer))
        }
        if let verdict = query.verdict {
            let overridden = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM override)")
            let given =
                overridden == true
                ? """
                coalesce((SELECT override.verdict FROM override WHERE override.sample = sample.id
                    AND override.scorer = (SELECT name FROM scorer WHERE key = score.scorer)
                    ORDER BY created DESC, id DESC LIMIT 1), score.verdict)
                """ : "score.verdict"
            score += " AND \(given) = ?"
            values.append(.integer(verdict.code))
        }
        conditions.append("EXISTS (SELECT 1 FROM score WHERE \(score))")
        arguments += values
    }

    /// What the index has is found there; what is behind its watermark is read.
    private mutating func addText(_ db: Database, _ text: String) throws {
        guard let expression = SearchIndex.expression(text) else {
            throw StoreError(
                .invalid, "'\(text)' has no word to search for",
                advice: "give at least one letter or digit")
        }
        var alternatives = [
            "sample.key IN (SELECT rowid FROM output_search WHERE output_search MATCH ?)",
            "sample.prompt IN (SELECT rowid FROM prompt_search WHERE prompt_search MATCH ?)",
        ]
        arguments += [.text(expression), .text(expression)]
        let watermark = try Int64.fetchOne(db, sql: "SELECT watermark FROM search_state") ?? 0
        let last = try Int64.fetchOne(db, sql: "SELECT max(key) FROM sample") ?? 0
        if last > watermark {
            let words = SearchIndex.words(text).map(SearchIndex.pattern)
            let outputs = words.map { _ in "sample_body.output LIKE ? ESCAPE '\\'" }
            let prompts = words.map { _ in "content.body LIKE ? ESCAPE '\\'" }
            alternatives.append(
                """
                sample.key > ? AND EXISTS (SELECT 1 FROM sample_body, content
                    WHERE sample_body.sample = sample.key AND content.key = sample.prompt
                    AND (\(outputs.joined(separator: " AND ")) OR
                        \(prompts.joined(separator: " AND "))))
                """)
            arguments.append(.integer(watermark))
            arguments += words.map(Argument.text) + words.map(Argument.text)
        }
        conditions.append("(\(alternatives.joined(separator: " OR ")))")
    }
}
