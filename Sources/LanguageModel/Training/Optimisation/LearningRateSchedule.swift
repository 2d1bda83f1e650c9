#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the learning rate changes over a training.
public struct LearningRateSchedule: Sendable, Hashable {
    /// The course after the warm-up.
    public enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
        /// The rate stays.
        case constant
        /// The rate falls in a line; after the last step it would be the final share.
        case linear
        /// The rate falls along half a cosine.
        case cosine
    }

    /// The course.
    public var shape: Shape
    /// The greatest rate.
    public var rate: Double
    /// Over how many steps the rate rises from rate / warmup to the whole; 0 for none.
    public var warmup: Int
    /// What share of the rate the course ends at.
    public var finalShare: Double

    /// Makes a schedule.
    public init(_ shape: Shape, rate: Double, warmup: Int = 0, finalShare: Double = 0) {
        self.shape = shape
        self.rate = rate
        self.warmup = warmup
        self.finalShare = finalShare
    }

    /// The rate of a step.
    ///
    /// - Parameters:
    ///   - step: from 0; the first step without warm-up has the whole rate.
    ///   - total: how many steps the training has.
    public func rate(at step: Int, of total: Int) -> Double {
        if step < warmup { return rate * Double(step + 1) / Double(warmup) }
        let progress = min(1, Double(step - warmup) / Double(max(1, total - warmup)))
        let share =
            switch shape {
            case .constant: 1.0
            case .linear: 1 - progress * (1 - finalShare)
            case .cosine: finalShare + (1 - finalShare) * (1 + cos(Double.pi * progress)) / 2
            }
        return rate * share
    }
}
