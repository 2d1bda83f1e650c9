package import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// When a card is shown again: FSRS-6 with its published default weights, in the variant of
/// py-fsrs 6.3.2, where difficulty reverts to the unclamped first difficulty of `easy`. (Versions
/// before clamped it; intervals then differ by a day here and there.)
///
/// Retrievability after t days: R = (1 + F·t/S)^−w20, F = 0.9^(−1/w20) − 1, so that R = 0.9 after
/// S days. Learning steps 1 and 10 minutes, one relearning step of 10 minutes, retention 0.9, no
/// fuzz. (Ye, Su, Cao 2022, doi:10.1145/3534678.3539081; weights: open-spaced-repetition.)
package enum ReviewSchedule {
    /// The variant's name, as reviews keep it.
    package static let variant = "FSRS-6 (py-fsrs 6.3.2, default weights, no fuzz)"

    /// How an answer went.
    package enum Rating: Int, Sendable, Hashable, CaseIterable {
        case again = 1
        case hard, good, easy

        /// What people type.
        package var word: String {
            switch self {
            case .again: "again"
            case .hard: "hard"
            case .good: "good"
            case .easy: "easy"
            }
        }
    }

    package enum Stage: String, Sendable, Hashable { case learning, review, relearning }

    /// A card's memory after its last review.
    package struct Memory: Sendable, Hashable {
        package var stage: Stage
        /// The place among the steps while learning.
        package var step: Int
        /// Days until retrievability is 0.9.
        package var stability: Double
        /// From 1 to 10.
        package var difficulty: Double
        package var last: Timestamp
        package var due: Timestamp

        package init(
            stage: Stage, step: Int, stability: Double, difficulty: Double, last: Timestamp,
            due: Timestamp
        ) {
            self.stage = stage
            self.step = step
            self.stability = stability
            self.difficulty = difficulty
            self.last = last
            self.due = due
        }

        /// How likely the answer is known at a moment; whole days count.
        package func retrievability(at moment: Timestamp) -> Double {
            let days = max(0, ReviewSchedule.days(from: last, to: moment))
            return pow(1 + factor * Double(days) / stability, -weights[20])
        }
    }

    /// The memory after a review.
    ///
    /// - Parameter memory: nil for a card that was never reviewed.
    package static func after(_ rating: Rating, of memory: Memory?, at moment: Timestamp) -> Memory
    {
        let grade = Double(rating.rawValue)
        guard var next = memory else {
            var first = Memory(
                stage: .learning, step: 0, stability: max(weights[rating.rawValue - 1], least),
                difficulty: clamped(firstDifficulty(grade)), last: moment, due: moment)
            advance(&first, rating, learningSteps)
            return first
        }
        if days(from: next.last, to: moment) < 1 {
            var growth =
                exp(weights[17] * (grade - 3 + weights[18])) * pow(next.stability, -weights[19])
            if rating != .again { growth = max(growth, 1) }
            next.stability = max(next.stability * growth, least)
        } else {
            next.stability = nextStability(next, rating, next.retrievability(at: moment))
        }
        next.difficulty = nextDifficulty(next.difficulty, grade)
        next.last = moment
        switch next.stage {
        case .learning: advance(&next, rating, learningSteps)
        case .relearning: advance(&next, rating, relearningSteps)
        case .review:
            if rating == .again {
                next.stage = .relearning
                next.step = 0
                next.due = later(moment, relearningSteps[0])
            } else {
                graduate(&next)
            }
        }
        return next
    }

    private static let weights: [Double] = [
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ]
    private static let factor = pow(0.9, 1 / -weights[20]) - 1
    private static let retention = 0.9
    private static let least = 0.001
    private static let longest = 36_500.0
    /// Seconds.
    private static let learningSteps = [60, 600]
    private static let relearningSteps = [600]
    private static let day: Int64 = 86_400_000

    private static func days(from: Timestamp, to: Timestamp) -> Int64 {
        let difference = to.milliseconds - from.milliseconds
        let quotient = difference / day
        return difference % day < 0 ? quotient - 1 : quotient
    }

    private static func later(_ moment: Timestamp, _ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + Int64(seconds) * 1000)
    }

    /// One step further, back to the first, or out of the steps.
    private static func advance(_ memory: inout Memory, _ rating: Rating, _ steps: [Int]) {
        switch rating {
        case .again:
            memory.step = 0
            memory.due = later(memory.last, steps[0])
        case .hard:
            if memory.step >= steps.count { return graduate(&memory) }
            let seconds: Int
            if memory.step == 0 {
                seconds = steps.count == 1 ? steps[0] * 3 / 2 : (steps[0] + steps[1]) / 2
            } else {
                seconds = steps[memory.step]
            }
            memory.due = later(memory.last, seconds)
        case .good:
            if memory.step + 1 >= steps.count { return graduate(&memory) }
            memory.step += 1
            memory.due = later(memory.last, steps[memory.step])
        case .easy: graduate(&memory)
        }
    }

    private static func graduate(_ memory: inout Memory) {
        memory.stage = .review
        memory.step = 0
        let days = memory.stability / factor * (pow(retention, 1 / -weights[20]) - 1)
        // Halves go to the even number, as the reference rounds.
        let whole = min(max(days.rounded(.toNearestOrEven), 1), longest)
        memory.due = Timestamp(milliseconds: memory.last.milliseconds + Int64(whole) * day)
    }

    private static func firstDifficulty(_ grade: Double) -> Double {
        weights[4] - exp(weights[5] * (grade - 1)) + 1
    }

    private static func clamped(_ difficulty: Double) -> Double { min(max(difficulty, 1), 10) }

    private static func nextDifficulty(_ difficulty: Double, _ grade: Double) -> Double {
        let change = -weights[6] * (grade - 3)
        let damped = difficulty + (10 - difficulty) * change / 9
        return clamped(weights[7] * firstDifficulty(4) + (1 - weights[7]) * damped)
    }

    private static func nextStability(_ memory: Memory, _ rating: Rating, _ r: Double) -> Double {
        let (d, s, w) = (memory.difficulty, memory.stability, weights)
        if rating == .again {
            let long = w[11] * pow(d, -w[12]) * (pow(s + 1, w[13]) - 1) * exp((1 - r) * w[14])
            return max(min(long, s / exp(w[17] * w[18])), least)
        }
        let penalty = rating == .hard ? w[15] : 1
        let bonus = rating == .easy ? w[16] : 1
        let growth =
            exp(w[8]) * (11 - d) * pow(s, -w[9]) * (exp((1 - r) * w[10]) - 1) * penalty * bonus
        return max(s * (1 + growth), least)
    }
}
