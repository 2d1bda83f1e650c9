import Evaluation
import LanguageModel
import Workspace

/// Red-team texts that a public build does not show: what was asked and what came back of probing
/// cases, in runs, data files and findings. Verdicts, counts and hashes stay, so that every figure
/// can still be computed.
///
/// A case counts as probing when it has the tag `red-team` with any value but `no`. A finding counts
/// when it was seen in such a case or its front matter says `red-team: true`.
struct WithheldProbes {
    /// What stands in the place of a text.
    static let notice = "(withheld: red-team text)"

    /// The names of probing cases, by run.
    private(set) var cases: [RecordID: Set<String>] = [:]
    /// The files of findings that tell of them.
    private(set) var findings: Set<String> = []
    /// Sources that hold such texts in a form that can't be taken apart.
    private(set) var files: Set<String> = []
    /// The different cases and findings of which texts are withheld.
    private(set) var count = 0

    private var samples: Set<String> = []
    /// The lines of data files with probing cases, from 1.
    private var lines: [String: Set<Int>] = [:]

    /// Nothing is withheld.
    init() {}

    /// Looks through the runs and files that go along.
    init(
        runs: Set<RecordID>, sources: Set<String>, folder: WorkspaceFolder, reader: StoreReader,
        vocabulary: ScorerVocabulary
    ) async throws {
        for id in runs {
            let found = try await reader.cases(of: id).filter { Self.isProbing($0.tags) }
                .map(\.caseID)
            guard !found.isEmpty else { continue }
            cases[id] = Set(found)
            for try await page in reader.samples(of: id) {
                for sample in page where cases[id]?.contains(sample.caseID) == true {
                    samples.insert(sample.id.description)
                }
            }
        }
        var names = cases.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for path in sources where path.hasPrefix("findings/") {
            guard let text = try? UTF8Text.validate(try folder.read(path), path: path),
                let finding = try? FindingDocument(markdown: text, path: path)
            else { continue }
            let sampled = finding.sample.map { samples.contains($0) } ?? false
            let named =
                finding.run.flatMap { RecordID($0) }.flatMap { cases[$0] }.map { known in
                    finding.caseID.map(known.contains) ?? false
                } ?? false
            if finding.isRedTeam || sampled || named { findings.insert(path) }
        }
        for path in sources where Self.isSuite(path) {
            guard let suite = try? Suite.read(path, in: folder, scorers: vocabulary) else {
                continue
            }
            let probing = suite.cases.filter { Self.isProbing($0.tags) }
            names.formUnion(probing.map(\.id))
            // Lines of JSON are taken apart; other files stay at home whole.
            for one in probing {
                if one.file.hasSuffix(".jsonl") {
                    lines[one.file, default: []].insert(one.location.line)
                } else {
                    files.insert(one.file)
                }
            }
        }
        count = names.count + findings.count
    }

    /// Whether anything is withheld.
    var isEmpty: Bool { cases.isEmpty && findings.isEmpty && files.isEmpty && count == 0 }

    /// What the check must know to be withheld in part: runs, and findings by their word.
    var redacted: Set<String> {
        Set(cases.keys.map(\.description)).union(findings.isEmpty ? [] : ["findings"])
    }

    private static func isSuite(_ path: String) -> Bool {
        path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    }

    private static func isProbing(_ tags: [String: String]) -> Bool {
        tags["red-team"].map { !["no", "false", ""].contains($0.lowercased()) } ?? false
    }

    // MARK: - Runs

