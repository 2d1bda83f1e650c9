import RealModule

/// An interval for the mean of scores in 0...1 that holds at every moment while they arrive.
///
/// Definition: for each candidate m of a grid a gambler bets on both sides of m with wealth
/// K± = ∏(1 ± λᵢ(xᵢ − m)), λᵢ the predictable plug-in √(2 ln(2/α)/(V̂ᵢ₋₁ i ln(1+i))) cut at ½/m and
/// ½/(1−m); m stays while max(½K⁺, ½K⁻) < 1/α. The interval is widened by one grid cell on each
/// side, so the grid costs width and never coverage. Range: within 0...1. Assumes that each score
/// lies in 0...1 and has the same mean given those before. Map a paired difference d in −1...1 to
/// (d+1)/2. Edge cases: without scores it is 0...1; a score outside is refused. Waudby-Smith and
/// Ramdas 2024, doi:10.1093/jrsssb/qkad009. Worked number: after 50 ones the lower end is above
/// 0.85.
///
/// - Complexity: O(grid) for each score.
public struct BettingConfidenceSequence: Sendable, Hashable {
    /// The level at which the whole sequence covers.
    public let level: Double
    /// The scores so far.
    public private(set) var count = 0
    private let cells: Int
    private var logUp: [Double]
    private var logDown: [Double]
    private var alive: [Bool]
    private var sum = 0.0
    private var squares = 0.25

    /// An empty sequence with a grid of `cells` candidates.
    public init(level: Double = 0.95, cells: Int = 1_000) throws(Undefined) {
        try Check.level(level)
        try Check.atLeast(2, "grid cells", found: cells)
        self.level = level
        self.cells = cells
        logUp = [Double](repeating: 0, count: cells + 1)
        logDown = logUp
        alive = [Bool](repeating: true, count: cells + 1)
    }

    /// Takes in one score within 0...1.
    public mutating func add(_ score: Double) throws(Undefined) {
        guard score >= 0, score <= 1 else {
            throw .outOfRange(what: "a score", allowed: "within 0...1")
        }
        let alpha = 1 - level
        let next = Double(count + 1)
        let variance = squares / next
        let bet =
            (2 * Double.log(2 / alpha) / (variance * next * Double.log(1 + next))).squareRoot()
        let threshold = Double.log(2 / alpha)
        for cell in 0...cells where alive[cell] {
            let m = Double(cell) / Double(cells)
            let up = m > 0 ? min(bet, 0.5 / m) : bet
            let down = m < 1 ? min(bet, 0.5 / (1 - m)) : bet
            logUp[cell] += Double.log(onePlus: up * (score - m))
            logDown[cell] += Double.log(onePlus: -down * (score - m))
            if max(logUp[cell], logDown[cell]) >= threshold { alive[cell] = false }
        }
        count += 1
        sum += score
        let mean = (0.5 + sum) / Double(count + 1)
        squares += (score - mean) * (score - mean)
    }

    /// The interval now: the intersection over all looks so far.
    public var interval: Interval {
        let method = "betting confidence sequence"
        guard let first = alive.firstIndex(of: true), let last = alive.lastIndex(of: true) else {
            // Scores whose mean moves can rule out every candidate; then nothing is claimed.
            return Interval(lower: 0, upper: 1, level: level, method: method)
        }
        return Interval(
            lower: max(0, Double(first - 1) / Double(cells)),
            upper: min(1, Double(last + 1) / Double(cells)), level: level, method: method)
    }

    /// The mean so far, nil without scores.
    public var mean: Double? { count > 0 ? sum / Double(count) : nil }
}
