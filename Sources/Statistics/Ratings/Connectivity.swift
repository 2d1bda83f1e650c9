/// Which players the votes allow to compare.
///
/// Definition: player a reaches b when a chain of wins or ties leads from a to b. Strengths exist
/// as numbers only within a strongly connected component, where everybody reaches everybody: a
/// player outside has never lost to, or never beaten, those inside, and any large enough gap fits.
/// Ford 1957, doi:10.2307/2308513. Worked number: A beats B, B beats C: three components. Range:
/// 1...players components. Assumes nothing beyond the votes. Edge cases: a player without votes is
/// a component of its own.
public struct Connectivity: Sendable, Hashable {
    /// The strongly connected components, each in player order, by their first player.
    public let strong: [[Int]]
    /// The components linked by votes at all, whatever their outcome.
    public let linked: [[Int]]

    /// Whether every player can be compared with every other.
    public var isConnected: Bool { strong.count == 1 }

    /// The components of votes among players.
    ///
    /// - Complexity: O(votes + players).
    public init(_ votes: PairVotes) {
        let n = votes.players.count
        var edges = Set<Int>()
        for vote in votes.first.indices {
            let (a, b) = (votes.first[vote], votes.second[vote])
            if votes.outcomes[vote] != .second { edges.insert(a * n + b) }
            if votes.outcomes[vote] != .first { edges.insert(b * n + a) }
        }
        self.init(players: n, edges: edges)
    }

    /// The components of a graph in which the edge a·players + b says that a won or tied against b.
    init(players n: Int, edges: Set<Int>) {
        var forward = [[Int]](repeating: [], count: n)
        var backward = forward
        for edge in edges.sorted() {
            forward[edge / n].append(edge % n)
            backward[edge % n].append(edge / n)
        }
        // Kosaraju: finishing order forwards, then components backwards.
        var finished: [Int] = []
        var seen = [Bool](repeating: false, count: n)
        for start in 0..<n where !seen[start] {
            Self.visit(start, forward, &seen, &finished)
        }
        seen = [Bool](repeating: false, count: n)
        var strong: [[Int]] = []
        for start in finished.reversed() where !seen[start] {
            var component: [Int] = []
            Self.visit(start, backward, &seen, &component)
            strong.append(component.sorted())
        }
        self.strong = strong.sorted { $0[0] < $1[0] }
        let both = zip(forward, backward).map { $0 + $1 }
        seen = [Bool](repeating: false, count: n)
        var linked: [[Int]] = []
        for start in 0..<n where !seen[start] {
            var component: [Int] = []
            Self.visit(start, both, &seen, &component)
            linked.append(component.sorted())
        }
        self.linked = linked
    }

    /// Depth first without recursion, adding players as they are finished.
    private static func visit(
        _ start: Int, _ edges: [[Int]], _ seen: inout [Bool], _ finished: inout [Int]
    ) {
        var stack: [(player: Int, next: Int)] = [(start, 0)]
        seen[start] = true
        while let (player, next) = stack.last {
            if next < edges[player].count {
                stack[stack.count - 1].next += 1
                let other = edges[player][next]
                if !seen[other] {
                    seen[other] = true
                    stack.append((other, 0))
                }
            } else {
                finished.append(player)
                stack.removeLast()
            }
        }
    }

    /// Why strengths of all players do not exist, nil when they do.
    func obstacle(_ players: [String]) -> Undefined? {
        if linked.count > 1 {
            let groups = linked.prefix(3).map { Self.names($0, players) }
            return .disconnected(groups.joined(separator: " and "))
        }
        guard strong.count > 1 else { return nil }
        let smallest = strong.min { $0.count < $1.count } ?? strong[0]
        return .separated(
            "\(Self.names(smallest, players)) only ever won or only ever lost against the others")
    }

    private static func names(_ component: [Int], _ players: [String]) -> String {
        let shown = component.prefix(3).map { players[$0] }.joined(separator: ", ")
        return component.count > 3 ? "\(shown) and \(component.count - 3) more" : shown
    }
}
