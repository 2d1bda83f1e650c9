package import Workspace

/// Looks for what makes a behaviour specification hard to follow, to test or to keep.
package struct SpecLint: Sendable {
    let spec: Spec
    let text: String
    let tests: SpecTests?

    /// - Parameters:
    ///   - text: the file as it was read, for the places of words.
    ///   - tests: the suites' cases; nil leaves out what needs them.
    package init(_ spec: Spec, text: String, tests: SpecTests?) {
        self.spec = spec
        self.text = text
        self.tests = tests
    }

    /// All that there is to say, by place.
    package func messages() -> [CheckMessage] {
        let bodies = ClauseBody.all(text, path: spec.file)
        var messages = tests?.messages ?? []
        if spec.clauses.isEmpty {
            messages.append(
                CheckMessage(
                    .error, "no-clauses", file: spec.file, "the specification has no clauses",
                    advice: "a clause is a heading with an id and a modality: "
                        + "### Do not flatter {#no-flattery must-not authority=developer}"))
        }
        for clause in spec.clauses {
            messages += form(of: clause)
            messages += words(of: clause, bodies[clause.line])
            messages += testing(of: clause)
        }
        return (messages + priorities()).sortedByPlace
    }

    func message(
        _ severity: CheckMessage.Severity, _ rule: String, _ clause: Clause, line: Int? = nil,
        column: Int = 1, _ text: String, _ advice: String
    ) -> CheckMessage {
        CheckMessage(
            severity, rule, file: spec.file, line: line ?? clause.line, column: column,
            subject: clause.id, text, advice: advice)
    }

    /// What every clause should have.
    private func form(of clause: Clause) -> [CheckMessage] {
        var messages: [CheckMessage] = []
        func add(
            _ severity: CheckMessage.Severity, _ rule: String, _ text: String, _ advice: String
        ) {
            messages.append(message(severity, rule, clause, text, advice))
        }
        if Self.isUnwritten(clause.rationale) {
            add(
                .error, "missing-rationale", "'#\(clause.id)' gives no reason",
                "write **Why.** and what goes wrong without the rule: readers extend a rule by "
                    + "its reason")
        }
        if Self.isUnwritten(clause.statement) {
            add(
                .error, "missing-statement", "'#\(clause.id)' states no rule",
                "say below the heading what the assistant does or does not do")
        }
        if clause.modality == nil {
            add(
                .error, "missing-modality", "'#\(clause.id)' does not say how binding it is",
                "add must, must-not, should, should-not or may to the heading's braces")
        }
        if clause.authority == nil {
            add(
                .warning, "missing-authority", "'#\(clause.id)' does not say whose rule it is",
                "add authority=… with one of: \(spec.levels.joined(separator: ", "))")
        }
        if clause.overridableBy == nil {
            add(
                .note, "missing-override", "'#\(clause.id)' does not say who may override it",
                "add overridable-by=none, or the levels that may")
        }
        if clause.modality != .may {
            for kind in [Clause.Example.Kind.good, .bad]
            where !clause.examples.contains(where: { $0.kind == kind }) {
                add(
                    .warning, "missing-example",
                    "'#\(clause.id)' has no example of a \(kind.rawValue) answer",
                    "write **Example (\(kind.rawValue)).** User: … Assistant: …")
            }
        }
        if Self.isUnwritten(clause.ambiguous), clause.modality != .may {
            add(
                .note, "missing-ambiguous", "'#\(clause.id)' names no borderline case",
                "write **Ambiguous.** with the hardest case and how to decide it")
        }
        return messages + reasoning(of: clause)
    }

    private func reasoning(of clause: Clause) -> [CheckMessage] {
        let given = Set(clause.reasoning.map { $0.framework.lowercased() })
        let missing = Self.frameworks.filter { !given.contains($0) }
        if !missing.isEmpty {
            return [
                message(
                    .warning, "missing-reasoning", clause,
                    "'#\(clause.id)' has no \(missing.joined(separator: ", no ")) reasoning",
                    "write **Reasoning.** consequentialist: … · deontological: … · virtue: … · "
                        + "contractualist: …")
            ]
        }
        guard !given.contains("disagreement") else { return [] }
        return [
            message(
                .note, "missing-disagreement", clause,
                "'#\(clause.id)' does not say where the frameworks disagree",
                "add · disagreement: … to its reasoning, or say that there is none")
        ]
    }

    static let frameworks = ["consequentialist", "deontological", "virtue", "contractualist"]

    /// Whether a part is missing, empty, or still holds nothing but a question to the writer.
    static func isUnwritten(_ text: String?) -> Bool {
        var rest = Substring(text ?? "")
        while let open = rest.firstRange(of: "<!--") {
            guard rest[..<open.lowerBound].allSatisfy(\.isWhitespace) else { return false }
            guard let close = rest[open.upperBound...].firstRange(of: "-->") else { return true }
            rest = rest[close.upperBound...]
        }
        return rest.allSatisfy(\.isWhitespace)
    }
}
