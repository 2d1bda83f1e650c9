import Evaluation
import LanguageModel
import Reports
import Workspace

/// What a portfolio takes along from a workspace.
///
/// Only what documents, their evidence and their links lead to goes along; of that never
/// `conduct.yaml`, the journal, the judgments, the roles' texts or anything hidden.
struct PortfolioGathering {
    private let folder: WorkspaceFolder
    private let store: Store
    private let vocabulary: ScorerVocabulary
    private let audience: PortfolioFacts.Audience

    /// Documents as they are published, by path.
    private(set) var texts: [String: String] = [:]
    /// Files that go along as they are.
    private(set) var sources: Set<String> = []
    private(set) var runs: Set<RecordID> = []
    private(set) var records: Set<RecordID> = []
    private(set) var withheldDocuments = 0
    private(set) var withheldPassages = 0
    /// Linked files that stay at home.
    private(set) var withheldLinks: Set<String> = []
    /// Documents whose evidence is stale or missing, or that have typed numbers.
    private(set) var flawed: [String] = []
    private var roleNames: Set<String> = []

    init(
        folder: WorkspaceFolder, store: Store, vocabulary: ScorerVocabulary,
        audience: PortfolioFacts.Audience
    ) async throws {
        self.folder = folder
        self.store = store
        self.vocabulary = vocabulary
        self.audience = audience
        let setting = try PortfolioDocument.read(in: folder)
        if FileAccess.exists(try folder.resolve(PortfolioDocument.path)) {
            sources.insert(PortfolioDocument.path)
        }
        var paths = try folder.list("artifacts", suffixes: [".md"])
        if let introduction = setting.introduction { paths.append(introduction) }
        for path in paths { try await take(path) }
        try checkArc(setting, paths)
        let roles = try RoleLibrary(folder).roles()
        let targets = Set(roles.filter(\.isTarget).map(\.name))
        var newest: [String: RecordID] = [:]
        for audit in try await store.reader.records(.audit) where targets.contains(audit.name) {
            newest[audit.name] = audit.id
        }
        records.formUnion(newest.values)
        for id in runs { try await sources.formUnion(files(of: id)) }
        for id in records where id.kind == .agreement {
            guard let path = try await store.reader.record(id).body["file"]?.string else {
                continue
            }
            sources.insert(path)
            if let project = try? LabelProject.read(path, in: folder) {
                sources.insert(project.guideline.path)
            }
        }
        for path in sources where path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
            // Suites that coverage counts read files that no run names.
            if let suite = try? Suite.read(path, in: folder, scorers: vocabulary) {
                sources.formUnion(suite.files.keys)
            }
        }
    }

    private mutating func take(_ path: String) async throws {
        let document = try ArtifactDocument.read(path, in: folder)
        guard document.status != "private" || audience == .oneself else {
            withheldDocuments += 1
            return
        }
        var shown = document
        if audience == .everybody {
            do throws(PublicText.Unbalanced) {
                let (text, passages) = try PublicText.withheld(from: document.text)
                withheldPassages += passages
                if passages > 0 { shown = try Self.read(text, path) }
            } catch {
                throw DocumentError(
                    .syntax, file: path, line: error.line, column: 1,
                    error.isOpen
                        ? "the private passage that begins here is never closed, or another begins in it"
                        : "a private passage ends here that never began",
                    suggestion: "pair <!-- private --> with <!-- end private -->, each on a line")
            }
        }
        texts[path] = shown.text
        let check = ArtifactCheck(folder: folder, store: store, scorers: vocabulary)
        let items = try await check.items(of: shown)
        if let refused = items.first(where: \.isRefused) {
            throw PortfolioError(
                .refused, "\(path), line \(refused.reference.line): \(refused.reason)")
        }
        for item in items { collect(item) }
        for link in Prose(shown).links { take(link: link.target, of: path) }
        for line in shown.text.unicodeScalars.split(separator: "\n") {
            let text = String(line).trimmed
            if text.hasPrefix("!["), text.hasSuffix(")"), let middle = text.firstRange(of: "](") {
                take(link: String(text[middle.upperBound...].dropLast()), of: path, isPicture: true)
            }
        }
        let flaws: Set<String> = [
            "stale-evidence", "missing-evidence", "broken-evidence", "typed-number",
        ]
        if try check.messages(shown, items).contains(where: { flaws.contains($0.rule) }) {
            flawed.append(path)
        }
    }

    private static func read(_ text: String, _ path: String) throws(PublicText.Unbalanced)
        -> ArtifactDocument
    {
        guard let document = try? ArtifactDocument(markdown: text, path: path) else {
            throw PublicText.Unbalanced(line: 1, isOpen: true)
        }
        return document
    }

    private func checkArc(_ setting: PortfolioDocument, _ paths: [String]) throws {
        for step in setting.arc {
            let isThere =
                Int(step.artifact).map { number in
                    let prefix = "artifacts/\(number < 10 ? "0" : "")\(number)-"
                    return paths.contains { $0.hasPrefix(prefix) }
                } ?? paths.contains(step.artifact)
            guard isThere else {
                throw PortfolioError(
                    .invalid,
                    "\(PortfolioDocument.path): the arc names the artifact \(step.artifact), which "
                        + "is not there",
                    advice: "begin it with conduct artifact new, or take the step out")
            }
        }
    }

    /// Folders of which linked files may go along.
    private static let open: Set<String> = [
        "artifacts", "specs", "suites", "datasets", "prompts", "experiments", "labels", "recipes",
        "findings", "models", "portfolio", "reports", "pipelines", "assemblies", "rubrics", "media",
    ]

    private mutating func take(link target: String, of document: String, isPicture: Bool = false) {
        guard !target.hasPrefix("#"), !target.hasPrefix("^"), !target.contains("://"),
            !target.hasPrefix("mailto:"), !target.hasPrefix("doi:")
        else { return }
        let base = document.split(separator: "/").dropLast().joined(separator: "/")
        let found = [ArtifactFrame.resolve(target, from: base), target].lazy.compactMap { $0 }
            .first { path in
                (try? folder.resolve(path)).map(FileAccess.exists) ?? false
            }
        guard let path = found, texts[path] == nil else { return }
        let top = path.split(separator: "/").first.map(String.init) ?? ""
        let isOpen =
            path.contains("/") && Self.open.contains(top)
            || (isPicture && path.hasPrefix("journal/diagrams/"))
        guard isOpen, !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else {
            withheldLinks.insert(path)
            return
        }
        // Documents of the portfolio come as they are published.
        if !path.hasPrefix("artifacts/") { sources.insert(path) }
    }

    private mutating func collect(_ item: ArtifactCheck.Item) {
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

    /// The attacks among what goes along, which everybody's build does not show.
    func probes() async throws -> WithheldProbes {
        guard audience == .everybody else { return WithheldProbes() }
        return try await WithheldProbes(
            runs: runs, sources: sources, folder: folder, reader: store.reader,
            vocabulary: vocabulary)
    }

    /// What agreements and analyses are computed from: judgments with their items, locks.
    private func groundwork(of found: [StoredRecord]) async throws -> [StoredRecord] {
        let reader = store.reader
        var more: [StoredRecord] = []
        for record in found {
            let kinds: [RecordKind] =
                switch record.id.kind {
                case .agreement where record.body["file"] != nil:
                    [.item, .annotation, .labelDraw, .guideline]
                case .analysis where !FindingReproduction.isRecord(record): [.experiment]
                default: []
                }
            for kind in kinds { more += try await reader.records(kind, named: record.name) }
        }
        var known = Set(found.map(\.id))
        return more.filter { known.insert($0.id).inserted }
    }

    /// The records that go along; of a role that may not be quoted, the audit without the words
    /// of its requirements.
    func publicRecords() async throws -> (
        records: [StoredRecord], redacted: Set<String>, requirements: Int
    ) {
        let reader = store.reader
        var found: [StoredRecord] = []
        for id in records.sorted() { found.append(try await reader.record(id)) }
        // Findings come with what was found when they were run again.
        if sources.contains(where: { $0.hasPrefix("findings/") }) {
            found += try await reader.records(.finding).filter { !records.contains($0.id) }
            found += try await reader.records(.analysis).filter {
                FindingReproduction.isRecord($0) && !records.contains($0.id)
            }
        }
        found += try await groundwork(of: found)
        guard audience == .everybody else { return (found, [], 0) }
        let quotable = Set(try RoleLibrary(folder).roles().filter(\.isQuotable).map(\.name))
        var redacted: Set<String> = []
        var requirements = 0
        for (index, record) in found.enumerated()
        where record.id.kind == .audit && !quotable.contains(record.name) {
            guard var body = record.body.object, let rows = body["requirements"]?.array else {
                continue
            }
            requirements += rows.count
            body["requirements"] = .array(
                rows.map { row in
                    var members = row.object ?? [:]
                    for key in ["text", "section"] { members[key] = nil }
                    return .object(members)
                })
            found[index].body = .object(body)
            redacted.insert(record.id.description)
        }
        return (found, redacted, requirements)
    }
}
