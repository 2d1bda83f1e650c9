import LanguageModel
package import Workspace

/// Finds an experiment's run and lock in the store, analyses, and keeps the analysis.
package struct ExperimentAnalyst: Sendable {
    private let store: Store
    private let document: ExperimentDocument
    private let folder: WorkspaceFolder

    package init(_ document: ExperimentDocument, folder: WorkspaceFolder, store: Store) {
        self.document = document
        self.folder = folder
        self.store = store
    }

    /// An analysis with the record that keeps it.
    package struct Kept: Sendable {
        package var analysis: ExperimentAnalysis
        package var record: StoredRecord
        package var evidence: RunEvidence
    }

    /// Analyses the newest run of a part, or a named run.
    ///
    /// Looking at held-out cases is recorded each time. An analysis that says the same as the
    /// newest kept one is not kept twice.
    ///
    /// - Throws: `EvalError` where there is no run yet; `StoreError`.
    package func analyse(_ part: ExperimentPlan.Part, run: RecordID? = nil) async throws -> Kept {
        let reader = store.reader
        let runs = try await runs(part)
        let id: RecordID
        if let run {
            id = run
        } else if let found = runs.first(where: { $0.status == .complete }) ?? runs.first {
            id = found.id
        } else {
            let option = part == .heldOut ? " --held-out" : ""
            throw EvalError(
                "'\(document.name)' has no run of its \(part.rawValue) cases",
                advice: "make one with: conduct experiment run \(document.file)\(option)")
        }
        let evidence = try await RunEvidence.read(run: id, from: reader)
        let locks = try await ExperimentRecords.all(.lock, of: document.name, in: reader)
        let lock = chosen(among: locks, for: evidence.run)
        var looks = 0
        if evidence.run.manifest["experiment"]?["part"]?.string
            == ExperimentPlan.Part.heldOut.rawValue
        {
            try await store.append(
                ExperimentRecords.look(
                    document.name, run: id, reason: "analysis", ids: store.ids))
            looks = try await ExperimentRecords.all(.look, of: document.name, in: reader).count
        }
        let place = lock.flatMap { lock in locks.firstIndex { $0.id == lock.id } } ?? 0
        let input = AnalysisInput(
            evidence: evidence, lock: lock, earlierLocks: place,
            runs: runs.count { $0.planned == evidence.run.planned }, looks: looks,
            changedFiles: changedFiles(since: lock))
        // Fits of large designs take seconds: not on the cooperative pool.
        let result = await OwnThread.run { Result { try ExperimentAnalysis(input) } }
        let analysis = try result.get()
        return Kept(
            analysis: analysis, record: try await keep(analysis, id, lock), evidence: evidence)
    }

    /// The lock that a run names, else the newest one before it, else the newest.
    private func chosen(among locks: [StoredRecord], for run: Run) -> StoredRecord? {
        let named = run.manifest["experiment"]?["lock"]?["id"]?.string
        return locks.first { $0.id.description == named }
            ?? locks.last { $0.created <= run.created } ?? locks.last
    }

    /// The runs of a part, newest first.
    private func runs(_ part: ExperimentPlan.Part) async throws -> [Run] {
        try await store.reader.runs(limit: 1000, suite: document.name).map(\.run).filter { run in
            run.kind == .experiment
                && run.manifest["experiment"]?["part"]?.string == part.rawValue
        }
    }

    private func changedFiles(since lock: StoredRecord?) -> [String] {
        let files = lock?.body["files"]?.object ?? [:]
        return files.keys.sorted().filter { path in
            guard let bytes = try? folder.read(path) else { return true }
            return files[path]?.string != SHA256.hex(bytes)
        }
    }

    private func keep(
        _ analysis: ExperimentAnalysis, _ run: RecordID, _ lock: StoredRecord?
    ) async throws -> StoredRecord {
        let body = try analysis.json()
        if let last = try await store.reader.latest(.analysis, named: document.name),
            last.body == body
        {
            return last
        }
        var links = [RecordLink("analyses", run)]
        if let lock { links.append(RecordLink("follows", lock.id)) }
        if let scoring = analysis.evidence.scoring {
            links.append(RecordLink("uses scores of", scoring))
        }
        let record = StoredRecord(
            id: store.ids.next(.analysis), name: document.name, links: links, body: body)
        try await store.append(record)
        return record
    }
}
