import LanguageModel

/// The scale on which a judge grades.
struct JudgeScale: Sendable, Hashable {
    /// The worst grade.
    let worst: Double
    /// The best grade.
    let best: Double
    /// The grades allowed, with what each means, worst first; empty for any number in between.
    let levels: [Level]

    /// One grade.
    struct Level: Sendable, Hashable {
        let grade: Double
        let meaning: String
    }

    /// Whether a grade is on the scale.
    func contains(_ grade: Double) -> Bool {
        levels.isEmpty
            ? (min(worst, best)...max(worst, best)).contains(grade)
            : levels.contains { $0.grade == grade }
    }

    /// A grade as a share: 0 for the worst, 1 for the best.
    func share(_ grade: Double) -> Double { (grade - worst) / (best - worst) }

    /// The grade in the middle.
    var middle: Double { (worst + best) / 2 }

    /// The scale in words.
    ///
    /// - Parameter descending: whether the best comes first; a judge that heeds the order rather
    ///   than the answer is found out by asking both ways.
    func description(descending: Bool) -> String {
        func number(_ value: Double) -> String { JSONValue.number(value).serialized() }
        if levels.isEmpty {
            let low = "\(number(worst)) (does not meet the rubric at all)"
            let high = "\(number(best)) (meets the rubric in full)"
            return "Any number from "
                + (descending ? "\(high) down to \(low)." : "\(low) to \(high).")
        }
        let lines = levels.map { "\(number($0.grade)): \($0.meaning)" }
        return "Exactly one of these numbers:\n"
            + (descending ? lines.reversed() : lines).joined(separator: "\n")
    }
}
