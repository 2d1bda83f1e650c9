import RealModule

/// One start of MACE's estimation.
struct Mace {
    let table: RatingTable
    let codes: [Int]
    let raters: Int
    let q: Int
    let inference: MaceInference

    /// Parameters; under variational Bayes weights that add up to less than 1.
    struct Fit {
        var posteriors: [Double]
        var spam: [Double]
        var copy: [Double]
        var habits: [Double]
        var meanSpam: [Double]
        var logLikelihood: Double
    }

    func fit(_ generator: inout CounterGenerator, iterations: Int) -> Fit {
        let copies = (0..<raters).map { _ in 1 + 1.5 * generator.uniform() }
        let spams = (0..<raters).map { _ in 1 + 1.5 * generator.uniform() }
        let shares = zip(spams, copies).map { $0 / ($0 + $1) }
        var fit = Fit(
            posteriors: Consensus.voteShares(table), spam: shares, copy: shares.map { 1 - $0 },
            habits: (0..<raters * q).map { _ in 1 + 1.5 * generator.uniform() },
            meanSpam: shares, logLikelihood: -.infinity)
        for rater in 0..<raters {
            let range = rater * q..<(rater + 1) * q
            let sum = fit.habits[range].reduce(0, +)
            for cell in range { fit.habits[cell] /= sum }
        }
        var counts = expectation(&fit)
        for _ in 0..<iterations {
            maximization(&fit, counts)
            counts = expectation(&fit)
        }
        return fit
    }

    private struct Counts {
        var copies: [Double]
        var spams: [Double]
        var habits: [Double]
    }

    private func expectation(_ fit: inout Fit) -> Counts {
        var counts = Counts(
            copies: [Double](repeating: 0, count: raters),
            spams: [Double](repeating: 0, count: raters),
            habits: [Double](repeating: 0, count: raters * q))
        var likelihood = Neumaier()
        for unit in 0..<table.units {
            let range = table.ratings(of: unit)
            if range.isEmpty { continue }
            var logs = [Double](repeating: -Double.log(Double(q)), count: q)
            for place in range {
                let rater = codes[Int(table.raterOf[place])]
                let vote = Int(table.categoryOf[place])
                let habit = fit.spam[rater] * fit.habits[rater * q + vote]
                let (wrong, right) = (Double.log(habit), Double.log(habit + fit.copy[rater]))
                for j in 0..<q { logs[j] += j == vote ? right : wrong }
            }
            likelihood.add(Consensus.normalize(logs, into: &fit.posteriors, at: unit * q))
            for place in range {
                let rater = codes[Int(table.raterOf[place])]
                let vote = Int(table.categoryOf[place])
                let habit = fit.spam[rater] * fit.habits[rater * q + vote]
                // Only a vote for the truth can have been a copy.
                let copied =
                    fit.posteriors[unit * q + vote] * fit.copy[rater] / (habit + fit.copy[rater])
                counts.copies[rater] += copied
                counts.spams[rater] += 1 - copied
                counts.habits[rater * q + vote] += 1 - copied
            }
        }
        fit.logLikelihood = likelihood.sum
        return counts
    }

    private func maximization(_ fit: inout Fit, _ counts: Counts) {
        let (spamPrior, habitPrior) =
            inference == .variational ? (0.5, 10.0) : (0.01 / Double(q), 0.01 / Double(q))
        func weight(_ count: Double, of total: Double) -> Double {
            inference == .variational
                ? Double.exp(GammaFunctions.digamma(count) - GammaFunctions.digamma(total))
                : count / total
        }
        for rater in 0..<raters {
            let (spam, copy) = (counts.spams[rater] + spamPrior, counts.copies[rater] + spamPrior)
            fit.spam[rater] = weight(spam, of: spam + copy)
            fit.copy[rater] = weight(copy, of: spam + copy)
            fit.meanSpam[rater] = spam / (spam + copy)
            let range = rater * q..<(rater + 1) * q
            let total = counts.habits[range].reduce(0) { $0 + $1 + habitPrior }
            for cell in range {
                fit.habits[cell] = weight(counts.habits[cell] + habitPrior, of: total)
            }
        }
    }
}
