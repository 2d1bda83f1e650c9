import RealModule

/// Proves that few votes cannot change an order, for half-win ties without covariates or weights.
///
/// Leaving votes out continuously, the gap g = θ_a − θ_b falls at the rate (e_a − e_b)ᵀL⁺(e_u −
/// e_w)(1 − p_uw) for a win of u over w, L the information's Laplacian. While at most k votes leave
/// and no log odds move by more than D, e^{−D}(1 − kτ) L₀ ⪯ L ⪯ e^D L₀ with τ the largest q·R over
/// pairs (q = p(1 − p), R the effective resistance in L₀), since b bᵀ ⪯ R L₀ for every pair. Hence
/// the rate of D is at most e^{2D} R_max M/(1 − sτ), M the largest score of a vote, which gives
/// e^{−2D} ≥ 1 − 2 R_max M ln(1/(1 − kτ))/τ; and by polarisation a vote's pull is at most
/// ½((1/l + 1/h)γ + (1/l − 1/h)√(R_ab R_uw)) e^D (1 − p), l and h the two factors and γ the pull
/// in L₀. Where the k largest such bounds add up to less than g, no k votes turn the order.
struct FlipCertificate {
    /// A cell of equal votes.
    private struct Cell {
        var votes: Int
        /// γ, which a tie may have either way.
        var pull: Double
        var resistance: Double
        /// The largest score of one vote at the fit: 1 − p, or |½ − p| for ties.
        var score: Double
        var isTie: Bool
    }

    private let gap: Double
    private let resistance: Double
    private let largestResistance: Double
    private let largestScore: Double
    private let loss: Double
    private let cells: [Cell]

    /// - Parameter inverse: The inverse information of the strengths, its constant direction filled.
    init(
        _ votes: VoteCells, strengths: [Double], inverse: Matrix, first: Int, second: Int
    ) {
        func resistance(_ i: Int, _ j: Int) -> Double {
            max(0, inverse[i, i] + inverse[j, j] - 2 * inverse[i, j])
        }
        gap = strengths[first] - strengths[second]
        self.resistance = resistance(first, second)
        var (cells, largest, score, loss): ([Cell], Double, Double, Double) = ([], 0, 0, 0)
        for cell in 0..<votes.count {
            let isTie = votes.decided(cell) == nil
            let (u, w) = votes.decided(cell) ?? (votes.first[cell], votes.second[cell])
            let p = LogisticModel.logistic(strengths[u] - strengths[w])
            let pull =
                inverse[first, u] - inverse[first, w] - inverse[second, u] + inverse[second, w]
            let own = resistance(u, w)
            largest = max(largest, own)
            loss = max(loss, p * (1 - p) * own)
            score = max(score, isTie ? 0.5 : 1 - p)
            cells.append(
                Cell(
                    votes: votes.members[cell].count, pull: isTie ? abs(pull) : pull,
                    resistance: own, score: isTie ? abs(0.5 - p) : 1 - p, isTie: isTie))
        }
        (self.cells, largestResistance, largestScore, self.loss) = (cells, largest, score, loss)
    }

    /// Whether it is proven that no set of so many votes turns the order.
    func excludes(_ count: Int) -> Bool {
        let lost = Double(count) * loss
        guard lost < 1 else { return false }
        let length = -Double.log(onePlus: -lost) / loss
        let left = 1 - 2 * largestResistance * largestScore * length
        guard left > 0 else { return false }
        let growth = 1 / left.squareRoot()
        let (low, high) = ((1 - lost) / growth, growth)
        let (mean, spread) = ((1 / low + 1 / high) / 2, (1 / low - 1 / high) / 2)
        var bounds: [(bound: Double, votes: Int)] = []
        for cell in cells {
            let score =
                cell.isTie
                ? min(0.5, cell.score + Double.log(growth) / 4) : min(1, cell.score * growth)
            let pull = mean * cell.pull + spread * (resistance * cell.resistance).squareRoot()
            if pull > 0 { bounds.append((pull * score, cell.votes)) }
        }
        let most = (bounds.lazy.map(\.bound).max() ?? 0) * Double(count)
        if most < gap * (1 - 1e-9) { return true }
        bounds.sort { $0.bound > $1.bound }
        var open = count
        var fall = 0.0
        for item in bounds where open > 0 {
            let taken = min(open, item.votes)
            fall += Double(taken) * item.bound
            open -= taken
        }
        // Rounding of sums must not turn a tie into a proof.
        return fall < gap * (1 - 1e-9)
    }

    /// The smallest number of votes that is not excluded, at most `limit`.
    func least(below limit: Int) -> Int {
        var low = 0
        var high = limit
        // Excluding a number excludes all smaller ones: bounds only grow.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if excludes(middle) { low = middle } else { high = middle }
        }
        return low + 1
    }
}
