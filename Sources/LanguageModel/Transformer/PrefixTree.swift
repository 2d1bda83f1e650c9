/// Finished pages by the tokens that lead to them, so that prompts that begin alike are computed
/// once.
///
/// A node is one page; its path from the root spells the tokens from the first position on, token
/// for token (no hash can mix up two prompts). Pages that nobody uses are given up, least recently
/// used first.
struct PrefixTree {
    private struct Key: Hashable {
        var parent: Int
        var tokens: [Int32]
    }

    private struct Node {
        var key: Key
        var page: KeyValuePage
        var children = 0
        var lastUse = 0
    }

    private var ids: [Key: Int] = [:]
    private var nodes: [Int: Node] = [:]
    private var nextID = 1
    private var clock = 0

    /// How many pages the tree holds.
    var count: Int { nodes.count }

    /// The pages of the longest known beginning of `tokens`.
    mutating func match(_ tokens: ArraySlice<Int32>) -> [KeyValuePage] {
        clock += 1
        var pages: [KeyValuePage] = []
        var parent = 0
        for chunk in Self.chunks(tokens) {
            guard let id = ids[Key(parent: parent, tokens: chunk)] else { break }
            nodes[id]?.lastUse = clock
            if let page = nodes[id]?.page { pages.append(page) }
            parent = id
        }
        return pages
    }

    /// Remembers the pages of `tokens`; a page whose tokens are known already is not replaced.
    mutating func insert(_ tokens: ArraySlice<Int32>, _ pages: [KeyValuePage]) {
        clock += 1
        var parent = 0
        for (chunk, page) in zip(Self.chunks(tokens), pages) {
            let key = Key(parent: parent, tokens: chunk)
            if let known = ids[key] {
                nodes[known]?.lastUse = clock
                parent = known
                continue
            }
            ids[key] = nextID
            nodes[nextID] = Node(key: key, page: page, lastUse: clock)
            nodes[parent]?.children += 1
            parent = nextID
            nextID += 1
        }
    }

    /// Gives up to `wanted` pages that only the tree holds back to their pool.
    mutating func release(_ wanted: Int) {
        var left = wanted
        while left > 0 {
            var oldest: (id: Int, use: Int)?
            for id in nodes.keys where nodes[id]?.children == 0 {
                guard let use = nodes[id]?.lastUse, use < oldest?.use ?? .max, isOurs(id) else {
                    continue
                }
                oldest = (id, use)
            }
            guard let oldest else { return }
            remove(oldest.id)
            left -= 1
        }
    }

    /// Forgets everything.
    mutating func removeAll() { self = PrefixTree() }

    private mutating func isOurs(_ id: Int) -> Bool {
        guard var node = nodes.removeValue(forKey: id) else { return false }
        let unique = isKnownUniquelyReferenced(&node.page)
        nodes[id] = node
        return unique
    }

    private mutating func remove(_ id: Int) {
        guard let node = nodes.removeValue(forKey: id) else { return }
        ids[node.key] = nil
        nodes[node.key.parent]?.children -= 1
    }

    private static func chunks(_ tokens: ArraySlice<Int32>) -> [[Int32]] {
        let size = KeyValueLayout.positions
        return stride(from: tokens.startIndex, through: tokens.endIndex - size, by: size).map {
            Array(tokens[$0..<$0 + size])
        }
    }
}
