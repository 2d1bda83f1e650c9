/// A tag whose levels are compared within groups of cases that share everything else: the same
/// fact asked plainly and under pressure.
struct MatchedTag: Sendable {
    /// The tag.
    let key: String
    /// Its levels; the first is what the others are compared with.
    let levels: [String]
    /// What the cases of a group share: the name of a tag, or `group` for the suite's clusters.
    let groupedBy: String
    /// For each group, the case at each level, nil where there is none.
    let groups: [[Int?]]
    /// The cluster of each group: that of its first case.
    let clusterKeys: [String?]
}

extension RunEvidence {
    /// Levels that stand for "nothing done", tried in this order.
    private static let baselineNames = [
        "none", "plain", "baseline", "control", "neutral", "original", "off", "no", "0",
    ]

    /// The tags that vary within matched groups, at most two, the best matched first.
    ///
    /// A tag qualifies when some other grouping of the cases (the suite's clusters, or another
    /// tag) has at least three groups in which it takes two or more levels, never the same level
    /// twice, and these groups hold at least half of the tagged cases.
    func matchedTags() -> [MatchedTag] {
        let keys = Set(cases.flatMap(\.tags.keys)).sorted()
        var found: [(tag: MatchedTag, matched: Int)] = []
        var partitions: Set<[Int]> = []
        for key in keys {
            let levels = orderedLevels(of: key)
            guard (2...8).contains(levels.count) else { continue }
            // The tag that makes the clusters is what is matched, not what is compared.
            guard cases.contains(where: { $0.tags[key] != $0.groupKey }) else { continue }
            let places = Dictionary(
                levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            let codes = cases.map { $0.tags[key].flatMap { places[$0] } ?? -1 }
            // A second tag that divides the cases alike would only repeat the first.
            guard partitions.insert(codes).inserted else { continue }
            var best: (tag: MatchedTag, matched: Int)?
            for grouping in ["group"] + keys where grouping != key {
                guard
                    let candidate = match(
                        key, levels: levels, codes: codes, groupedBy: grouping)
                else { continue }
                if candidate.matched > (best?.matched ?? 0) { best = candidate }
            }
            if let best { found.append(best) }
        }
        return found.sorted { $0.matched > $1.matched }.prefix(2).map(\.tag)
    }

    /// A tag's levels: a name for "nothing done" first, then by the order of the cases.
    func orderedLevels(of key: String) -> [String] {
        var levels: [String] = []
        var seen: Set<String> = []
        for facts in cases {
            if let level = facts.tags[key], seen.insert(level).inserted { levels.append(level) }
        }
        let baseline = Self.baselineNames.lazy.compactMap { name in
            levels.firstIndex { $0.lowercased() == name }
        }.first
        if let baseline { levels.insert(levels.remove(at: baseline), at: 0) }
        return levels
    }

    private func match(_ key: String, levels: [String], codes: [Int], groupedBy grouping: String)
        -> (tag: MatchedTag, matched: Int)?
    {
        var places: [String: Int] = [:]
        var groups: [[Int?]] = []
        for (index, facts) in cases.enumerated() where codes[index] >= 0 {
            guard let name = grouping == "group" ? facts.groupKey : facts.tags[grouping] else {
                continue
            }
            let place = places[name] ?? groups.count
            if place == groups.count {
                places[name] = place
                groups.append(Array(repeating: nil, count: levels.count))
            }
            // The same level twice in a group: the group does not match cases one to one.
            guard groups[place][codes[index]] == nil else { return nil }
            groups[place][codes[index]] = index
        }
        let matched = groups.filter { group in group.count { $0 != nil } >= 2 }
        let count = matched.reduce(0) { sum, group in sum + group.count { $0 != nil } }
        let tagged = codes.count { $0 >= 0 }
        guard matched.count >= 3, count * 2 >= tagged else { return nil }
        let tag = MatchedTag(
            key: key, levels: levels, groupedBy: grouping, groups: matched,
            clusterKeys: matched.map { group in
                group.compactMap { $0 }.first.flatMap { cases[$0].groupKey }
            })
        return (tag, count)
    }
}
