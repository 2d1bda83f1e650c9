/// The evidence chain followed over several steps.
package struct ChainTree: Sendable, Hashable {
    /// A record with its relation to the one before and what lies beyond it.
    package struct Branch: Sendable, Hashable {
        /// What it is to the one before; empty at the root.
        package var relation: String
        package var node: TraceNode
        /// What it leads to in the same direction.
        package var beyond: [Branch]
        /// Whether it was met before, so that it is not followed again.
        package var isRepeated: Bool
        /// How many more of the same relation follow that are not shown.
        package var omitted: Int
    }

    package var root: TraceNode
    package var parents: [Branch]
    package var children: [Branch]
}

extension EvidenceChain {
    /// Follows the chain up and down.
    ///
    /// - Parameter depth: how many steps in each direction, at least 1.
    /// - Throws: `StoreError.notFound` where the first record is not there.
    package func tree(_ target: Target, depth: Int) async throws -> ChainTree {
        let trace = try await trace(target)
        var seen: Set<String> = [Self.key(trace.record)]
        var tree = ChainTree(root: trace.record, parents: [], children: [])
        tree.parents = try await follow(trace.parents, up: true, depth: depth - 1, &seen)
        tree.children = try await follow(trace.children, up: false, depth: depth - 1, &seen)
        return tree
    }

    private static func key(_ node: TraceNode) -> String { "\(node.kind):\(node.id)" }

    private func follow(
        _ edges: [TraceEdge], up: Bool, depth: Int, _ seen: inout Set<String>
    ) async throws -> [ChainTree.Branch] {
        var branches: [ChainTree.Branch] = []
        var counts: [String: Int] = [:]
        for edge in edges {
            let number = counts[edge.relation, default: 0] + 1
            counts[edge.relation] = number
            if number > Self.breadth {
                if let last = branches.lastIndex(where: { $0.relation == edge.relation }) {
                    branches[last].omitted += 1
                }
                continue
            }
            var branch = ChainTree.Branch(
                relation: edge.relation, node: edge.node, beyond: [], isRepeated: false,
                omitted: 0)
            if depth > 0, let next = Self.target(edge.node) {
                if seen.insert(Self.key(edge.node)).inserted {
                    do {
                        let trace = try await trace(next)
                        branch.beyond = try await follow(
                            up ? trace.parents : trace.children, up: up, depth: depth - 1, &seen)
                    } catch let error as StoreError where error.code == .notFound {
                        branch.node.isMissing = true
                    }
                } else {
                    branch.isRepeated = true
                }
            }
            branches.append(branch)
        }
        return branches
    }

    /// What a node is traced by; nil for one that leads nowhere.
    private static func target(_ node: TraceNode) -> Target? {
        if let id = RecordID(node.id) { return .record(id) }
        guard !node.isMissing, node.id != "none", Target.kinds.contains(node.kind) else {
            return nil
        }
        // Models, prompts and documents lead everywhere: they are named, not followed.
        return ["clause", "case", "suite"].contains(node.kind)
            ? .named(kind: node.kind, id: node.id) : nil
    }
}
