package import Workspace

/// Which clauses win over which, as their conflicts say.
package struct SpecPriorities: Sendable {
    /// The clauses that each clause wins over, in the order of the text.
    package private(set) var losers: [String: [String]] = [:]
    private let order: [String]

    package init(_ spec: Spec) {
        order = spec.clauses.map(\.id)
        for clause in spec.clauses {
            for conflict in clause.conflicts {
                guard let otherWins = conflict.otherWins else { continue }
                let (winner, loser) =
                    otherWins ? (conflict.clause, clause.id) : (clause.id, conflict.clause)
                if !(losers[winner] ?? []).contains(loser) {
                    losers[winner, default: []].append(loser)
                }
            }
        }
    }

    /// Each circle once, beginning with its first clause in the text.
    package var cycles: [[String]] {
        var found: Set<[String]> = []
        var cycles: [[String]] = []
        var done: Set<String> = []
        for start in order where !done.contains(start) {
            var path: [String] = []
            walk(start, &path, &done) { cycle in
                let first = order.first { cycle.contains($0) } ?? cycle[0]
                let index = cycle.firstIndex(of: first) ?? 0
                let turned = Array(cycle[index...] + cycle[..<index])
                if found.insert(turned).inserted { cycles.append(turned) }
            }
        }
        return cycles
    }

    private func walk(
        _ clause: String, _ path: inout [String], _ done: inout Set<String>,
        _ report: ([String]) -> Void
    ) {
        if let index = path.firstIndex(of: clause) { return report(Array(path[index...])) }
        guard !done.contains(clause) else { return }
        path.append(clause)
        for loser in losers[clause] ?? [] { walk(loser, &path, &done, report) }
        path.removeLast()
        done.insert(clause)
    }

    /// The clauses with winners before losers, else in the order of the text.
    package func sorted(_ clauses: [Clause]) -> [Clause] {
        var waiting = clauses
        var sorted: [Clause] = []
        while !waiting.isEmpty {
            // In a circle nobody is unbeaten; the first in the text then goes first.
            let index =
                waiting.firstIndex { clause in
                    !waiting.contains { losers[$0.id]?.contains(clause.id) ?? false }
                } ?? 0
            sorted.append(waiting.remove(at: index))
        }
        return sorted
    }
}
