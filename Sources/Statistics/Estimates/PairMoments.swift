/// Half mean squared differences of pairs of scores, by the facets that the pair shares.
struct PairMoments {
    /// The facets that two scores share; sharing a sample implies sharing case and prompt.
    private struct Sharing: OptionSet, Hashable {
        let rawValue: Int
        static let caseID = Sharing(rawValue: 1)
        static let prompt = Sharing(rawValue: 2)
        static let sample = Sharing(rawValue: 4)
        static let judge = Sharing(rawValue: 8)

        /// The effects that take one value for both scores of such a pair.
        func fixes(_ source: VarianceSource) -> Bool {
            switch source {
            case .cases: contains(.caseID)
            case .prompts: contains(.prompt)
            case .casesByPrompts: contains([.caseID, .prompt])
            case .sampling: contains(.sample)
            case .judges: contains(.judge)
            case .casesByJudges: contains([.caseID, .judge])
            case .residual: false
            }
        }
    }

    private struct Moment {
        let sharing: Sharing
        let pairs: Double
        let halfSquare: Double
    }

    private let moments: [Moment]

    init(_ scores: [FacetedScore]) {
        // Sharing at least T: within the groups that T makes, Σ(x−y)² over ordered pairs is
        // 2(mΣx² − (Σx)²). Sharing exactly T follows by inclusion and exclusion.
        let center = Moments.mean(scores.map(\.value))
        let facets: [Sharing] = [
            [], .caseID, .prompt, [.caseID, .prompt], [.caseID, .prompt, .sample],
        ]
        let sets = facets + facets.map { $0.union(.judge) }
        var atLeast: [Sharing: (pairs: Double, squares: Double)] = [:]
        for set in sets {
            let groups = Grouping(
                scores.map { score in
                    SIMD4(
                        set.contains(.caseID) ? score.caseID : 0,
                        set.contains(.prompt) ? score.prompt : 0,
                        set.contains(.sample) ? score.sample : 0,
                        set.contains(.judge) ? score.judge : 0)
                })
            var counts = [Double](repeating: 0, count: groups.count)
            var sums = [Neumaier](repeating: Neumaier(), count: groups.count)
            var squares = sums
            for (score, code) in zip(scores, groups.codes) {
                let value = score.value - center
                counts[code] += 1
                sums[code].add(value)
                squares[code].add(value * value)
            }
            var (pairs, total) = (0.0, Neumaier())
            for code in counts.indices {
                pairs += counts[code] * (counts[code] - 1)
                total.add(2 * (counts[code] * squares[code].sum - sums[code].sum * sums[code].sum))
            }
            atLeast[set] = (pairs, max(0, total.sum))
        }
        var exactly: [Sharing: (pairs: Double, squares: Double)] = [:]
        for set in sets.sorted(by: { $0.rawValue.nonzeroBitCount > $1.rawValue.nonzeroBitCount }) {
            guard var moment = atLeast[set] else { continue }
            for larger in sets where larger != set && larger.isSuperset(of: set) {
                guard let other = exactly[larger] else { continue }
                moment.pairs -= other.pairs
                moment.squares -= other.squares
            }
            exactly[set] = moment
        }
        moments = sets.compactMap { set in
            guard let moment = exactly[set], moment.pairs > 0.5 else { return nil }
            return Moment(
                sharing: set, pairs: moment.pairs,
                halfSquare: max(0, moment.squares) / (2 * moment.pairs))
        }
    }

    /// The components by weighted least squares, and the sources that could not be told apart.
    func solve() throws(Undefined) -> (
        components: [VarianceSource: Double], dropped: [VarianceSource]
    ) {
        // Effects enter in this order and leave when the equations cannot tell them from those
        // before; the residual is always there.
        var kept: [VarianceSource] = [.residual]
        var dropped: [VarianceSource] = []
        let order: [VarianceSource] = [
            .cases, .prompts, .judges, .sampling, .casesByPrompts, .casesByJudges,
        ]
        for source in order {
            if (try? solution(kept + [source])) != nil {
                kept.append(source)
            } else {
                dropped.append(source)
            }
        }
        let values = try solution(kept)
        var components: [VarianceSource: Double] = [:]
        for (source, value) in zip(kept, values) { components[source] = value }
        return (components, dropped)
    }

    private func solution(_ sources: [VarianceSource]) throws(Undefined) -> [Double] {
        var gram = Matrix(rows: sources.count, columns: sources.count)
        var right = [Double](repeating: 0, count: sources.count)
        let pairs = moments.map(\.pairs).compensatedSum
        guard pairs > 0 else { throw .noData }
        for moment in moments {
            let weight = moment.pairs / pairs
            let row = sources.map { moment.sharing.fixes($0) ? 0.0 : 1.0 }
            for i in row.indices {
                right[i] += weight * row[i] * moment.halfSquare
                for j in row.indices { gram[i, j] += weight * row[i] * row[j] }
            }
        }
        return try Cholesky(gram).solve(right)
    }
}
