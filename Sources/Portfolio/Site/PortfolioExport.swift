import Evaluation
import LanguageModel
import Reports
package import Workspace

/// A portfolio as plain files: pages for readers, and the sources and records from which every
/// figure on them can be computed again.
///
/// ```
/// index.html  artifacts/*.html          what is read
/// source/artifacts|specs|suites|…       the files that evidence rests on
/// records/runs/*.jsonl records.jsonl    the records
/// manifest.json                         SHA-256 of every file, and each piece of evidence
/// ```
package struct PortfolioExport: Sendable {
    /// What was written.
    package struct Outcome: Sendable, Hashable {
        package var files = 0
        package var artifacts = 0
        package var runs = 0
        package var records = 0
        /// Documents left out because their front matter says private.
        package var withheld = 0
        /// Artifacts whose evidence is stale or missing, or that have typed numbers.
        package var flawed: [String] = []
        /// Files that evidence rests on and that are not there.
        package var absent: [String] = []
    }

    let folder: WorkspaceFolder
    let store: Store
    let vocabulary: ScorerVocabulary

    package init(folder: WorkspaceFolder, store: Store, scorers vocabulary: ScorerVocabulary) {
        self.folder = folder
        self.store = store
        self.vocabulary = vocabulary
    }

    /// Writes the portfolio.
    ///
    /// - Parameter output: a folder that is empty or not there, or holds an earlier portfolio.
    package func write(to output: String, toolVersion: String) async throws -> Outcome {
        var outcome = Outcome()
        var sources: Set<String> = []
        var runs: Set<RecordID> = []
        var records: Set<RecordID> = []
        let target = try PortfolioFolder(output)
        var evidence: [JSONValue] = []
        let check = ArtifactCheck(folder: folder, store: store, scorers: vocabulary)
        for path in try folder.list("artifacts", suffixes: [".md"]) {
            let document = try ArtifactDocument.read(path, in: folder)
            guard document.status != "private" else {
                outcome.withheld += 1
                continue
            }
            let items = try await check.items(of: document)
            sources.insert(path)
            for item in items {
                collect(item, &runs, &records, &sources)
                evidence.append([
                    "document": .string(path), "line": .integer(item.reference.line),
                    "what": .string(item.reference.label), "state": .string(item.state.rawValue),
                    "record": item.result.map { .string($0.record) } ?? .null,
                    "sha256": item.result.map { .string($0.hash) } ?? .null,
                ])
            }
            let flaws: Set<String> = [
                "stale-evidence", "missing-evidence", "broken-evidence", "typed-number",
            ]
            if try check.messages(document, items).contains(where: { flaws.contains($0.rule) }) {
                outcome.flawed.append(path)
            }
            outcome.artifacts += 1
        }
        for id in runs { try await sources.formUnion(files(of: id)) }
        let copied = try copySources(sources, to: target, &outcome)
        outcome.runs = try await copyRuns(runs, to: target)
        outcome.records = try await copyRecords(records, to: target)
        // The pages come from the copies, by the way that verification takes.
        let copy = try await PortfolioCopy.open(target, scorers: vocabulary)
        for (name, page) in try await copy.pages() { try target.write(page, to: name) }
        try target.writeManifest(toolVersion: toolVersion, evidence: evidence)
        outcome.files = target.hashes.count
        outcome.absent = sources.subtracting(copied).sorted()
        return outcome
    }

    private func collect(
        _ item: ArtifactCheck.Item, _ runs: inout Set<RecordID>, _ records: inout Set<RecordID>,
        _ sources: inout Set<String>
    ) {
        guard let result = item.result else { return }
        for name in [result.record, result.against ?? ""] {
            guard let id = RecordID(name) else { continue }
            if id.kind == .run { runs.insert(id) } else { records.insert(id) }
        }
        switch item.reference.subject {
        case .spec: sources.insert(result.record)
        case .coverage:
            sources.insert(result.record)
            for clause in result.content["clauses"]?.array ?? [] {
                for shown in clause["results"]?.array ?? [] {
                    if let id = RecordID(shown["run"]?.string ?? "") { runs.insert(id) }
                }
            }
            for suite in result.content["suites"]?.array ?? [] {
                if let path = suite.string { sources.insert(path) }
            }
        case .findings:
            for path in (try? folder.list("findings", suffixes: [".md"])) ?? [] {
                sources.insert(path)
            }
        default: break
        }
    }

    /// The files that a run's suite reads.
    private func files(of id: RecordID) async throws -> Set<String> {
        let run = try await store.reader.run(id)
        var files = Set(run.manifest["files"]?.object?.keys.map { $0 } ?? [])
        if let path = run.suitePath { files.insert(path) }
        if let spec = run.manifest["spec"]?.string { files.insert(spec) }
        return files
    }

    private func copySources(
        _ paths: Set<String>, to target: PortfolioFolder, _ outcome: inout Outcome
    ) throws -> Set<String> {
        // Suites that coverage counts read files that no run names.
        var all = paths
        for path in paths where path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            if let suite = try? Suite.read(path, in: folder, scorers: vocabulary) {
                all.formUnion(suite.files.keys)
            }
        }
        var copied: Set<String> = []
        for path in all.sorted() {
            guard let bytes = try? folder.read(path) else { continue }
            try target.write(bytes, to: "source/\(path)")
            copied.insert(path)
        }
        return copied
    }

    private func copyRuns(_ runs: Set<RecordID>, to target: PortfolioFolder) async throws -> Int {
        for id in runs.sorted() {
            var text = ""
            try await store.reader.export(id, as: .jsonl) { text += $0 }
            try target.write(text, to: "records/runs/\(id).jsonl")
        }
        return runs.count
    }

    private func copyRecords(_ ids: Set<RecordID>, to target: PortfolioFolder) async throws -> Int {
        var records: [StoredRecord] = []
        for id in ids.sorted() { records.append(try await store.reader.record(id)) }
        records += try await store.reader.records(.finding)
        records += try await store.reader.records(.analysis).filter {
            FindingReproduction.isRecord($0) && !ids.contains($0.id)
        }
        guard !records.isEmpty else { return 0 }
        try target.write(
            records.map { $0.json.serialized() + "\n" }.joined(), to: "records/records.jsonl")
        return records.count
    }
}
