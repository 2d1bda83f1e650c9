package import Evaluation
import LanguageModel
package import Reports
package import Workspace

/// Finds the records that a document's evidence names, and computes what they say now.
package actor EvidenceResolver {
    private let folder: WorkspaceFolder
    private let reader: StoreReader
    private let vocabulary: ScorerVocabulary
    private let findings: FindingBook
    /// Evidence of runs is read once for all that a document shows of them.
    private var runs: [String: RunEvidence] = [:]

    package init(folder: WorkspaceFolder, store: Store, scorers vocabulary: ScorerVocabulary) {
        self.folder = folder
        reader = store.reader
        findings = FindingBook(folder: folder, store: store)
        self.vocabulary = vocabulary
    }

    /// What a reference shows.
    ///
    /// - Throws: `EvidenceUnavailable`; errors of the store.
    package func resolve(_ reference: EvidenceReference) async throws -> EvidenceResult {
        switch reference.subject {
        case .run: return try await run(reference)
        case .spec:
            let spec = try specification(reference, in: folder).0
            return reference.view == "frameworks"
                ? Self.view(SpecFrameworks(spec)) : Self.view(spec)
        case .coverage:
            let spec = try specification(reference, in: folder).0
            return try Self.view(
                try await SpecCoverage.read(spec, in: folder, from: reader, scorers: vocabulary))
        case .findings: return try Self.view(try await findings.entries().entries, reference)
        case .experiment: return try await record(reference, [.analysis, .experiment])
        case .agreement: return try await record(reference, [.agreement])
        case .arena: return try await record(reference, [.arena])
        case .training: return try await record(reference, [.training])
        case .role: return try await record(reference, [.audit])
        }
    }

    /// The evidence of a run that a reference names.
    package func evidence(_ name: String, scoring: String? = nil) async throws -> RunEvidence {
        let key = "\(name)/\(scoring ?? "")"
        if let known = runs[key] { return known }
        let id = try await run(named: name)
        var chosen: RecordID?
        if let scoring { chosen = try await reader.resolve(scoring, as: .scoring) }
        let evidence = try await RunEvidence.read(run: id, scoring: chosen, from: reader)
        runs[key] = evidence
        return evidence
    }

    /// The run that a name means: an id or the beginning of one, `latest`, or a suite's name for
    /// its newest complete run, `NAME~1` for the one before.
    private func run(named name: String) async throws -> RecordID {
        let parts = name.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        let suite = String(parts.first ?? "")
        if let back = parts.count == 2 ? Int(parts[1]) : 0, back >= 0 {
            let runs = try await reader.runs(limit: 10_000, suite: suite).filter {
                $0.run.status == .complete && $0.run.suite == suite && $0.run.kind != .probe
            }.map(\.run.id).sorted(by: >)
            if runs.indices.contains(back) { return runs[back] }
            if let first = runs.first {
                throw EvidenceUnavailable(
                    "the suite '\(suite)' has \(runs.count) complete runs, not \(back + 1)",
                    advice: "its newest is \(first)")
            }
        }
        do {
            return try await reader.resolve(name, as: .run)
        } catch let error as StoreError {
            let suites = Set(try await reader.runs(limit: 10_000).map(\.run.suite)).sorted()
            throw EvidenceUnavailable(
                "no run or suite with a complete run is called '\(name)' (\(error.message))",
                advice: suites.isEmpty
                    ? "make one: conduct eval suites/SUITE.yaml"
                    : "there are runs of \(suites.prefix(8).joined(separator: ", "))")
        }
    }

    private func run(_ reference: EvidenceReference) async throws -> EvidenceResult {
        let evidence = try await evidence(reference.id, scoring: reference.scoring)
        switch reference.view {
        case "samples": return try await samples(evidence, reference)
        case "comparison":
            guard let against = reference.against else {
                throw EvidenceUnavailable(
                    "a comparison names two runs", advice: "add against: with the earlier run")
            }
            return comparison(try await self.evidence(against), evidence)
        default: return try evidence.view(reference)
        }
    }

    private func comparison(_ first: RunEvidence, _ second: RunEvidence) -> EvidenceResult {
        let comparison = RunComparison(first, second)
        let report = CompareReport(comparison)
        let table = report.differencesTable()
        var result = EvidenceResult(
            title: "\(second.run.suite): \(second.run.id) against \(first.run.id)",
            content: [
                "first": .string(first.run.id.description),
                "second": .string(second.run.id.description),
                "differences": .array(
                    comparison.differences.map { difference in
                        [
                            "scorer": .string(difference.contrast.scorer),
                            "model": .string(difference.lane.model),
                            "prompt": .string(difference.lane.prompt),
                            "first": .number(difference.contrast.firstRate),
                            "second": .number(difference.contrast.secondRate),
                            "value": .number(difference.contrast.difference.value),
                            "low": difference.contrast.difference.low.map { .number($0) } ?? .null,
                            "high": difference.contrast.difference.high.map { .number($0) }
                                ?? .null,
                            "p": .number(difference.contrast.adjustedPValue),
                            "fixed": .integer(difference.fixed),
                            "broken": .integer(difference.broken),
                        ]
                    }),
            ], record: second.run.id.description)
        result.against = first.run.id.description
        result.tables = [table]
        result.notes = second.provenance + first.provenance
        return result
    }

    /// Failing samples first, at most five; what was sent and what came back.
    private func samples(
        _ evidence: RunEvidence, _ reference: EvidenceReference
    ) async throws -> EvidenceResult {
        let query = SampleQuery(
            run: evidence.run.id, scoring: evidence.scoring?.id,
            verdict: reference.conditions["verdict"].flatMap(Verdict.init(rawValue:)),
            scorer: reference.metric,
            tags: reference.conditions.filter {
                !["model", "prompt", "clause", "case", "verdict"].contains($0.key)
            }, clause: reference.conditions["clause"], model: reference.conditions["model"],
            promptID: reference.conditions["prompt"], caseID: reference.conditions["case"])
        let listed = try await reader.samples(query, limit: 5).samples
        var texts: [EvidenceText] = []
        var content: [JSONValue] = []
        for item in listed {
            let sample = try await reader.sample(item.id)
            for message in sample.transcript.prefix(sample.promptCount) {
                texts.append(
                    EvidenceText(
                        label: "\(item.caseID), \(item.promptID): \(message.role.rawValue)",
                        text: message.text))
            }
            texts.append(
                EvidenceText(
                    label: "\(item.caseID), \(item.promptID): \(item.model) answered",
                    text: sample.output))
            content.append([
                "sample": .string(item.id.description), "output": .string(sample.output),
            ])
        }
        guard !listed.isEmpty else {
            throw EvidenceUnavailable(
                "no sample of the run meets the conditions", advice: "change where:")
        }
        var result = EvidenceResult(
            title: "\(evidence.run.suite): samples",
            content: ["run": .string(evidence.run.id.description), "samples": .array(content)],
            record: evidence.run.id.description)
        result.texts = texts
        result.notes =
            evidence.provenance + [
                "Samples: \(listed.map(\.id.description).joined(separator: ", "))."
            ]
        return result
    }

    /// What makes the first record of a kind.
    private static func maker(_ subject: EvidenceReference.Subject) -> String {
        switch subject {
        case .experiment: "make one: conduct experiment new"
        case .agreement: "make one: conduct label new, label answer, label agreement"
        case .arena: "make one: conduct arena new"
        case .training: "make one: conduct align dpo RECIPE"
        case .role: "make one: conduct role add, then conduct role audit"
        default: "make one first"
        }
    }

    private func record(
        _ reference: EvidenceReference, _ kinds: [RecordKind]
    ) async throws -> EvidenceResult {
        if let id = RecordID(reference.id), !kinds.contains(id.kind) {
            throw EvidenceUnavailable(
                "\(id) is a \(id.kind.word), not a \(reference.subject.rawValue)",
                advice: "name one under the right word")
        }
        var found: StoredRecord?
        for kind in kinds where found == nil {
            // Analyses of findings are no experiment's, and a run's own mark says nothing.
            found = try await reader.records(kind, named: reference.id).last {
                !FindingReproduction.isRecord($0) && $0.body["part"] == nil
                    || $0.body["effects"] != nil
            }
            if found == nil, reference.id == "latest" {
                found = try await reader.records(kind).last {
                    !FindingReproduction.isRecord($0) && $0.body["part"] == nil
                        || $0.body["effects"] != nil
                }
            }
            if found == nil, let id = try? await reader.resolve(reference.id, as: kind) {
                found = try? await reader.record(id)
            }
        }
        guard let found else {
            let some = try await reader.records(kinds[0])
            throw EvidenceUnavailable(
                some.isEmpty
                    ? "this workspace has no \(kinds[0].word) yet"
                    : "there is no \(reference.subject.rawValue) '\(reference.id)'",
                advice: some.isEmpty
                    ? Self.maker(reference.subject)
                    : "the newest is \(some.last.map { "\($0.id) \($0.name)" } ?? "")")
        }
        if found.id.kind == .audit { return try Self.view(audit: found, reference) }
        return try found.view(reference)
    }
}
