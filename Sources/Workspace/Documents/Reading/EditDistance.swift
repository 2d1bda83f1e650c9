/// Finds the word that was meant.
package enum Spelling {
    /// The nearest of the known words, where it is near enough to be worth naming: at most a
    /// third of its length away, and at least one edit.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let written = Array(word.lowercased().unicodeScalars.prefix(64))
        var best: (word: String, distance: Int)?
        for candidate in known {
            let scalars = Array(candidate.lowercased().unicodeScalars.prefix(64))
            let allowed = max(1, max(written.count, scalars.count) / 3)
            guard abs(written.count - scalars.count) <= allowed else { continue }
            let distance = distance(written, scalars)
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// "did you mean 'x'?" for the nearest known word, else the known words as a list.
    package static func suggestion(
        for word: String, among known: [String], naming noun: String = "expected"
    ) -> String? {
        if let nearest = nearest(to: word, among: known) { return "did you mean '\(nearest)'?" }
        guard !known.isEmpty, known.count <= 24 else { return nil }
        return "\(noun): \(known.joined(separator: ", "))"
    }

    /// The optimal string alignment distance: insertions, deletions, substitutions and swaps of
    /// two neighbours count one each.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
