extension SummaryMaker {
    /// The cells by level of every tag that divides the cases, and by clause.
    ///
    /// A tag with one level, or with a level for nearly every case (an identifier), is left out.
    func breakdowns(_ matched: [MatchedTag]) -> [Breakdown] {
        let conditions = matched.map(\.key)
        let keys = Set(evidence.cases.flatMap(\.tags.keys))
        let ordered = conditions + keys.subtracting(conditions).sorted()
        var breakdowns = ordered.compactMap { key -> Breakdown? in
            let levels = evidence.orderedLevels(of: key)
            let tagged = evidence.cases.count { $0.tags[key] != nil }
            let isIdentifier = levels.count > options.mostLevels && levels.count * 8 > tagged
            guard levels.count > 1, !isIdentifier else { return nil }
            return breakdown(
                .tag, key: key, levels: levels, isCondition: conditions.contains(key)
            ) { $0.tags[key].map { [$0] } ?? [] }
        }
        var clauses: [String] = []
        for facts in evidence.cases {
            for clause in facts.clauses where !clauses.contains(clause) { clauses.append(clause) }
        }
        if !clauses.isEmpty {
            breakdowns.append(
                breakdown(.clause, key: "clause", levels: clauses, isCondition: false, \.clauses))
        }
        return breakdowns
    }

    private func breakdown(
        _ kind: Breakdown.Kind, key: String, levels: [String], isCondition: Bool,
        _ levelsOf: (RunEvidence.CaseFacts) -> [String]
    ) -> Breakdown {
        var members: [String: [Int]] = [:]
        for (index, facts) in evidence.cases.enumerated() {
            for level in levelsOf(facts) { members[level, default: []].append(index) }
        }
        let shown = levels.prefix(options.mostLevels)
        return Breakdown(
            kind: kind, key: key,
            slices: shown.map { level in
                let cases = members[level] ?? []
                return Breakdown.Slice(level: level, cases: cases.count, cells: cells(of: cases))
            }, omittedLevels: levels.count - shown.count, isCondition: isCondition)
    }
}
