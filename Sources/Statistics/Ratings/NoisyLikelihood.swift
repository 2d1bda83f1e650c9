import RealModule

/// The penalised likelihood of votes by raters of unequal care.
///
/// Parameters are strengths, then the logits of skills, then the logits of left leanings.
struct NoisyLikelihood {
    let votes: PairVotes
    let raters: Grouping
    let firstOnLeft: [Bool]
    let prior: Double

    var size: Int { votes.players.count + 2 * raters.count }

    var names: [String] {
        votes.players + (0..<raters.count).map { "the skill of rater \($0 + 1)" }
            + (0..<raters.count).map { "the leaning of rater \($0 + 1)" }
    }

    /// A vote's probability for the first side and its slopes in gap, skill and leaning.
    private struct Term {
        let probability: Double
        let byGap: Double
        let bySkill: Double
        let byLeaning: Double
    }

    private func term(_ vote: Int, _ parameters: [Double]) -> Term {
        let n = votes.players.count
        let rater = raters.codes[vote]
        let p = LogisticModel.logistic(
            parameters[votes.first[vote]] - parameters[votes.second[vote]])
        let skill = LogisticModel.logistic(parameters[n + rater])
        let leaning = LogisticModel.logistic(parameters[n + raters.count + rater])
        let left = firstOnLeft[vote] ? leaning : 1 - leaning
        let turn: Double = firstOnLeft[vote] ? 1 : -1
        return Term(
            probability: min(max(skill * p + (1 - skill) * left, 1e-15), 1 - 1e-15),
            byGap: skill * p * (1 - p), bySkill: skill * (1 - skill) * (p - left),
            byLeaning: (1 - skill) * turn * leaning * (1 - leaning))
    }

    /// The log-likelihood alone.
    func logLikelihood(_ parameters: [Double]) -> Double {
        var sum = Neumaier()
        for vote in 0..<votes.count {
            let p = term(vote, parameters).probability
            let y = votes.outcomes[vote].score
            let weight = votes.weights?[vote] ?? 1
            sum.add(weight * (y * Double.log(p) + (1 - y) * Double.log(onePlus: -p)))
        }
        return sum.sum
    }

    /// The positions of a vote's parameters and the slopes of its probability in them.
    private func slopes(_ vote: Int, _ term: Term) -> [(index: Int, value: Double)] {
        let n = votes.players.count
        let rater = raters.codes[vote]
        return [
            (votes.first[vote], term.byGap), (votes.second[vote], -term.byGap),
            (n + rater, term.bySkill), (n + raters.count + rater, term.byLeaning),
        ]
    }

    /// Value, gradient and expected information, all with the priors.
    func point(_ parameters: [Double], _ wantsCurvature: Bool) -> Newton.Point {
        let n = votes.players.count
        var value = logLikelihood(parameters)
        var gradient = [Double](repeating: 0, count: size)
        var information = Matrix(rows: size, columns: size)
        if wantsCurvature {
            for vote in 0..<votes.count {
                let term = term(vote, parameters)
                let spread = term.probability * (1 - term.probability)
                let weight = votes.weights?[vote] ?? 1
                let pull = weight * (votes.outcomes[vote].score - term.probability) / spread
                let slopes = slopes(vote, term)
                for (i, slope) in slopes {
                    gradient[i] += pull * slope
                    for (j, other) in slopes {
                        information[i, j] += weight * slope * other / spread
                    }
                }
            }
        }
        for player in 0..<n {
            value -= 0.5 * prior * parameters[player] * parameters[player]
            gradient[player] -= prior * parameters[player]
            information[player, player] += prior
        }
        for rater in 0..<raters.count {
            for (index, weight) in [
                (n + rater, Self.skillPrior), (n + raters.count + rater, Self.leaningPrior),
            ] {
                let (yes, no) = weight
                // ln s^a (1−s)^b at a logit x is −a·softplus(−x) − b·softplus(x).
                let x = parameters[index]
                let share = LogisticModel.logistic(x)
                value -= yes * LogisticModel.softplus(-x) + no * LogisticModel.softplus(x)
                gradient[index] += yes * (1 - share) - no * share
                information[index, index] += (yes + no) * share * (1 - share)
            }
        }
        return Newton.Point(value: value, gradient: gradient, information: information)
    }

    /// The information that the priors add, on the diagonal.
    func priorInformation(_ parameters: [Double]) -> [Double] {
        let n = votes.players.count
        return parameters.indices.map { index in
            if index < n { return prior }
            let share = LogisticModel.logistic(parameters[index])
            let weight = index < n + raters.count ? Self.skillPrior : Self.leaningPrior
            return (weight.yes + weight.no) * share * (1 - share)
        }
    }

    /// What the priors count for: votes for skill (or left) and against.
    static let skillPrior = (yes: 1.0, no: 0.2)
    static let leaningPrior = (yes: 1.0, no: 1.0)

    /// Each rater's slope of the log-likelihood, without the priors.
    func scores(_ parameters: [Double]) -> [[Double]] {
        var scores = [[Double]](
            repeating: [Double](repeating: 0, count: size), count: raters.count)
        for vote in 0..<votes.count {
            let term = term(vote, parameters)
            let spread = term.probability * (1 - term.probability)
            let weight = votes.weights?[vote] ?? 1
            let pull = weight * (votes.outcomes[vote].score - term.probability) / spread
            for (index, slope) in slopes(vote, term) {
                scores[raters.codes[vote]][index] += pull * slope
            }
        }
        return scores
    }
}
