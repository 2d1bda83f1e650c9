import Evaluation
import LanguageModel
import Reports
import Workspace

/// Everything that the pages of a portfolio say, gathered from its own copies.
struct PortfolioSite {
    let setting: PortfolioDocument
    let facts: PortfolioFacts
    /// In the order of the arc.
    let entries: [PortfolioEntry]
    /// The introduction; nil for none.
    let introduction: PortfolioEntry?
    /// The newest audit of each role, by the role's name.
    let audits: [StoredRecord]
    let runs: [RunLine]
    /// Records of other kinds.
    let records: [StoredRecord]
    /// The files under `source/`.
    let sources: Set<String>
    /// Whom artifacts speak to, by their files, as the plan says.
    let employers: [String: [String]]
    let picture: @Sendable (String, String) -> [UInt8]?

    /// A run as the appendix tells it.
    struct RunLine {
        var run: Run
        var models: [String]
        var hasSimulated: Bool
        var samples: Int
    }

    init(_ copy: PortfolioCopy, facts: PortfolioFacts, redacted: Set<String>) async throws {
        self.facts = facts
        let folder = copy.folder
        let setting = try PortfolioDocument.read(in: folder)
        self.setting = setting
        let check = ArtifactCheck(
            folder: folder, store: copy.store, scorers: copy.vocabulary, redacted: redacted)
        var found: [PortfolioEntry] = []
        for path in try folder.list("artifacts", suffixes: [".md"]) {
            let document = try ArtifactDocument.read(path, in: folder)
            let because = setting.arc.first { Self.names($0.artifact, document) }?.because ?? ""
            found.append(
                PortfolioEntry(
                    document, try await check.items(of: document), because: because))
        }
        let order = setting.arc.compactMap { step in
            found.firstIndex { Self.names(step.artifact, $0.document) }
        }
        let rest = found.indices.filter { !order.contains($0) }
        entries = (Self.unique(order) + rest).map { found[$0] }
        if let path = setting.introduction, FileAccess.exists(try folder.resolve(path)) {
            let document = try ArtifactDocument.read(path, in: folder)
            introduction = PortfolioEntry(
                document, try await check.items(of: document), because: "")
        } else {
            introduction = nil
        }
        let reader = copy.store.reader
        var newest: [String: StoredRecord] = [:]
        for record in try await reader.records(.audit) { newest[record.name] = record }
        audits = newest.values.sorted { $0.name < $1.name }
        var runs: [RunLine] = []
        for summary in try await reader.runs(limit: 10_000) {
            let models = try await reader.models(of: summary.run.id)
            runs.append(
                RunLine(
                    run: summary.run,
                    models: models.map { $0.alias + ($0.isSimulated ? " (simulated)" : "") },
                    hasSimulated: models.contains(where: \.isSimulated),
                    samples: try await reader.count(SampleQuery(run: summary.run.id))))
        }
        self.runs = runs.sorted { $0.run.id < $1.run.id }
        var records: [StoredRecord] = []
        for kind in RecordKind.allCases where kind.isStoredRecord {
            records += try await reader.records(kind)
        }
        self.records = records.sorted { $0.id < $1.id }
        sources = try copy.files()
        employers = Dictionary(
            try Plan.read(in: folder).artifacts.map { ($0.file, $0.signal) },
            uniquingKeysWith: { $1 })
        picture = { target, base in
            for path in [ArtifactFrame.resolve(target, from: base), target] {
                if let path, let bytes = try? folder.read(path) { return bytes }
            }
            return nil
        }
    }

    private static func unique(_ places: [Int]) -> [Int] {
        places.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func names(_ step: String, _ document: ArtifactDocument) -> Bool {
        Int(step).map { $0 == document.number } ?? (step == document.file)
    }

    /// A document in the frame of a page that lies `up` from the portfolio's folder.
    func preview(_ entry: PortfolioEntry, up: String, prefix: String = "", whole: Bool = false)
        -> ArtifactPreview
    {
        let base = entry.document.file.split(separator: "/").dropLast().joined(separator: "/")
        let pages = Dictionary(
            entries.map { ($0.document.file, whole ? "#\($0.stem)" : up + $0.address) },
            uniquingKeysWith: { $1 })
        let sources = sources
        let picture = picture
        return ArtifactPreview(
            entry.document, entry.items,
            frame: ArtifactFrame(
                prefix: prefix,
                link: { target in
                    guard let path = ArtifactFrame.resolve(target, from: base) else { return nil }
                    let anchor =
                        whole
                        ? "" : target.firstIndex(of: "#").map { String(target[$0...]) } ?? ""
                    for candidate in [path, target] {
                        if let page = pages[candidate] { return page + anchor }
                        if sources.contains(candidate) {
                            return "\(up)source/\(SiteText.plain(candidate))"
                        }
                    }
                    return nil
                }, picture: { picture($0, base) }))
    }

    /// A skill that roles ask for, with what shows it.
    struct Skill {
        var id: String
        /// The weakest standing that any audit gives it.
        var state: RoleAudit.State
        var roles: Set<String> = []
        var artifacts: [String] = []
        var records: [String] = []

        mutating func add(_ names: JSONValue?, to list: WritableKeyPath<Skill, [String]>) {
            for name in names?.array?.compactMap(\.string) ?? []
            where !self[keyPath: list].contains(name) {
                self[keyPath: list].append(name)
            }
        }
    }

    /// The skills that roles ask for, the weakest first.
    var skills: [Skill] {
        var found: [String: Skill] = [:]
        for audit in audits {
            for row in audit.body["requirements"]?.array ?? [] {
                for one in row["evidence"]?.array ?? [] {
                    let id = one["skill"]?.string ?? ""
                    let state = RoleAudit.State(rawValue: one["state"]?.string ?? "") ?? .gap
                    var skill = found[id] ?? Skill(id: id, state: state)
                    skill.state = min(skill.state, state)
                    skill.roles.insert(audit.name)
                    skill.add(one["artifacts"], to: \.artifacts)
                    skill.add(one["records"], to: \.records)
                    found[id] = skill
                }
            }
        }
        return found.values.sorted {
            $0.state == $1.state
                ? (-$0.roles.count, $0.id) < (-$1.roles.count, $1.id) : $0.state < $1.state
        }
    }
}
