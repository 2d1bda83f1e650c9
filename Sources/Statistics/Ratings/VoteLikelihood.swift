/// The log-likelihood of votes in strengths, covariate effects and the tie parameter.
///
/// Votes without covariates that have the same players and outcome are summed first, so a million
/// votes among 200 players cost 60,000 rows.
struct VoteLikelihood: Sendable {
    let players: Int
    let covariates: Int
    let ties: TieModel
    /// The precision of a normal prior on strengths, 0 for none.
    let prior: Double
    private let first: [Int]
    private let second: [Int]
    private let outcomes: [VoteOutcome]
    private let weights: [Double]
    private let squaredWeights: [Double]
    /// The covariates of each row, row after row.
    private let values: [Double]

    var size: Int { players + covariates + (ties.hasParameter ? 1 : 0) }

    init(_ votes: PairVotes, ties: TieModel, prior: Double) {
        players = votes.players.count
        covariates = votes.covariates.count
        (self.ties, self.prior) = (ties, prior)
        guard votes.covariates.isEmpty else {
            (first, second, outcomes) = (votes.first, votes.second, votes.outcomes)
            weights = votes.weights ?? [Double](repeating: 1, count: votes.count)
            squaredWeights = weights.map { $0 * $0 }
            let columns = votes.covariates.map(\.values)
            values = (0..<votes.count).flatMap { vote in columns.map { $0[vote] } }
            return
        }
        let n = votes.players.count
        let cells = Grouping(
            votes.first.indices.map { vote in
                // The lower player goes first, so both orders of a pair are one row.
                let (a, b) = (votes.first[vote], votes.second[vote])
                let outcome = a < b ? votes.outcomes[vote] : votes.outcomes[vote].swapped
                return (min(a, b) * n + max(a, b)) * 3 + outcome.rawValue
            })
        var first = [Int](repeating: 0, count: cells.count)
        var second = first
        var outcomes = [VoteOutcome](repeating: .tie, count: cells.count)
        var weights = [Double](repeating: 0, count: cells.count)
        var squares = weights
        for (vote, cell) in cells.codes.enumerated() {
            let (a, b) = (votes.first[vote], votes.second[vote])
            (first[cell], second[cell]) = (min(a, b), max(a, b))
            outcomes[cell] = a < b ? votes.outcomes[vote] : votes.outcomes[vote].swapped
            let weight = votes.weights?[vote] ?? 1
            weights[cell] += weight
            squares[cell] += weight * weight
        }
        (self.first, self.second, self.outcomes) = (first, second, outcomes)
        (self.weights, squaredWeights, values) = (weights, squares, [])
    }

    private func logit(_ row: Int, _ parameters: [Double]) -> Double {
        var d = parameters[first[row]] - parameters[second[row]]
        for k in 0..<covariates { d += parameters[players + k] * values[row * covariates + k] }
        return d
    }

    /// The rows that cells of votes make, as far as votes are left in them.
    init(_ cells: VoteCells, left: [Int], ties: TieModel, prior: Double) {
        players = cells.players
        covariates = cells.covariates
        (self.ties, self.prior) = (ties, prior)
        let kept = left.indices.filter { left[$0] > 0 }
        first = kept.map { cells.first[$0] }
        second = kept.map { cells.second[$0] }
        outcomes = kept.map { cells.outcomes[$0] }
        weights = kept.map { Double(left[$0]) * cells.weights[$0] }
        // Only sandwich errors need them.
        squaredWeights = weights
        let covariates = cells.covariates
        values =
            covariates == 0
            ? []
            : kept.flatMap { cells.values[$0 * covariates..<($0 + 1) * covariates] }
    }

