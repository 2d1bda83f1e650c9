import RealModule

/// How a comparison model treats ties.
///
/// Strengths of different tie models are not comparable with one another: half-wins compress
/// differences.
public enum TieModel: String, Sendable, Hashable, CaseIterable {
    /// A tie is half a win for each side; what most public arenas do.
    case halfWin = "half-win"
    /// P(tie) ∝ ν√(π_iπ_j). Davidson 1970, doi:10.1080/01621459.1970.10481082.
    case davidson
    /// P(i beats j) = π_i/(π_i + e^η π_j). Rao and Kupper 1967,
    /// doi:10.1080/01621459.1967.10482901.
    case raoKupper = "rao-kupper"

    /// Whether there is a parameter for ties.
    var hasParameter: Bool { self != .halfWin }

    /// The log-likelihood of an outcome and its derivatives in the logit d and the tie parameter.
    struct Terms {
        var value: Double
        var byLogit = 0.0
        var byTie = 0.0
        var information = 0.0
        var cross = 0.0
        var tieInformation = 0.0
    }

    /// The terms at logit `d` and tie parameter `t` (ln ν for Davidson, η for Rao–Kupper).
    func terms(_ outcome: VoteOutcome, _ d: Double, _ t: Double) -> Terms {
        switch self {
        case .halfWin:
            let p = LogisticModel.logistic(d)
            let y = outcome.score
            return Terms(
                value: y * d - LogisticModel.softplus(d), byLogit: y - p,
                information: p * (1 - p))
        case .davidson:
            let largest = max(abs(d) / 2, t)
            let win = Double.exp(d / 2 - largest)
            let loss = Double.exp(-d / 2 - largest)
            let tie = Double.exp(t - largest)
            let total = win + loss + tie
            let (w, l, e) = (win / total, loss / total, tie / total)
            let log = Double.log(total) + largest
            let half = (w - l) / 2
            return switch outcome {
            case .first:
                Terms(
                    value: d / 2 - log, byLogit: 0.5 - half, byTie: -e,
                    information: (w + l) / 4 - half * half, cross: -e * half,
                    tieInformation: e * (1 - e))
            case .second:
                Terms(
                    value: -d / 2 - log, byLogit: -0.5 - half, byTie: -e,
                    information: (w + l) / 4 - half * half, cross: -e * half,
                    tieInformation: e * (1 - e))
            case .tie:
                Terms(
                    value: t - log, byLogit: -half, byTie: 1 - e,
                    information: (w + l) / 4 - half * half, cross: -e * half,
                    tieInformation: e * (1 - e))
            }
        case .raoKupper:
            guard t > 0 else { return Terms(value: -.infinity) }
            let win = LogisticModel.logistic(d - t)
            let loss = LogisticModel.logistic(-d - t)
            let (winSpread, lossSpread) = (win * (1 - win), loss * (1 - loss))
            let logWin = -LogisticModel.softplus(t - d)
            let logLoss = -LogisticModel.softplus(t + d)
            switch outcome {
            case .first:
                return Terms(
                    value: logWin, byLogit: 1 - win, byTie: -(1 - win), information: winSpread,
                    cross: -winSpread, tieInformation: winSpread)
            case .second:
                return Terms(
                    value: logLoss, byLogit: -(1 - loss), byTie: -(1 - loss),
                    information: lossSpread, cross: lossSpread, tieInformation: lossSpread)
            case .tie:
                // ln(e^{2η} − 1) adds 2/(1 − e^{−2η}) to the slope.
                let gap = -Double.expMinusOne(-2 * t)
                return Terms(
                    value: 2 * t + Double.log(gap) + logWin + logLoss,
                    byLogit: (1 - win) - (1 - loss),
                    byTie: 2 / gap - (1 - win) - (1 - loss),
                    information: winSpread + lossSpread, cross: lossSpread - winSpread,
                    tieInformation: 4 * (1 - gap) / (gap * gap) + winSpread + lossSpread)
            }
        }
    }
}
