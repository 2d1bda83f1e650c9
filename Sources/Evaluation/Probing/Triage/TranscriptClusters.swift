import LanguageModel
package import Workspace

/// Transcripts that use the same words, grouped.
///
/// Each transcript is the set of its words and pairs of neighbouring words: those of the last
/// question, of the answer, or of both. Two are joined when the Jaccard similarity of their sets
/// reaches the threshold, and a cluster is what is joined directly or over others (single
/// linkage). Pairs to compare come from 32 bands of two min-hashes each (A. Broder 1997,
/// doi:10.1109/SEQUEN.1997.666900), so pairs at the threshold of 0.5 are missed with a
/// probability of 0.75³² = 0.0001; every pair compared is compared exactly. Equal input gives
/// equal clusters.
package struct TranscriptClusters: Sendable, Hashable {
    /// What of a transcript counts.
    package enum Basis: String, Sendable, Hashable, CaseIterable { case question, answer, both }

    /// What is clustered.
    package struct Item: Sendable, Hashable {
        package var sample: RecordID
        package var question: String
        package var answer: String

        package init(sample: RecordID, question: String, answer: String) {
            self.sample = sample
            self.question = question
            self.answer = answer
        }
    }

    package struct Cluster: Sendable, Hashable {
        /// The transcript that is most alike all others, first; then the others in the log's order.
        package var samples: [RecordID]
        /// Words that are frequent here and rare elsewhere, at most six.
        package var words: [String]
    }

    package var basis: Basis
    package var threshold: Double
    /// The largest first; equal sizes in the log's order.
    package var clusters: [Cluster]

    /// Groups transcripts.
    ///
    /// - Complexity: linear in the transcripts, and quadratic within what shares a band.
    package static func of(_ items: [Item], basis: Basis = .both, threshold: Double = 0.5)
        -> TranscriptClusters
    {
        let sets = items.map { shingles($0, basis) }
        var parents = Array(items.indices)
        func root(_ index: Int) -> Int {
            var current = index
            while parents[current] != current {
                parents[current] = parents[parents[current]]
                current = parents[current]
            }
            return current
        }
        var bands: [UInt64: [Int]] = [:]
        for (index, set) in sets.enumerated() {
            for (band, key) in signature(set).enumerated() {
                bands[key &+ UInt64(band) &* 0x9E37_79B9_7F4A_7C15, default: []].append(index)
            }
        }
        for key in bands.keys.sorted() {
            let members = bands[key] ?? []
            for (place, first) in members.enumerated() {
                for second in members[(place + 1)...] where root(first) != root(second) {
                    if jaccard(sets[first], sets[second]) >= threshold {
                        let (low, high) = (root(first), root(second))
                        parents[max(low, high)] = min(low, high)
                    }
                }
            }
        }
        var groups: [Int: [Int]] = [:]
        for index in items.indices { groups[root(index), default: []].append(index) }
        var frequency: [String: Int] = [:]
        for set in sets { for word in set { frequency[word, default: 0] += 1 } }
        let ordered = groups.values.sorted {
            ($1.count, $0.first ?? 0) < ($0.count, $1.first ?? 0)
        }
        return TranscriptClusters(
            basis: basis, threshold: threshold,
            clusters: ordered.map { members in
                let middle = medoid(members, sets)
                let others = members.filter { $0 != middle }
                return Cluster(
                    samples: ([middle] + others).map { items[$0].sample },
                    words: words(of: members, sets, frequency, total: items.count))
            })
    }

    private static func shingles(_ item: Item, _ basis: Basis) -> Set<String> {
        var set: Set<String> = []
        func add(_ text: String, _ mark: String) {
            let words = text.split(separator: "\n").flatMap { PlacedWord.words(of: $0) }.map(\.text)
            for (index, word) in words.enumerated() {
                set.insert(mark + word)
                if index > 0 { set.insert(mark + words[index - 1] + " " + word) }
            }
        }
        if basis != .answer { add(item.question, "") }
        if basis != .question { add(item.answer, basis == .both ? "→" : "") }
        return set
    }

    private static func jaccard(_ left: Set<String>, _ right: Set<String>) -> Double {
        if left.isEmpty, right.isEmpty { return 1 }
        let shared = left.intersection(right).count
        return Double(shared) / Double(left.count + right.count - shared)
    }

    /// 32 bands of two min-hashes.
    private static func signature(_ set: Set<String>) -> [UInt64] {
        var least = [UInt64](repeating: .max, count: 64)
        for word in set {
            let base = word.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            }
            for row in least.indices {
                // SplitMix64's finaliser makes 64 hashes of one.
                var value = base &+ UInt64(row + 1) &* 0x9E37_79B9_7F4A_7C15
                value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
                value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
                value ^= value >> 31
                least[row] = min(least[row], value)
            }
        }
        return (0..<32).map { (least[$0 * 2] &* 0x9E37_79B9_7F4A_7C15) ^ least[$0 * 2 + 1] }
    }

    /// The member with the greatest sum of similarities; of many, among the first two hundred.
    private static func medoid(_ members: [Int], _ sets: [Set<String>]) -> Int {
        let some = members.prefix(200)
        var best = (index: members[0], sum: -1.0)
        for index in some {
            let sum = some.reduce(0.0) { $0 + jaccard(sets[index], sets[$1]) }
            if sum > best.sum { best = (index, sum) }
        }
        return best.index
    }

    private static func words(
        of members: [Int], _ sets: [Set<String>], _ frequency: [String: Int], total: Int
    ) -> [String] {
        var counts: [String: Int] = [:]
        for member in members {
            for word in sets[member] where !word.contains(" ") { counts[word, default: 0] += 1 }
        }
        let scored = counts.filter { $0.value * 2 > members.count }.map { word, count in
            let share = Double(count) / Double(members.count)
            let elsewhere = Double(frequency[word, default: 0] - count) + 0.5
            return (word: word, weight: share * Double(total) / elsewhere)
        }
        var seen: Set<String> = []
        return scored.sorted { ($1.weight, $0.word) < ($0.weight, $1.word) }
            .map { $0.word.hasPrefix("→") ? String($0.word.dropFirst()) : $0.word }
            .filter { seen.insert($0).inserted }.prefix(6).map { $0 }
    }
}