    /// Value, gradient and information; the information has the constant direction filled in.
    func point(_ parameters: [Double], _ wantsCurvature: Bool) -> Newton.Point {
        var value = Neumaier()
        var gradient = [Double](repeating: 0, count: size)
        var information = Matrix(rows: size, columns: size)
        let tie = ties.hasParameter ? parameters[size - 1] : 0
        for row in first.indices {
            let terms = ties.terms(outcomes[row], logit(row, parameters), tie)
            let weight = weights[row]
            value.add(weight * terms.value)
            guard wantsCurvature else { continue }
            add(row, weight * terms.byLogit, weight * terms.byTie, to: &gradient)
            add(
                row, weight * terms.information, weight * terms.cross,
                weight * terms.tieInformation, to: &information)
        }
        if prior > 0 {
            for player in 0..<players {
                value.add(-0.5 * prior * parameters[player] * parameters[player])
                gradient[player] -= prior * parameters[player]
                information[player, player] += prior
            }
        }
        let total = value.sum
        if wantsCurvature { fillConstant(&information) }
        return Newton.Point(
            value: total.isNaN ? -.infinity : total, gradient: gradient, information: information)
    }

    /// Adding one number to all strengths changes nothing; this makes that direction invertible.
    private func fillConstant(_ information: inout Matrix) {
        let amount = constantWeight(information)
        for i in 0..<players { for j in 0..<players { information[i, j] += amount } }
    }

    private func constantWeight(_ information: Matrix) -> Double {
        var trace = 0.0
        for player in 0..<players { trace += information[player, player] }
        return max(trace, 1e-300) / Double(players * players)
    }

    /// The covariance from the information alone.
    func modelCovariance(_ filled: Matrix, inverse: Matrix) -> Matrix {
        // (H + c·11ᵀ)⁻¹ = H⁺ + 11ᵀ/(c n²) on the strengths; the trace without and with the
        // filling differ by c·n.
        var trace = 0.0
        for player in 0..<players { trace += filled[player, player] }
        let n = Double(players)
        let amount = trace / (n * n) / (1 + 1 / n)
        var covariance = inverse
        for i in 0..<players {
            for j in 0..<players { covariance[i, j] -= 1 / (amount * n * n) }
        }
        return covariance
    }

    private func add(_ row: Int, _ slope: Double, _ tieSlope: Double, to v: inout [Double]) {
        v[first[row]] += slope
        v[second[row]] -= slope
        for k in 0..<covariates { v[players + k] += slope * values[row * covariates + k] }
        if ties.hasParameter { v[size - 1] += tieSlope }
    }

    private func add(
        _ row: Int, _ spread: Double, _ cross: Double, _ tieSpread: Double, to m: inout Matrix
    ) {
        let (i, j) = (first[row], second[row])
        m[i, i] += spread
        m[j, j] += spread
        m[i, j] -= spread
        m[j, i] -= spread
        for k in 0..<covariates {
            let x = values[row * covariates + k]
            let column = players + k
            m[i, column] += spread * x
            m[column, i] += spread * x
            m[j, column] -= spread * x
            m[column, j] -= spread * x
            for l in 0..<covariates {
                m[column, players + l] += spread * x * values[row * covariates + l]
            }
        }
        guard ties.hasParameter else { return }
        let last = size - 1
        m[i, last] += cross
        m[last, i] += cross
        m[j, last] -= cross
        m[last, j] -= cross
        for k in 0..<covariates {
            let x = cross * values[row * covariates + k]
            m[players + k, last] += x
            m[last, players + k] += x
        }
        m[last, last] += tieSpread
    }

    /// Σ s sᵀ over independent votes.
    func meat(_ parameters: [Double]) -> Matrix {
        var meat = Matrix(rows: size, columns: size)
        let tie = ties.hasParameter ? parameters[size - 1] : 0
        for row in first.indices {
            let terms = ties.terms(outcomes[row], logit(row, parameters), tie)
            let square = squaredWeights[row]
            add(
                row, square * terms.byLogit * terms.byLogit, square * terms.byLogit * terms.byTie,
                square * terms.byTie * terms.byTie, to: &meat)
        }
        return meat
    }
}
