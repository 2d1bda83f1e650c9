import GRDB
import LanguageModel

/// Where the pages of a long list begin, so that any of them can be fetched without those before.
package struct SampleAnchors: Sendable, Hashable {
    /// How many samples the query finds.
    package var count: Int
    /// How many samples make a page.
    package var every: Int
    /// The last id of each whole page, in order: `samples(_:after:)` of it gives the next page.
    package var ids: [RecordID]
}

/// A tag of a run's cases with the values that it takes.
package struct TagLevels: Sendable, Hashable {
    package var name: String
    /// Values in alphabetical order.
    package var values: [String]
    /// Whether there are more values than were read.
    package var isCut: Bool
}

extension StoreReader {
    /// The pages of a query's samples, read from an index without the samples themselves.
    ///
    /// - Parameter every: how many samples make a page.
    /// - Throws: `StoreError.notFound`, or `.invalid` for a text without a word.
    package func anchors(_ query: SampleQuery, every: Int = 100) async throws -> SampleAnchors {
        try await read { db in
            let conditions = try SampleConditions(db, query)
            var statement = try SQLStatement(
                db,
                """
                SELECT sample.key FROM sample \(conditions.sql)
                ORDER BY sample.key \(query.newestFirst ? "DESC" : "ASC")
                """)
            conditions.bind(to: &statement)
            let every = max(1, every)
            var keys: [Int64] = []
            var count = 0
            while try statement.next() {
                count += 1
                if count % every == 0 { keys.append(statement.int64(0)) }
            }
            var name = try SQLStatement(db, "SELECT id FROM sample WHERE key = ?")
            var ids: [RecordID] = []
            ids.reserveCapacity(keys.count)
            for key in keys {
                name.add(key)
                guard try name.next() else { continue }
                ids.append(try name.id(0))
                name.reset()
            }
            return SampleAnchors(count: count, every: every, ids: ids)
        }
    }

    /// The tags of a run's cases, by name.
    ///
    /// - Parameter mostValues: how many values of a tag are read; a tag with an own value for
    ///   nearly every case is a name, not a group.
    package func tagLevels(of run: RecordID, mostValues: Int = 60) async throws -> [TagLevels] {
        try await read { db in
            let key = try RunKeys.key(db, of: run)
            var query = try SQLStatement(
                db,
                """
                SELECT DISTINCT tag.key, tag.value
                FROM case_snapshot, json_each(case_snapshot.tags) AS tag
                WHERE case_snapshot.run = ? ORDER BY 1, 2
                """)
            query.add(key)
            var levels: [TagLevels] = []
            while try query.next() {
                let name = query.text(0)
                if levels.last?.name != name {
                    levels.append(TagLevels(name: name, values: [], isCut: false))
                }
                let last = levels.count - 1
                if levels[last].values.count < mostValues {
                    levels[last].values.append(query.text(1))
                } else {
                    levels[last].isCut = true
                }
            }
            return levels
        }
    }

    /// The clauses that a run's cases test, in alphabetical order.
    package func clauses(of run: RecordID) async throws -> [String] {
        try await read { db in
            var query = try SQLStatement(
                db,
                """
                SELECT DISTINCT clause.value
                FROM case_snapshot, json_each(case_snapshot.clauses) AS clause
                WHERE case_snapshot.run = ? ORDER BY 1
                """)
            query.add(try RunKeys.key(db, of: run))
            var clauses: [String] = []
            while try query.next() { clauses.append(query.text(0)) }
            return clauses
        }
    }

    /// One case of a run, without reading the others.
    ///
    /// - Returns: nil where the run has no such case.
    package func caseSnapshot(_ caseID: String, of run: RecordID) async throws -> CaseSnapshot? {
        try await read { db in
            var query = try SQLStatement(
                db,
                """
                SELECT ordinal, tags, clauses, group_key, content.body FROM case_snapshot
                JOIN content ON content.key = case_snapshot.content
                WHERE case_snapshot.run = ? AND case_id = ?
                """)
            query.add(try RunKeys.key(db, of: run))
            query.add(caseID)
            guard try query.next() else { return nil }
            defer { query.reset() }
            let tags = try StoredJSON.value(query.text(1)).object ?? [:]
            let clauses = try StoredJSON.value(query.text(2)).array ?? []
            return CaseSnapshot(
                run: run, caseID: caseID, ordinal: query.int(0),
                tags: tags.compactMapValues(\.string), clauses: clauses.compactMap(\.string),
                groupKey: query.optionalText(3), content: try StoredJSON.value(query.text(4)))
        }
    }
}
