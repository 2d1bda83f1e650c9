/// The longest common subsequence of two lists of tokens, by dynamic programming.
enum CommonSubsequence {
    /// Its length; two rows of the table are kept.
    static func length(_ a: [Int32], _ b: [Int32]) -> Int {
        var row = [Int32](repeating: 0, count: b.count + 1)
        for x in a {
            var diagonal: Int32 = 0
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = x == y ? diagonal + 1 : max(above, row[j])
                diagonal = above
            }
        }
        return Int(row[b.count])
    }

    /// The places in `a` of one longest common subsequence.
    ///
    /// Where there are several, the walk back prefers to step up in `a` on a tie: which one is
    /// taken decides the union of ROUGE-Lsum, so this is part of being equal to `rouge-score`.
    static func indices(_ a: [Int32], _ b: [Int32]) -> [Int] {
        let width = b.count + 1
        var table = [Int32](repeating: 0, count: (a.count + 1) * width)
        for i in 0..<a.count {
            for j in 0..<b.count {
                table[(i + 1) * width + j + 1] =
                    a[i] == b[j]
                    ? table[i * width + j] + 1
                    : max(table[i * width + j + 1], table[(i + 1) * width + j])
            }
        }
        var indices: [Int] = []
        var i = a.count
        var j = b.count
        while i > 0, j > 0 {
            if a[i - 1] == b[j - 1] {
                indices.append(i - 1)
                i -= 1
                j -= 1
            } else if table[i * width + j - 1] > table[(i - 1) * width + j] {
                j -= 1
            } else {
                i -= 1
            }
        }
        return indices.reversed()
    }
}