    /// Lines of a run's export without the texts of its probing cases.
    func withheld(from lines: String, of run: RecordID) throws -> String {
        guard let names = cases[run] else { return lines }
        return try lines.split(separator: "\n").map { line -> String in
            let record = try JSONValue(parsing: String(line))
            guard let name = record["case_id"]?.string, names.contains(name),
                var members = record.object
            else { return String(line) }
            switch record["record"]?.string {
            case "case":
                let content = Self.withheld(case: record["content"] ?? .null)
                members["content"] = content
                members["content_hash"] = .string(SHA256.hex(content.serializedBytes()))
            case "sample":
                members["transcript"] = .array(
                    (record["transcript"]?.array ?? []).map(Self.withheld(message:)))
                members["output"] = .string(Self.notice)
                members["logprobs"] = nil
                members["scores"] = .array(
                    (record["scores"]?.array ?? []).map { score in
                        var score = score.object ?? [:]
                        score["reason"] = .string(Self.notice)
                        score["detail"] = score["detail"].map(Self.withheld(texts:))
                        return .object(score)
                    })
            default: break
            }
            return JSONValue.object(members).serialized()
        }.joined(separator: "\n") + "\n"
    }

    /// A case with its variables, messages and turns withheld; tags, clauses and scorers stay.
    private static func withheld(case content: JSONValue) -> JSONValue {
        guard var members = content.object else { return content }
        members["vars"] = members["vars"].map(withheld(texts:))
        members["turns"] = members["turns"].map(withheld(texts:))
        members["messages"] = members["messages"].map { messages in
            .array((messages.array ?? []).map(withheld(message:)))
        }
        return .object(members)
    }

    private static func withheld(message: JSONValue) -> JSONValue {
        ["role": message["role"] ?? "user", "content": .string(notice)]
    }

    private static func withheld(texts value: JSONValue) -> JSONValue {
        switch value {
        case .string: .string(notice)
        case .array(let items): .array(items.map(withheld(texts:)))
        case .object(let members): .object(members.mapValues(withheld(texts:)))
        default: value
        }
    }

    // MARK: - Files

    /// A source as it may be read; nil where it stays at home.
    func withheld(from bytes: [UInt8], at path: String) throws -> [UInt8]? {
        if files.contains(path) { return nil }
        if findings.contains(path) {
            let text = try UTF8Text.validate(bytes, path: path)
            var finding = try FindingDocument(markdown: text, path: path)
            finding.prompt = Self.notice
            finding.observed = Self.notice
            return Array(finding.markdown.utf8)
        }
        guard path.hasSuffix(".jsonl"), count > 0 else { return bytes }
        let text = try UTF8Text.validate(bytes, path: path)
        let known = lines[path] ?? []
        var changed = false
        let kept = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated().map { index, line in
                guard let record = try? JSONValue(parsing: String(line)) else {
                    return String(line)
                }
                let tags = record["tags"]?.object ?? [:]
                let isTagged = Self.isProbing(tags.compactMapValues { $0.string ?? "yes" })
                guard isTagged || known.contains(index + 1) else { return String(line) }
                changed = true
                var members = Self.withheld(case: record).object ?? [:]
                members["note"] = nil
                return JSONValue.object(members).serialized()
            }
        return changed ? Array(kept.joined(separator: "\n").utf8) : bytes
    }

    // MARK: - Records

    /// A record without such texts, and whether any were in it.
    func withheld(from record: StoredRecord) -> (record: StoredRecord, isWithheld: Bool) {
        var record = record
        guard var body = record.body.object else { return (record, false) }
        switch record.id.kind {
        case .finding:
            let isHere =
                findings.contains(record.name)
                || body["sample"]?.string.map(samples.contains) ?? false
            guard isHere else { return (record, false) }
            body["prompt"] = .string(Self.notice)
            body["observed"] = .string(Self.notice)
        case .item:
            let shown = (body["answers"]?.array ?? []).compactMap { $0["sample"]?.string }
            guard shown.contains(where: samples.contains) else { return (record, false) }
            for key in ["fields", "answers"] {
                body[key] = .array(
                    (body[key]?.array ?? []).map { entry in
                        var entry = entry.object ?? [:]
                        for name in ["value", "text"] where entry[name] != nil {
                            entry[name] = .string(Self.notice)
                        }
                        return .object(entry)
                    })
            }
            body["suggestions"] = nil
        default: return (record, false)
        }
        record.body = .object(body)
        return (record, true)
    }
}
