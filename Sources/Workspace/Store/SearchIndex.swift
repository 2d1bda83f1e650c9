import GRDB
import LanguageModel

/// The full-text index, filled behind the samples so that writing stays fast.
enum SearchIndex {
    /// Indexes samples behind the watermark, at most `limit` of them; part of one transaction.
    ///
    /// - Returns: how many were indexed; fewer than `limit` means that the index has caught up.
    static func fill(_ db: Database, limit: Int) throws -> Int {
        var state = try SQLStatement(db, "SELECT watermark FROM search_state")
        _ = try state.next()
        var watermark = state.int64(0)
        state.reset()
        var query = try SQLStatement(
            db,
            """
            SELECT sample.key, sample_body.output, sample.prompt, content.searchable, content.body
            FROM sample
            JOIN sample_body ON sample_body.sample = sample.key
            JOIN content ON content.key = sample.prompt
            WHERE sample.key > ? ORDER BY sample.key LIMIT ?
            """)
        query.add(watermark)
        query.add(limit)
        var outputs = try SQLStatement(
            db, "INSERT INTO output_search (rowid, text) VALUES (?, ?)")
        var prompts = try SQLStatement(
            db, "INSERT INTO prompt_search (rowid, text) VALUES (?, ?)")
        var mark = try SQLStatement(db, "UPDATE content SET searchable = 1 WHERE key = ?")
        var count = 0
        var seen: Set<Int64> = []
        while try query.next() {
            watermark = query.int64(0)
            count += 1
            outputs.add(watermark)
            outputs.add(query.text(1))
            try outputs.run()
            let prompt = query.int64(2)
            guard !query.bool(3), seen.insert(prompt).inserted else { continue }
            prompts.add(prompt)
            prompts.add(try promptText(query.text(4)))
            try prompts.run()
        }
        for prompt in seen {
            mark.add(prompt)
            try mark.run()
        }
        if count > 0 {
            try db.execute(
                sql: "UPDATE search_state SET watermark = ?", arguments: [watermark])
        }
        return count
    }

    /// Takes samples' outputs out of the index, as far as they are in it: before they are deleted.
    ///
    /// - Parameter column: `key` for one sample, `run` for all of a run.
    static func removeSamples(_ db: Database, where column: String, is value: Int64) throws {
        var query = try SQLStatement(
            db,
            """
            SELECT sample.key, sample_body.output FROM sample
            JOIN sample_body ON sample_body.sample = sample.key
            WHERE sample.key <= (SELECT watermark FROM search_state) AND sample.\(column) = ?
            """)
        query.add(value)
        // A contentless index forgets a text only when it is told the text.
        var forget = try SQLStatement(
            db, "INSERT INTO output_search (output_search, rowid, text) VALUES ('delete', ?, ?)")
        while try query.next() {
            forget.add(query.int64(0))
            forget.add(query.text(1))
            try forget.run()
        }
    }

    /// Takes a stored text out of the index, where it is in it.
    static func removePrompt(_ db: Database, key: Int64, body: String) throws {
        var forget = try SQLStatement(
            db, "INSERT INTO prompt_search (prompt_search, rowid, text) VALUES ('delete', ?, ?)")
        forget.add(key)
        forget.add(try promptText(body))
        try forget.run()
    }

    /// What is searched of a rendered prompt: its messages' texts, without roles and JSON.
    static func promptText(_ body: String) throws -> String {
        try StoredJSON.messages(body).map(\.text).joined(separator: "\n")
    }

    /// The words and phrases of a text: those with a letter or digit, phrases being what stands in
    /// double quotes.
    static func words(_ text: String) -> [String] {
        var terms: [String] = []
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index % 2 == 1 {
                terms.append(String(part))
            } else {
                terms += part.split(whereSeparator: \.isWhitespace).map(String.init)
            }
        }
        return terms.filter { term in
            term.unicodeScalars.contains { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            }
        }
    }

    /// A text as a full-text query: all words must occur, the last may be a beginning. Nil when
    /// there is none.
    static func expression(_ text: String) -> String? {
        let words = words(text)
        guard !words.isEmpty else { return nil }
        let quoted = words.map { "\"\($0)\"" }.joined(separator: " ")
        return text.hasSuffix("\"") ? quoted : quoted + "*"
    }

    /// A word as a LIKE pattern, for what is not indexed yet.
    static func pattern(_ word: String) -> String {
        var pattern = "%"
        for scalar in word.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern + "%"
    }
}

extension Store {
    /// Brings the full-text index up to the last sample, in short transactions between which
    /// others may write.
    ///
    /// - Returns: how many samples were indexed.
    @discardableResult
    package func fillSearchIndex() async throws -> Int {
        let step = 1000
        var total = 0
        while true {
            try Task.checkCancellation()
            let count = try await write { db in try SearchIndex.fill(db, limit: step) }
            total += count
            if count < step { return total }
        }
    }
}
