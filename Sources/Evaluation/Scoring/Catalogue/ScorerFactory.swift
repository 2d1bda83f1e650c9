import LanguageModel
package import Workspace

/// Makes scorers from what suites say.
package struct ScorerFactory: Sendable {
    /// What the scorers reach of the world.
    package let environment: ScorerEnvironment

    package init(environment: ScorerEnvironment) { self.environment = environment }

    /// The scorers that one entry of a suite asks for: one, or one for each way of `by`.
    ///
    /// - Throws: everything wrong with the arguments, each at its place.
    package func scorers(_ document: ScorerDocument) throws(DocumentErrors)
        -> [ConfiguredScorer]
    {
        guard ScorerVocabulary.sets.contains(document.kind) else {
            return try scorers(
                kind: document.kind, at: document.arguments, arguments: document.arguments,
                name: document.name, weight: document.weight, isNegated: document.negated)
        }
        var members: [any Scorer] = []
        for member in document.members { members += try scorers(member) }
        var configuration: [String: JSONValue] = [
            "members": .array(members.map(\.configuration))
        ]
        configuration["threshold"] = document.threshold.map(JSONValue.number)
        let rule: any ScoringRule =
            document.kind == AllOf.manual.kind
            ? SetRule<AllOf>(members, threshold: document.threshold)
            : SetRule<AnyOf>(members, threshold: document.threshold)
        return [
            ConfiguredScorer(
                rule, name: document.name, weight: document.weight,
                isNegated: document.negated, arguments: configuration)
        ]
    }

    /// The scorers that a kind with arguments makes; sets are made from their documents alone.
    ///
    /// - Parameters:
    ///   - kind: the kind, without `not-`.
    ///   - node: where the kind stands, for errors.
    ///   - arguments: its arguments; null for none.
    ///   - name: the name given, nil for the kind's.
    /// - Throws: everything wrong with the arguments, each at its place.
    package func scorers(
        kind: String, at node: DocumentNode, arguments: DocumentNode, name: String? = nil,
        weight: Double = 1, isNegated: Bool = false
    ) throws(DocumentErrors) -> [ConfiguredScorer] {
        guard let type = ScorerCatalogue.rule(kind) else {
            throw DocumentErrors(
                node.error(
                    "there is no scorer '\(kind)'",
                    suggestion: Spelling.suggestion(
                        for: kind, among: ScorerCatalogue.kinds, naming: "the scorers")))
        }
        let manual = type.manual
        try check(arguments, manual)
        let reader = ScorerArguments(arguments, manual, environment)
        let rules: [AspectRule]
        do { rules = try type.rules(reader) } catch { throw DocumentErrors(error) }
        let target = manual.readsText ? reader.word("target", ScoringTarget.last) : .last
        let base = name ?? (isNegated ? "not-" + kind : kind)
        return rules.map { item in
            ConfiguredScorer(
                item.rule, aspect: item.aspect,
                name: rules.count > 1 ? "\(base)-\(item.aspect ?? "")" : base,
                weight: weight / Double(rules.count), isNegated: isNegated, target: target,
                arguments: reader.configuration)
        }
    }

    private func check(_ arguments: DocumentNode, _ manual: ScorerManual) throws(DocumentErrors) {
        if manual.standsAlone, arguments.isNull { return }
        if manual.standsAlone, manual.shorthand == nil, arguments.bool == false {
            throw DocumentErrors(
                arguments.error(
                    "'\(manual.kind): false' says nothing",
                    suggestion: "write not-\(manual.kind): true, or leave the scorer out"))
        }
        var collector = DocumentErrorCollector()
        manual.shape.check(arguments, into: &collector)
        try collector.check()
    }
}
