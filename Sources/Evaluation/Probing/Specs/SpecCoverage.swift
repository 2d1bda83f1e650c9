package import LanguageModel
package import Workspace

/// What is known of each clause of a specification: its cases, and the latest results on them.
package struct SpecCoverage: Codable, Sendable, Hashable {
    /// Whether a result still speaks of the clause as it reads now.
    package enum Freshness: String, Codable, Sendable, Hashable {
        /// The clause reads as it did when the run began.
        case current
        /// The clause has changed since.
        case stale
        /// The run says nothing about how the clause read.
        case unknown
    }

    /// What one scorer says of one model under one prompt, on a clause's cases in one run.
    package struct Result: Codable, Sendable, Hashable {
        package var run: RecordID
        package var suite: String
        /// UTC milliseconds since 1970.
        package var createdMilliseconds: Int64
        /// Cases of the run that name the clause.
        package var cases: Int
        package var isSimulated: Bool
        package var freshness: Freshness
        /// Model, prompt, scorer, counts, rate with its interval and bounds.
        package var cell: SummaryCell

        package enum CodingKeys: String, CodingKey {
            case run, suite
            case createdMilliseconds = "created_milliseconds"
            case cases
            case isSimulated = "is_simulated"
            case freshness, cell
        }
    }

    /// How many cases a clause has of each kind.
    package struct Tests: Codable, Sendable, Hashable {
        package var positive: Int
        package var negative: Int
        package var benignTwin: Int
        /// Cases whose tags do not say what they are.
        package var unmarked: Int
        package var suites: [String]

        package enum CodingKeys: String, CodingKey {
            case positive, negative
            case benignTwin = "benign_twin"
            case unmarked, suites
        }

        /// All of them.
        package var total: Int { positive + negative + benignTwin + unmarked }
    }

    /// One clause.
    package struct ClauseRow: Codable, Sendable, Hashable {
        package var id: String
        package var title: String
        package var modality: String?
        package var authority: String?
        package var line: Int
        package var contentHash: String
        package var tests: Tests
        package var results: [Result]

        package enum CodingKeys: String, CodingKey {
            case id, title, modality, authority, line
            case contentHash = "content_hash"
            case tests, results
        }

        /// Whether some result is about an earlier wording.
        package var isStale: Bool { results.contains { $0.freshness == .stale } }
    }

    package var spec: String
    package var file: String
    package var contentHash: String
    package var suites: [String]
    package var clauses: [ClauseRow]
    /// The level of the intervals.
    package var level: Double

    package enum CodingKeys: String, CodingKey {
        case spec, file
        case contentHash = "content_hash"
        case suites, clauses, level
    }

    /// Clauses that no case tests.
    package var untested: [ClauseRow] { clauses.filter { $0.tests.total == 0 } }

    /// Joins the clauses with their tests and with runs.
    ///
    /// - Parameter runs: the evidence of the runs that count, such as each suite's latest.
    package init(
        _ spec: Spec, tests: SpecTests, runs: [RunEvidence],
        options: SummaryOptions = SummaryOptions()
    ) {
        self.spec = spec.name
        file = spec.file
        contentHash = spec.contentHash
        suites = tests.suites
        level = options.level
        var results: [String: [Result]] = [:]
        for evidence in runs {
            let run = evidence.run
            let simulated = Set(evidence.models.filter(\.isSimulated).map(\.alias))
            for slice in evidence.slices(by: "clause", options: options) {
                guard let clause = spec.clause(slice.level) else { continue }
                let freshness = Self.freshness(of: clause, in: run.manifest)
                results[clause.id, default: []] += slice.cells.map { cell in
                    Result(
                        run: run.id, suite: run.suite,
                        createdMilliseconds: run.created.milliseconds, cases: slice.cases,
                        isSimulated: simulated.contains(cell.model), freshness: freshness,
                        cell: cell)
                }
            }
        }
        clauses = spec.clauses.map { clause in
            let found = tests.tests[clause.id] ?? []
            var suites: [String] = []
            for test in found where !suites.contains(test.suitePath) {
                suites.append(test.suitePath)
            }
            return ClauseRow(
                id: clause.id, title: clause.title, modality: clause.modality?.rawValue,
                authority: clause.authority, line: clause.line, contentHash: clause.contentHash,
                tests: Tests(
                    positive: tests.count(clause.id, .positive),
                    negative: tests.count(clause.id, .negative),
                    benignTwin: tests.count(clause.id, .benignTwin),
                    unmarked: tests.count(clause.id, nil), suites: suites),
                results: results[clause.id] ?? [])
        }
    }

    /// Compares a clause with what a run's manifest holds of it.
    package static func freshness(of clause: Clause, in manifest: JSONValue) -> Freshness {
        guard let stored = manifest["clauses"]?[clause.id]?.string else { return .unknown }
        return stored == clause.contentHash ? .current : .stale
    }
}
