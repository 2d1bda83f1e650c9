package import LanguageModel
package import Workspace

/// A run's own record as `--json` shows it: what was asked, with which version, from which files.
package struct RunFacts: Codable, Sendable, Hashable {
    package var id: RecordID
    package var kind: RunKind
    package var suite: String
    package var suitePath: String?
    package var status: RunStatus
    /// UTC milliseconds since 1970.
    package var createdMilliseconds: Int64
    package var finishedMilliseconds: Int64?
    package var seed: Int
    package var epochs: Int
    package var reducer: String
    /// Content hashes of everything that decided the run, and versions.
    package var manifest: JSONValue
    package var manifestSHA256: String
    package var planned: Int?
    package var labels: [String]
    package var notes: String
    package var toolVersion: String
    /// The scoring whose scores are summarised: its id, its scorers and their hash.
    package var scoring: RecordID?
    package var scorers: JSONValue?
    package var scorersSHA256: String?

    package enum CodingKeys: String, CodingKey {
        case id, kind, suite
        case suitePath = "suite_path"
        case status
        case createdMilliseconds = "created_milliseconds"
        case finishedMilliseconds = "finished_milliseconds"
        case seed, epochs, reducer, manifest
        case manifestSHA256 = "manifest_sha256"
        case planned, labels, notes
        case toolVersion = "tool_version"
        case scoring, scorers
        case scorersSHA256 = "scorers_sha256"
    }

    /// The facts of a run and of the scoring that is summarised.
    package init(_ run: Run, scoring: Scoring? = nil) {
        id = run.id
        kind = run.kind
        suite = run.suite
        suitePath = run.suitePath
        status = run.status
        createdMilliseconds = run.created.milliseconds
        finishedMilliseconds = run.finished?.milliseconds
        seed = run.seed
        epochs = run.epochs
        reducer = run.reducer
        manifest = run.manifest
        manifestSHA256 = run.manifestHash
        planned = run.planned
        labels = run.labels
        notes = run.notes
        toolVersion = run.toolVersion
        self.scoring = scoring?.id
        scorers = scoring?.scorers
        scorersSHA256 = scoring?.scorersHash
    }
}
