/// One line of a difference of two texts.
package struct DiffLine: Sendable, Hashable {
    /// What happened to the line.
    package enum Kind: String, Sendable { case added, removed, kept }

    package let kind: Kind
    package let text: String
}

/// The lines by which two texts differ.
package enum LineDiff {
    /// All lines in order, those of a longest common subsequence as kept.
    ///
    /// - Complexity: O(lines · lines); texts of more than 4,000 lines are told as all removed and
    ///   all added.
    package static func lines(from old: String, to new: String) -> [DiffLine] {
        let a = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let b = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard a.count <= 4_000, b.count <= 4_000 else {
            return a.map { DiffLine(kind: .removed, text: $0) }
                + b.map { DiffLine(kind: .added, text: $0) }
        }
        let width = b.count + 1
        var length = [Int32](repeating: 0, count: (a.count + 1) * width)
        for i in stride(from: a.count - 1, through: 0, by: -1) {
            for j in stride(from: b.count - 1, through: 0, by: -1) {
                length[i * width + j] =
                    a[i] == b[j]
                    ? length[(i + 1) * width + j + 1] + 1
                    : max(length[(i + 1) * width + j], length[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        var result: [DiffLine] = []
        while i < a.count || j < b.count {
            if i < a.count, j < b.count, a[i] == b[j] {
                result.append(DiffLine(kind: .kept, text: a[i]))
                i += 1
                j += 1
            } else if i < a.count,
                j == b.count || length[(i + 1) * width + j] >= length[i * width + j + 1]
            {
                result.append(DiffLine(kind: .removed, text: a[i]))
                i += 1
            } else {
                result.append(DiffLine(kind: .added, text: b[j]))
                j += 1
            }
        }
        return result
    }

    /// The added and removed lines alone.
    package static func changes(from old: String, to new: String) -> [DiffLine] {
        lines(from: old, to: new).filter { $0.kind != .kept }
    }
}
