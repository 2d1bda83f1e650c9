import LanguageModel
import Workspace

/// `all` and `any`: several scorers as one.
struct SetRule<Variant: SetVariant>: ScoringRule {
    static var manual: ScorerManual { Variant.manual }

    private let members: [any Scorer]
    private let threshold: Double?

    init(_ members: [any Scorer], threshold: Double?) {
        self.members = members
        self.threshold = threshold
    }

    var needs: ScorerNeeds { members.reduce(into: []) { $0.formUnion($1.needs) } }

    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        var outcomes: [ScoreOutcome] = []
        for member in members { outcomes.append(await member.score(subject)) }
        var outcome = combined(outcomes)
        outcome.detail = [
            "members": .array(
                zip(members, outcomes).map { member, outcome in
                    [
                        "name": .string(member.name), "weight": .number(member.weight),
                        "verdict": .string(outcome.verdict.rawValue),
                        "value": outcome.value.map(JSONValue.number) ?? .null,
                        "reason": .string(outcome.reason),
                    ]
                })
        ]
        outcome.latency = outcomes.compactMap(\.latency).reduce(nil) { ($0 ?? 0) + $1 }
        return outcome
    }

    private func combined(_ outcomes: [ScoreOutcome]) -> ScoreOutcome {
        let counted = zip(members, outcomes).filter { $0.0.weight > 0 }
        let total = counted.reduce(0) { $0 + $1.0.weight }
        guard total > 0 else { return .unscored("no scorer of the set has a weight above 0") }
        var known = 0.0
        var knownWeight = 0.0
        for (member, outcome) in counted {
            guard let credit = outcome.credit(in: member.unit) else { continue }
            known += member.weight * credit
            knownWeight += member.weight
        }
        let mean = knownWeight > 0 ? known / knownWeight : nil
        func names(_ verdict: Verdict) -> String {
            counted.filter { $0.1.verdict == verdict }.map { member, outcome in
                "\(member.name): \(ScalarText.excerpt(outcome.reason, limit: 120))"
            }.joined(separator: "; ")
        }
        let verdict: Verdict
        if let threshold {
            // What could not be scored may be worth nothing or all; undecided in between. The
            // slack keeps sums such as 0.1 + 0.2 from missing 0.3.
            let low = known / total
            let high = (known + total - knownWeight) / total
            verdict =
                low >= threshold - 1e-9 ? .pass : high < threshold - 1e-9 ? .fail : .unscored
        } else {
            let verdicts = counted.map(\.1.verdict)
            let decisive: Verdict = Variant.needsAll ? .fail : .pass
            let other: Verdict = Variant.needsAll ? .pass : .fail
            verdict =
                verdicts.contains(decisive)
                ? decisive : verdicts.contains(.unscored) ? .unscored : other
        }
        switch verdict {
        case .unscored: return .unscored("could not score \(names(.unscored))")
        case .pass:
            let reason =
                Variant.needsAll && threshold == nil ? "all pass" : "passes: \(names(.pass))"
            return ScoreOutcome(.pass, value: mean, reason: reason)
        case .fail: return ScoreOutcome(.fail, value: mean, reason: "fails: \(names(.fail))")
        }
    }
}

/// Which of the two a `SetRule` is.
protocol SetVariant {
    static var manual: ScorerManual { get }
    static var needsAll: Bool { get }
}

private let setNotes = """
    The value is the weighted mean of the members' values, each from 0 to 1 (a measurement counts \
    1 for pass and 0 for fail). With `threshold` beside the set, that mean decides. A member with \
    weight 0 is reported and decides nothing. A member that could not be scored leaves the set \
    unscored, unless the others decide it whatever that member is.
    """

/// All members.
enum AllOf: SetVariant {
    static let needsAll = true
    static let manual = ScorerManual(
        "all", .sets, "All scorers of the set pass, or enough of them by weight.", notes: setNotes,
        examples: [
            "all: [{contains: round}, {not-contains: flat}]",
            "{all: [{contains: a, weight: 2}, {contains: b}], threshold: 0.6}",
        ], readsText: false)
}

/// One member.
enum AnyOf: SetVariant {
    static let needsAll = false
    static let manual = ScorerManual(
        "any", .sets, "At least one scorer of the set passes, or enough of them by weight.",
        notes: setNotes, examples: [#"any: [{contains: Paris}, {regex: '(?i)city of light'}]"#],
        readsText: false)
}
