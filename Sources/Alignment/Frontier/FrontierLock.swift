import Evaluation
import LanguageModel
package import Workspace

/// What a frontier was to be, kept before it was carried out: its document, data, suites and every
/// training by hash, with the hypothesis.
package struct FrontierLock: Sendable {
    /// Where a frontier stands to its lock.
    package enum Standing: Sendable, Hashable {
        /// Locked before the first training, and nothing has changed since.
        case locked(RecordID, Timestamp)
        /// Locked when points were there already.
        case late(RecordID, Timestamp, points: Int)
        /// What was locked last is something else.
        case changed(RecordID, Timestamp)
        /// Never locked.
        case open
    }

    private let plan: FrontierPlan
    private let store: Store

    package init(_ plan: FrontierPlan, store: Store) {
        self.plan = plan
        self.store = store
    }

    /// All locks of the frontier, oldest first.
    package func all() async throws -> [StoredRecord] {
        try await store.reader.records(.frontier, named: plan.document.name).filter {
            $0.body["type"]?.string == "lock"
        }
    }

    /// Keeps the plan; what is locked already stays as it is.
    package func lock() async throws -> StoredRecord {
        if let last = try await all().last, last.body["sha256"]?.string == plan.hash {
            return last
        }
        let document = plan.document
        let there = try await FrontierRunner.points(of: plan, in: store.reader).count
        let record = StoredRecord(
            id: store.ids.next(.frontier), name: document.name,
            links: [RecordLink("locks", "document:\(document.file)")],
            body: [
                "type": "lock", "frontier": .string(document.name), "sha256": .string(plan.hash),
                "document_sha256": .string(document.contentHash),
                "measure_sha256": .string(plan.measureHash), "document": document.content,
                "hypothesis": document.hypothesis.map {
                    [
                        "above": .string($0.above), "below": .string($0.below),
                        "statement": .string($0.statement),
                    ]
                } ?? .null,
                "trainings": .array(plan.points.map { .string($0.key) }),
                "points_before": .integer(there),
            ])
        try await store.append(record)
        return record
    }

    package func standing() async throws -> Standing {
        guard let last = try await all().last else { return .open }
        guard last.body["sha256"]?.string == plan.hash else {
            return .changed(last.id, last.created)
        }
        let earlier = try await FrontierRunner.points(of: plan, in: store.reader).count {
            $0.id.milliseconds < last.id.milliseconds
        }
        return earlier > 0
            ? .late(last.id, last.created, points: earlier) : .locked(last.id, last.created)
    }
}

extension FrontierRunner {
    /// The stored points of a plan's trainings, without the base.
    static func points(of plan: FrontierPlan, in reader: StoreReader) async throws
        -> [FrontierPoint]
    {
        let keys = Set(plan.points.map(\.key))
        return try await reader.records(.frontier).compactMap(FrontierPoint.init).filter {
            keys.contains($0.key)
        }
    }
}
