/// A range that covers the true value in a stated share of repetitions.
public struct Interval: Sendable, Hashable {
    /// The lower end; `-infinity` for an upper bound alone.
    public var lower: Double
    /// The upper end; `+infinity` for a lower bound alone.
    public var upper: Double
    /// The share of repetitions in which the range covers the truth, such as 0.95.
    public var level: Double
    /// The name of the method, such as "Wilson".
    public var method: String

    /// A range with its level and method.
    public init(lower: Double, upper: Double, level: Double, method: String) {
        self.lower = lower
        self.upper = upper
        self.level = level
        self.method = method
    }

    /// The distance between the ends.
    public var width: Double { upper - lower }
    /// Whether a value lies within the range, ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// The range cut to a parameter space, such as 0...1 for a share.
    public func clamped(to bounds: ClosedRange<Double>) -> Interval {
        Interval(
            lower: min(max(lower, bounds.lowerBound), bounds.upperBound),
            upper: max(min(upper, bounds.upperBound), bounds.lowerBound), level: level,
            method: method)
    }
}
