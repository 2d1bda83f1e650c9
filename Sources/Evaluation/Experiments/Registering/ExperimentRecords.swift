package import LanguageModel
package import Workspace

/// What the store keeps of an experiment besides its runs: locks, looks at the held-out cases, and
/// which run followed which lock. All are records of the kind `experiment`, told apart by `what`.
package enum ExperimentRecords {
    /// What a record of an experiment says.
    package enum What: String, Sendable, Hashable {
        /// The registration, fixed and dated.
        case lock
        /// Somebody saw results of the held-out cases.
        case look
        /// A run was begun.
        case run
    }

    /// A new lock.
    package static func lock(_ plan: ExperimentPlan, forecast: JSONValue, ids: RecordIDGenerator)
        -> StoredRecord
    {
        var links = [RecordLink("locks", "document:\(plan.document.file)")]
        for model in plan.eval.models { links.append(RecordLink("asks", "model:\(model.alias)")) }
        return StoredRecord(
            id: ids.next(.experiment), name: plan.document.name, links: links,
            body: [
                "what": .string(What.lock.rawValue),
                "registration": plan.registration.content,
                "registration_sha256": .string(plan.registration.hash),
                "files": .object(plan.document.files.mapValues(JSONValue.string)),
                "forecast": forecast,
            ])
    }

    /// A look at the held-out cases.
    package static func look(
        _ name: String, run: RecordID, reason: String, ids: RecordIDGenerator
    ) -> StoredRecord {
        StoredRecord(
            id: ids.next(.experiment), name: name, links: [RecordLink("looks at", run)],
            body: ["what": .string(What.look.rawValue), "reason": .string(reason)])
    }

    /// A run that was begun.
    package static func run(
        _ plan: ExperimentPlan, run: RecordID, ids: RecordIDGenerator
    ) -> StoredRecord {
        var links = [RecordLink("ran", run)]
        if let lock = plan.lock { links.append(RecordLink("follows", lock)) }
        return StoredRecord(
            id: ids.next(.experiment), name: plan.document.name, links: links,
            body: [
                "what": .string(What.run.rawValue), "part": .string(plan.part.rawValue),
                "cases": .integer(plan.caseCount),
            ])
    }

    /// The records of one experiment that say one thing, oldest first.
    package static func all(
        _ what: What, of name: String, in reader: StoreReader
    ) async throws -> [StoredRecord] {
        try await reader.records(.experiment, named: name).filter {
            $0.body["what"]?.string == what.rawValue
        }
    }

    /// The newest lock of an experiment; nil where it was never locked.
    package static func latestLock(
        of name: String, in reader: StoreReader
    ) async throws -> StoredRecord? {
        try await all(.lock, of: name, in: reader).last
    }
}

extension StoredRecord {
    /// The registration that a lock holds; nil for other records.
    package var lockedRegistration: Registration? {
        guard body["what"]?.string == ExperimentRecords.What.lock.rawValue,
            let content = body["registration"]
        else { return nil }
        return Registration(content: content)
    }
}
