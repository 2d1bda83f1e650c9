import Evaluation
import LanguageModel
import Reports
package import Workspace

/// A portfolio as plain files: pages for readers, and the sources and records from which every
/// figure on them can be computed again.
///
/// ```
/// index.html  artifacts/*.html  audit.html  evidence.html     what is read
/// portfolio.html  portfolio.md  pdf/*.pdf                     all of it at once
/// cards/*.svg|png                                             pictures for previews elsewhere
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
        package var facts = PortfolioFacts()
        /// Documents left out because their front matter says private.
        package var withheld: Int { facts.withheldDocuments }
        /// Artifacts whose evidence is stale or missing, or that have typed numbers.
        package var flawed: [String] = []
        /// Files that evidence rests on and that are not there.
        package var absent: [String] = []
        /// Why printed pages or pictures are missing; nil where none are.
        package var unprinted: String?
    }

    /// A page to be printed, or a picture to be made of one: paths in the folder.
    package struct Print: Sendable, Hashable {
        package var page: String
        package var target: String
    }

    let folder: WorkspaceFolder
    let store: Store
    let vocabulary: ScorerVocabulary
    private let audience: PortfolioFacts.Audience
    private let secrets: SecretScan

    package init(
        folder: WorkspaceFolder, store: Store, scorers vocabulary: ScorerVocabulary,
        audience: PortfolioFacts.Audience = .everybody, variables: [String: String] = [:]
    ) {
        self.folder = folder
        self.store = store
        self.vocabulary = vocabulary
        self.audience = audience
        secrets = SecretScan(variables: variables)
    }

    /// Writes the portfolio.
    ///
    /// - Parameters:
    ///   - output: a folder that is empty or not there, or holds an earlier portfolio.
    ///   - print: prints pages into the folder given; tells why it can't. Nil prints none.
    /// - Throws: `refused` for keys in what would be published and for headlines on too few
    ///   samples; then nothing is changed.
    package func write(
        to output: String, toolVersion: String,
        print: (@Sendable (_ folder: String, _ pages: [Print]) async -> String?)? = nil
    ) async throws -> Outcome {
        let target = try PortfolioFolder(output, secrets: secrets)
        do {
            let outcome = try await fill(target, toolVersion, print)
            try target.finish()
            return outcome
        } catch {
            target.abandon()
            throw error
        }
    }

    private func fill(
        _ target: PortfolioFolder, _ toolVersion: String,
        _ print: (@Sendable (String, [Print]) async -> String?)?
    ) async throws -> Outcome {
        var outcome = Outcome()
        outcome.facts.audience = audience
        outcome.facts.toolVersion = toolVersion
        let gathered = try await PortfolioGathering(
            folder: folder, store: store, vocabulary: vocabulary, audience: audience)
        outcome.facts.withheldDocuments = gathered.withheldDocuments
        outcome.facts.withheldPassages = gathered.withheldPassages
        let probes = try await gathered.probes()
        outcome.facts.withheldFiles =
            gathered.withheldLinks.union(probes.files.intersection(gathered.sources)).count
        outcome.facts.withheldProbes = probes.count
        outcome.flawed = gathered.flawed
        for (path, text) in gathered.texts { try target.write(text, to: "source/\(path)") }
        var copied = Set(gathered.texts.keys)
        for path in gathered.sources.sorted() where !copied.contains(path) {
            guard let bytes = try? folder.read(path) else { continue }
            guard let shown = try probes.withheld(from: bytes, at: path) else { continue }
            try target.write(shown, to: "source/\(path)")
            copied.insert(path)
        }
        outcome.absent = gathered.sources.subtracting(copied).subtracting(probes.files).sorted()
        for id in gathered.runs.sorted() {
            var text = ""
            try await store.reader.export(id, as: .jsonl) { text += $0 }
            try target.write(
                try probes.withheld(from: text, of: id), to: "records/runs/\(id).jsonl")
        }
        outcome.runs = gathered.runs.count
        var (records, redacted, requirements) = try await gathered.publicRecords()
        for (index, record) in records.enumerated() {
            let (shown, isWithheld) = probes.withheld(from: record)
            records[index] = shown
            if isWithheld { redacted.insert(record.id.description) }
        }
        redacted.formUnion(probes.redacted)
        outcome.facts.withheldRequirements = requirements
        outcome.records = records.count
        if !records.isEmpty {
            try target.write(
                records.map { $0.json.serialized() + "\n" }.joined(), to: "records/records.jsonl")
        }
        outcome.facts.hasPDF = print != nil
        outcome.facts.hasPictures = print != nil
        // The pages come from the copies, by the way that verification takes.
        let copy = try await PortfolioCopy.open(path: target.path, scorers: vocabulary)
        var site = try await copy.site(outcome.facts, redacted: redacted)
        if let print {
            for (name, text) in site.files() { try target.write(text, to: name) }
            let pages = site.prints
            if let problem = await print(target.path, pages) {
                outcome.unprinted = problem
                outcome.facts.hasPDF = false
                outcome.facts.hasPictures = false
                site = try await copy.site(outcome.facts, redacted: redacted)
            } else {
                for page in pages { try target.adopt(page.target) }
            }
        }
        for (name, text) in site.files() { try target.write(text, to: name) }
        try target.writeManifest(
            facts: outcome.facts, redacted: redacted, evidence: site.evidence)
        outcome.artifacts = site.entries.count
        outcome.files = target.hashes.count
        return outcome
    }
}

extension PortfolioSite {
    /// What is printed, and which pictures are made.
    var prints: [PortfolioExport.Print] {
        var prints = [
            PortfolioExport.Print(page: "portfolio.html", target: "pdf/portfolio.pdf"),
            PortfolioExport.Print(page: "cards/portfolio.svg", target: "cards/portfolio.png"),
        ]
        for entry in entries {
            prints.append(
                PortfolioExport.Print(page: entry.address, target: "pdf/\(entry.stem).pdf"))
            prints.append(
                PortfolioExport.Print(
                    page: "cards/\(entry.stem).svg", target: "cards/\(entry.stem).png"))
        }
        return prints
    }

    /// Each piece of evidence with what it comes to, for the manifest.
    var evidence: [JSONValue] {
        ((introduction.map { [$0] } ?? []) + entries).flatMap { entry in
            entry.items.map { item in
                [
                    "document": .string(entry.document.file),
                    "line": .integer(item.reference.line),
                    "column": .integer(item.reference.column),
                    "what": .string(item.reference.label), "state": .string(item.state.rawValue),
                    "record": item.result.map { .string($0.record) } ?? .null,
                    "sha256": item.result.map { .string($0.hash) } ?? .null,
                ]
            }
        }
    }
}
