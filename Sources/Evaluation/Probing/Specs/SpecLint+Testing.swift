import Workspace

extension SpecLint {
    /// Whether anything could show that the clause is kept or broken.
    func testing(of clause: Clause) -> [CheckMessage] {
        guard let tests else {
            guard clause.examples.isEmpty else { return [] }
            return [untestable(clause)]
        }
        let found = tests.tests[clause.id] ?? []
        if found.isEmpty, clause.examples.isEmpty { return [untestable(clause)] }
        switch clause.modality {
        case .must, .mustNot: return kinds(of: clause, tests, found)
        default:
            guard found.isEmpty else { return [] }
            return [
                message(
                    .warning, "untested", clause, "no case of a suite names '#\(clause.id)'",
                    "list it under clauses: of the cases that test it, or make cases of its "
                        + "examples: conduct spec cases")
            ]
        }
    }

    private func untestable(_ clause: Clause) -> CheckMessage {
        message(
            .error, "untestable", clause,
            "'#\(clause.id)' has neither an example nor a case: nothing shows what keeps or "
                + "breaks it",
            "write **Example (good).** and **Example (bad).**, or a case that names it")
    }

    private func kinds(of clause: Clause, _ tests: SpecTests, _ found: [SpecTests.Test])
        -> [CheckMessage]
    {
        let missing = ClausePolarity.Kind.allCases.filter { kind in
            !found.contains { $0.polarity == kind }
        }
        guard !missing.isEmpty, let modality = clause.modality else { return [] }
        let have =
            found.isEmpty
            ? "no case names it"
            : "it has "
                + ClausePolarity.Kind.allCases.map {
                    "\(tests.count(clause.id, $0)) \($0.rawValue)"
                }.joined(separator: ", ")
                + (tests.count(clause.id, nil) > 0
                    ? ", \(tests.count(clause.id, nil)) without a polarity" : "")
        let names = missing.map(\.rawValue)
        let list =
            names.count > 1
            ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
            : names.joined()
        return [
            message(
                .error, "missing-test", clause,
                "'#\(clause.id)' is a \(modality.rawValue) without a \(list) case; \(have)",
                "tag cases with \(spec.polarity.tag): "
                    + missing.map { kind in
                        spec.polarity.values.first { $0.value == kind }?.key ?? kind.rawValue
                    }.joined(separator: ", ")
                    + "; a twin may also share the group of a case that names the clause")
        ]
    }

    /// Conflicts that nobody decided, that go in circles, or that turn authority upside down.
    func priorities() -> [CheckMessage] {
        var messages: [CheckMessage] = []
        for clause in spec.clauses {
            for conflict in clause.conflicts {
                guard let otherWins = conflict.otherWins else {
                    messages.append(
                        message(
                            .warning, "undecided-conflict", clause,
                            "'#\(clause.id)' conflicts with '#\(conflict.clause)', and neither "
                                + "wins",
                            "write #\(conflict.clause) wins: … or #\(conflict.clause) yields: …"))
                    continue
                }
                guard let other = spec.clause(conflict.clause),
                    let own = clause.authority.flatMap({ spec.levels.firstIndex(of: $0) }),
                    let others = other.authority.flatMap({ spec.levels.firstIndex(of: $0) })
                else { continue }
                let winner = otherWins ? other : clause
                let loser = otherWins ? clause : other
                let (winning, losing) = otherWins ? (others, own) : (own, others)
                let mayOverride =
                    loser.overridableBy?.contains(spec.levels[winning]) ?? (winning <= losing)
                if winning > losing, !mayOverride {
                    messages.append(
                        message(
                            .error, "priority-against-authority", clause,
                            "'#\(winner.id)' (\(spec.levels[winning])) wins over '#\(loser.id)' "
                                + "(\(spec.levels[losing])), which only higher levels may override",
                            "let '#\(loser.id)' win, or name \(spec.levels[winning]) under its "
                                + "overridable-by"))
                }
            }
        }
        return messages + cycles()
    }

    private func cycles() -> [CheckMessage] {
        SpecPriorities(spec).cycles.compactMap { cycle in
            guard let first = cycle.first, let clause = spec.clause(first) else { return nil }
            let path = (cycle + [first]).map { "#\($0)" }.joined(separator: " over ")
            return message(
                .error, "cyclic-priority", clause, "priorities go in a circle: \(path)",
                "decide which of these conflicts ends otherwise")
        }
    }
}
