import GRDB

extension RecordTable {
    /// A record with its links and what links to it.
    static func trace(_ db: Database, _ id: RecordID) throws -> Trace {
        guard let record = try records(db, "WHERE id = ?", [id.description]).first else {
            throw StoreError.notFound(id)
        }
        return Trace(
            record: node(record),
            parents: try record.links.map { TraceEdge($0.relation, try target(db, $0.target)) },
            children: try children(db, of: id.description))
    }

    /// What links to a target.
    static func children(_ db: Database, of target: String) throws -> [TraceEdge] {
        let sources = try records(
            db, "WHERE key IN (SELECT source FROM record_link WHERE target = ?) ORDER BY id",
            [target])
        return sources.map { record in
            let relation = record.links.first { $0.target == target }?.relation ?? "links"
            return TraceEdge("\(relation), said by", node(record))
        }
    }

    private static func node(_ record: StoredRecord) -> TraceNode {
        let author = record.author.isEmpty ? "" : ", by \(record.author)"
        return TraceNode(
            kind: record.id.kind.word, id: record.id.description, title: record.name + author)
    }

    /// What a link names: a record, or a file's part that only the workspace's files know.
    private static func target(_ db: Database, _ target: String) throws -> TraceNode {
        guard let id = RecordID(target) else {
            guard let colon = target.firstIndex(of: ":") else {
                return TraceNode(kind: "document", id: target)
            }
            return TraceNode(
                kind: String(target[..<colon]), id: String(target[target.index(after: colon)...]))
        }
        let table: String
        switch id.kind {
        case .score: return TraceNode(kind: id.kind.word, id: target)
        case .pin: table = "evidence_pin"
        case .run, .sample, .scoring, .override: table = id.kind.word
        default:
            guard let record = try records(db, "WHERE id = ?", [target]).first else {
                return TraceNode(kind: id.kind.word, id: target, isMissing: true)
            }
            return node(record)
        }
        let found = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE id = ?)", arguments: [target])
        return TraceNode(kind: id.kind.word, id: target, isMissing: found != true)
    }
}
