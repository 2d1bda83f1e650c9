import Evaluation
import LanguageModel
package import Workspace

/// What a run's results rest on besides its samples, compared with the workspace's files as they
/// are now.
package struct RunDependencies: Sendable, Hashable {
    /// What has changed since: `the clause #no-flattery`, `the case 'x'` …
    package var changes: [String] = []
    /// What cannot be compared, as sentences.
    package var unknowns: [String] = []

    /// Compares clauses, cases, prompts and the suite's scorers.
    package init(
        of run: Run, cases: [CaseSnapshot], prompts: [PromptSnapshot], in folder: WorkspaceFolder,
        scorers vocabulary: ScorerVocabulary
    ) {
        let manifest = run.manifest
        compareClauses(manifest, folder)
        guard let path = run.suitePath, let file = try? folder.resolve(path),
            FileAccess.exists(file)
        else {
            unknowns.append(
                "the suite of \(run.id) is not in this workspace, so its cases, prompts and "
                    + "scorers can't be compared")
            return
        }
        let suite: Suite
        do throws(DocumentErrors) {
            suite = try Suite.read(path, in: folder, scorers: vocabulary)
        } catch {
            unknowns.append("\(path) can't be read: \(error.errors.first?.headline ?? "")")
            return
        }
        compareCases(cases, suite)
        // An experiment makes its prompts of the suite's and its own levels.
        if let path = manifest["experiment"]?["file"]?.string {
            compareFile(path, manifest, folder)
        }
        for prompt in prompts where run.kind != .experiment && run.kind != .probe {
            guard let now = suite.prompts.first(where: { $0.id == prompt.promptID }) else {
                if !suite.prompts.isEmpty {
                    changes.append("the prompt '\(prompt.promptID)', which is gone")
                }
                continue
            }
            if ContentHash.of(now.content) != prompt.contentHash {
                changes.append("the prompt '\(prompt.promptID)'")
            }
        }
        if let stored = manifest["suite_scorers"]?.array {
            if stored.compactMap(\.string) != suite.scorers.map(\.contentHash) {
                changes.append("the suite's scorers")
            }
        } else {
            unknowns.append("\(run.id) was made before runs kept the hashes of scorers")
        }
    }

    private mutating func compareFile(
        _ path: String, _ manifest: JSONValue, _ folder: WorkspaceFolder
    ) {
        guard let then = manifest["files"]?[path]?.string else {
            unknowns.append("the run does not hold the hash of \(path)")
            return
        }
        guard let file = try? folder.resolve(path), FileAccess.exists(file),
            let now = try? FileAccess.hash(file, path: path)
        else {
            unknowns.append("\(path) is not in this workspace, so it can't be compared")
            return
        }
        if now != then { changes.append("the file \(path)") }
    }

    private mutating func compareClauses(_ manifest: JSONValue, _ folder: WorkspaceFolder) {
        guard let path = manifest["spec"]?.string else { return }
        guard let clauses = manifest["clauses"]?.object else {
            unknowns.append("the run was made before runs kept the hashes of clauses")
            return
        }
        guard let spec = try? Spec.read(path, in: folder).spec else {
            unknowns.append("\(path) can't be read, so clauses can't be compared")
            return
        }
        for (id, hash) in clauses.sorted(by: { $0.key < $1.key }) {
            guard let clause = spec.clause(id) else {
                changes.append("the clause #\(id), which is gone")
                continue
            }
            if hash.string != clause.contentHash { changes.append("the clause #\(id)") }
        }
    }

    private mutating func compareCases(_ cases: [CaseSnapshot], _ suite: Suite) {
        let now = Dictionary(
            suite.cases.map { ($0.id, $0.contentHash) }, uniquingKeysWith: { $1 })
        var changed: [String] = []
        for snapshot in cases where now[snapshot.caseID] != snapshot.contentHash {
            changed.append(snapshot.caseID)
        }
        guard let first = changed.first else { return }
        changes.append(
            changed.count == 1
                ? "the case '\(first)'" : "\(changed.count) cases, the first '\(first)'")
    }
}
