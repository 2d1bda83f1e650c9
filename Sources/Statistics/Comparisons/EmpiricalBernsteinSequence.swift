import RealModule

/// A closed-form interval for the mean of scores in 0...1 that holds at every moment.
///
/// Definition: with predictable bets λᵢ (as in the betting sequence, cut at ½), the interval is
/// Σλᵢxᵢ/Σλᵢ ± (ln(2/α) + Σ vᵢ ψ(λᵢ))/Σλᵢ, vᵢ = 4(xᵢ − μ̂ᵢ₋₁)² and ψ(λ) = (−ln(1−λ) − λ)/4,
/// intersected over all looks. Range: within 0...1. Assumes scores in 0...1 with the same mean
/// given those before. Wider than the betting sequence, and O(1) for each score. Edge cases:
/// without scores it is 0...1. Waudby-Smith and Ramdas 2024, theorem 2,
/// doi:10.1093/jrsssb/qkad009. Worked number: after 100 scores of ½ the interval is narrower
/// than 0.3.
///
/// - Complexity: O(1) for each score.
public struct EmpiricalBernsteinSequence: Sendable, Hashable {
    /// The level at which the whole sequence covers.
    public let level: Double
    /// The scores so far.
    public private(set) var count = 0
    private var bets = 0.0
    private var weighted = 0.0
    private var penalty = 0.0
    private var sum = 0.0
    private var squares = 0.25
    private var lower = 0.0
    private var upper = 1.0

    /// An empty sequence.
    public init(level: Double = 0.95) throws(Undefined) {
        try Check.level(level)
        self.level = level
    }

    /// Takes in one score within 0...1.
    public mutating func add(_ score: Double) throws(Undefined) {
        guard score >= 0, score <= 1 else {
            throw .outOfRange(what: "a score", allowed: "within 0...1")
        }
        let alpha = 1 - level
        let next = Double(count + 1)
        let variance = squares / next
        let bet = min(
            0.5,
            (2 * Double.log(2 / alpha) / (variance * next * Double.log(1 + next))).squareRoot())
        let before = (0.5 + sum) / next
        let spread = 4 * (score - before) * (score - before)
        penalty += spread * (-Double.log(onePlus: -bet) - bet) / 4
        bets += bet
        weighted += bet * score
        count += 1
        sum += score
        let mean = (0.5 + sum) / Double(count + 1)
        squares += (score - mean) * (score - mean)
        let radius = (Double.log(2 / alpha) + penalty) / bets
        lower = max(lower, weighted / bets - radius)
        upper = min(upper, weighted / bets + radius)
    }

    /// The interval now: the intersection over all looks so far.
    public var interval: Interval {
        // An empty intersection means the mean moved; then nothing is claimed.
        let valid = lower <= upper
        return Interval(
            lower: valid ? lower : 0, upper: valid ? upper : 1, level: level,
            method: "empirical Bernstein confidence sequence")
    }
}
