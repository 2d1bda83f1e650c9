import LanguageModel
package import Workspace

/// The cases of a workspace's suites that test the clauses of a specification.
package struct SpecTests: Sendable {
    /// A case as the test of a clause.
    package struct Test: Sendable, Hashable {
        package var caseID: String
        package var suite: String
        package var suitePath: String
        /// What it is to the rule; nil where its tags do not say.
        package var polarity: ClausePolarity.Kind?
        /// False for a benign twin that only shares its group with a case that names the clause.
        package var isNamed: Bool

        package init(
            caseID: String, suite: String, suitePath: String, polarity: ClausePolarity.Kind?,
            isNamed: Bool
        ) {
            self.caseID = caseID
            self.suite = suite
            self.suitePath = suitePath
            self.polarity = polarity
            self.isNamed = isNamed
        }
    }

    /// The suites that name the specification, by path.
    package var suites: [String]
    /// The tests of each clause, by its id.
    package var tests: [String: [Test]]
    /// Suites that could not be read.
    package var messages: [CheckMessage]

    package init(
        suites: [String] = [], tests: [String: [Test]] = [:], messages: [CheckMessage] = []
    ) {
        self.suites = suites
        self.tests = tests
        self.messages = messages
    }

    /// Gathers the tests from suites that are read already.
    package init(_ spec: Spec, suites: [Suite]) {
        self.init(suites: suites.map(\.file))
        for suite in suites { add(suite, spec.polarity) }
    }

    /// Reads all suites of a workspace and keeps those that name the specification.
    ///
    /// A suite that cannot be read becomes an error among the messages.
    package init(
        _ spec: Spec, in folder: WorkspaceFolder, scorers vocabulary: ScorerVocabulary
    ) throws(DocumentError) {
        self.init()
        for path in try folder.list("suites", suffixes: [".yaml", ".yml"]) {
            do throws(DocumentErrors) {
                let suite = try Suite.read(path, in: folder, scorers: vocabulary)
                guard suite.spec == spec.file else { continue }
                suites.append(path)
                add(suite, spec.polarity)
            } catch {
                guard Self.names(spec.file, path, in: folder), let first = error.errors.first
                else { continue }
                messages.append(
                    CheckMessage(
                        .error, "unreadable-suite", file: first.file, line: first.line,
                        column: first.column, subject: path, first.message,
                        advice: first.suggestion ?? "its cases count for nothing until it is read"))
            }
        }
    }

    /// How many tests of a kind a clause has.
    package func count(_ clause: String, _ kind: ClausePolarity.Kind?) -> Int {
        (tests[clause] ?? []).count { $0.polarity == kind }
    }

    private mutating func add(_ suite: Suite, _ polarity: ClausePolarity) {
        var named: [String: [Case]] = [:]
        for one in suite.cases {
            for clause in one.clauses { named[clause, default: []].append(one) }
        }
        var twins: [String: [Case]] = [:]
        for one in suite.cases where polarity.kind(of: one.tags) == .benignTwin {
            if let group = suite.group(of: one) { twins[group, default: []].append(one) }
        }
        for (clause, cases) in named {
            var found = cases.map { one in
                Test(
                    caseID: one.id, suite: suite.name, suitePath: suite.file,
                    polarity: polarity.kind(of: one.tags), isNamed: true)
            }
            // A matched group holds one input in several forms: its twin belongs to all of them.
            let ids = Set(cases.map(\.id))
            for group in Set(cases.compactMap { suite.group(of: $0) }).sorted() {
                for twin in twins[group] ?? [] where !ids.contains(twin.id) {
                    found.append(
                        Test(
                            caseID: twin.id, suite: suite.name, suitePath: suite.file,
                            polarity: .benignTwin, isNamed: false))
                }
            }
            tests[clause, default: []] += found
        }
    }

    /// Whether a suite that has errors is about the specification, as far as its text tells.
    private static func names(_ spec: String, _ path: String, in folder: WorkspaceFolder) -> Bool {
        guard let bytes = try? folder.read(path) else { return true }
        return String(decoding: bytes, as: UTF8.self).contains(spec)
    }
}
