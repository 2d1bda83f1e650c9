import Evaluation
import LanguageModel
package import Workspace

/// What was found of one requirement.
package struct EvidenceFinding: Sendable, Hashable {
    /// What was looked for and what is there: `12 of 20 annotations`.
    package var text: String
    package var found: Int
    package var needed: Int
    /// Records and files that it rests on, at most a few.
    package var sources: [String]
    /// What stands in the way besides the count, such as a file that can't be read.
    package var note: String?

    /// Whether it is enough.
    package var isMet: Bool { found >= needed }
}

/// Counts evidence in a workspace: in its store and among its files.
package struct EvidenceMeter: Sendable {
    private let folder: WorkspaceFolder
    private let reader: StoreReader

    package init(folder: WorkspaceFolder, reader: StoreReader) {
        self.folder = folder
        self.reader = reader
    }

    /// What there is of every requirement of an item, in its order.
    package func measure(_ item: PlanItem) async throws -> [EvidenceFinding] {
        var findings: [EvidenceFinding] = []
        for requirement in item.evidence { findings.append(try await measure(requirement)) }
        return findings
    }

    /// What there is of one requirement.
    package func measure(_ requirement: EvidenceRequirement) async throws -> EvidenceFinding {
        switch requirement {
        case .roles(let count): return counted(try roleFiles(), count, "role")
        case .targets(let count):
            return counted(try roles().filter(\.isTarget).map(\.path), count, "target role")
        case .annotatedRoles(let count):
            let notes = try await reader.records(.roleNote)
            let annotated = Set(notes.filter { $0.body["kind"]?.string == "verb" }.map(\.name))
            return counted(
                annotated.sorted().map { "roles/\($0).md" }, count, "role with grouped verbs",
                "roles with grouped verbs")
        case .records(.run, let count, let name):
            let runs = try await completeRuns(named: name)
            return counted(runs.map(\.description), count, "complete run")
        case .records(.sample, let count, _):
            return counted(try await reader.count(SampleQuery()), count, "sample")
        case .records(let kind, let count, let name):
            let records = Self.standing(try await reader.records(kind, named: name))
            return counted(records.map(\.id.description), count, kind.word)
        case .findings(let count): return try await findings(count)
        case .pairs(let count): return try pairs(count)
        case .promptVariants(let count): return try await promptVariants(count)
        case .suiteCases(let count, let tag, let categories):
            return try suiteCases(count, tag: tag, categories: categories)
        case .file(let path, let words): return try file(path, words: words)
        case .files(let path, let ending, let count):
            let names = try names(in: path).filter { $0.hasSuffix(ending) }
            return counted(
                names.map { "\(path)/\($0)" }, count, "file in \(path)/", "files in \(path)/")
        case .any(let choices):
            var best: EvidenceFinding?
            var texts: [String] = []
            for choice in choices {
                let finding = try await measure(choice)
                if finding.isMet { return finding }
                texts.append(finding.text)
                if best.map({ $0.found * finding.needed < finding.found * $0.needed }) ?? true {
                    best = finding
                }
            }
            guard var best else { return counted([String](), 1, "choice") }
            best.text = texts.joined(separator: ", or ")
            return best
        }
    }

    private func counted(
        _ sources: [String], _ needed: Int, _ noun: String, _ plural: String? = nil
    ) -> EvidenceFinding {
        var finding = counted(sources.count, needed, noun, plural)
        finding.sources = Array(sources.suffix(5))
        return finding
    }

    private func counted(
        _ found: Int, _ needed: Int, _ noun: String, _ plural: String? = nil
    ) -> EvidenceFinding {
        let noun = needed == 1 ? noun : plural ?? noun + "s"
        return EvidenceFinding(
            text: "\(found) of \(needed) \(noun)", found: found, needed: needed, sources: [])
    }

    private func completeRuns(named name: String?) async throws -> [RecordID] {
        try await reader.runs(limit: 100_000, suite: name).filter { $0.run.status == .complete }
            .map(\.id)
    }

    /// Findings by what they say: a prompt with an output counts once, however often it was kept.
    private func findings(_ count: Int) async throws -> EvidenceFinding {
        var seen: [String: String] = [:]
        for record in Self.standing(try await reader.records(.finding)) {
            if record.body["merged_into"]?.string != nil { continue }
            if record.body["status"]?.string == "rejected" { continue }
            let prompt = record.body["prompt"]?.string ?? record.id.description
            let observed = record.body["observed"]?.string ?? ""
            let key = (prompt + "\u{0}" + observed).lowercased()
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            seen[key] = record.id.description
        }
        return counted(seen.values.sorted(), count, "distinct finding")
    }

    /// Records that count: not replaced by a later one, not skipped, not a hidden repeat, and of a
    /// re-rating the ratings alone.
    static func standing(_ records: [StoredRecord]) -> [StoredRecord] {
        let replaced = Set(
            records.flatMap(\.links).filter { $0.relation == "replaces" }.map(\.target))
        return records.filter { record in
            !replaced.contains(record.id.description) && record.body["skip"]?.string == nil
                && record.body["repeat"]?.bool != true
                && (record.id.kind != .rerating || record.body["type"]?.string == "rating")
        }
    }

    /// The file of `datasets/` with most rows that have a chosen and a rejected answer.
    private func pairs(_ count: Int) throws -> EvidenceFinding {
        var best: (path: String, rows: Int)?
        var note: String?
        for name in try names(in: "datasets") where name.hasSuffix(".jsonl") {
            let path = "datasets/\(name)"
            do throws(DocumentError) {
                let lines = try JSONLinesReader(file: try folder.resolve(path), path: path)
                var rows = 0
                while let (_, value) = try lines.nextValue() {
                    if value["chosen"] != nil, value["rejected"] != nil { rows += 1 }
                }
                if rows > best?.rows ?? 0 { best = (path, rows) }
            } catch { note = error.headline }
        }
        var finding = counted(
            best?.rows ?? 0, count, "pair in one file of datasets/",
            "pairs in one file of datasets/")
        finding.sources = best.map { [$0.path] } ?? []
        finding.note = note
        return finding
    }

    private func promptVariants(_ count: Int) async throws -> EvidenceFinding {
        var best: (run: RecordID, prompts: Int)?
        for run in try await completeRuns(named: nil) {
            let prompts = try await reader.prompts(of: run).count
            if prompts > best?.prompts ?? 0 { best = (run, prompts) }
        }
        var finding = counted(best?.prompts ?? 0, count, "prompt in one run", "prompts in one run")
        finding.sources = best.map { [$0.run.description] } ?? []
        return finding
    }

    private func suiteCases(_ count: Int, tag: String, categories: Int) throws -> EvidenceFinding {
        var best: (path: String, cases: Int, categories: Int)?
        var note: String?
        for name in try names(in: "suites") where name.hasSuffix(".yaml") {
            let path = "suites/\(name)"
            do throws(DocumentErrors) {
                let suite = try Suite.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)
                let found = (
                    path: path, cases: suite.cases.count,
                    categories: Set(suite.cases.compactMap { $0.tags[tag] }).count
                )
                // The one that lacks least, categories before cases.
                let rank = (min(found.categories, categories), min(found.cases, count))
                let top = best.map { (min($0.categories, categories), min($0.cases, count)) }
                if top.map({ $0 < rank }) ?? true { best = found }
            } catch { note = error.errors[0].headline }
        }
        let cases = best?.cases ?? 0
        let kinds = best?.categories ?? 0
        return EvidenceFinding(
            text: "\(cases) of \(count) cases over \(kinds) of \(categories) values of tag \(tag)",
            // Both must be reached, so a missing category counts as a missing case.
            found: kinds >= categories ? cases : min(cases, count - 1), needed: count,
            sources: best.map { [$0.path] } ?? [], note: note)
    }

    private func file(_ path: String, words needed: Int?) throws -> EvidenceFinding {
        guard FileAccess.exists(try folder.resolve(path)) else {
            return EvidenceFinding(
                text: "\(path) is not there", found: 0, needed: max(1, needed ?? 1), sources: [])
        }
        guard let needed else {
            return EvidenceFinding(text: path, found: 1, needed: 1, sources: [path])
        }
        let text = String(decoding: try folder.read(path), as: UTF8.self)
        let words = ProseWords.count(markdown: text)
        return EvidenceFinding(
            text: "\(words) of \(needed) words in \(path)", found: words, needed: needed,
            sources: [path])
    }

    private func roleFiles() throws -> [String] {
        try names(in: "roles").filter { $0.hasSuffix(".md") }.map { "roles/\($0)" }
    }

    private func roles() throws -> [Role] { try RoleLibrary(folder).roles() }

    private func names(in path: String) throws -> [String] {
        try FolderNames.of(try folder.resolve(path))
    }
}
