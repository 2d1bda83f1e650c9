import LanguageModel
package import Workspace

extension SpecCoverage {
    /// Reads tests and results: each suite's latest complete run, or the runs named.
    ///
    /// - Parameters:
    ///   - runs: instead of each suite's latest.
    ///   - scorers: the scorers that suites may name.
    package static func read(
        _ spec: Spec, runs: [RecordID]? = nil, in folder: WorkspaceFolder, from reader: StoreReader,
        scorers vocabulary: ScorerVocabulary
    ) async throws -> SpecCoverage {
        let tests = try SpecTests(spec, in: folder, scorers: vocabulary)
        var evidence: [RunEvidence] = []
        let ids: [RecordID]
        if let runs { ids = runs } else { ids = try await latestRuns(of: spec.file, from: reader) }
        for id in ids { evidence.append(try await RunEvidence.read(run: id, from: reader)) }
        return SpecCoverage(spec, tests: tests, runs: evidence)
    }

    /// The latest complete run of each suite whose manifest names the specification, newest first.
    package static func latestRuns(
        of spec: String, from reader: StoreReader
    ) async throws -> [RecordID] {
        var found: [RecordID] = []
        var seen: Set<String> = []
        var last: RecordID?
        while true {
            let page = try await reader.runs(before: last, limit: 100)
            for item in page {
                let run = item.run
                // A probe repeats one case of a suite, an experiment asks a part of its cases in
                // other ways: neither stands for the suite.
                guard run.status == .complete, run.kind != .probe, run.kind != .experiment,
                    run.manifest["spec"]?.string == spec,
                    seen.insert(run.suitePath ?? run.suite).inserted
                else { continue }
                found.append(run.id)
            }
            guard page.count == 100, let end = page.last?.run.id else { return found }
            last = end
        }
    }
}
