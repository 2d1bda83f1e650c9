package import LanguageModel

/// The scale on which people grade what a judge graded, read off the judge's own configuration.
package struct CalibrationScale: Sendable, Hashable {
    /// The worst and the best grade.
    package let worst: Double
    package let best: Double
    /// The least grade that passes.
    package let minimum: Double
    /// The only grades allowed, with what each means, worst first; empty for any number in between.
    package let levels: [Level]

    /// One grade.
    package struct Level: Sendable, Hashable {
        package let grade: Double
        package let meaning: String
    }

    /// The scale of a scorer as a scoring keeps it; nil for one that is no judge.
    package init?(configuration: JSONValue?) {
        guard let configuration, configuration["kind"]?.string == "judge" else { return nil }
        let arguments = configuration["arguments"]
        let levels = (arguments?["levels"]?.object ?? [:]).compactMap { key, value in
            Double(key).map { Level(grade: $0, meaning: value.string ?? "") }
        }.sorted { $0.grade < $1.grade }
        let ends = (arguments?["scale"]?.array ?? []).compactMap(\.double)
        self.init(
            worst: levels.first?.grade ?? ends.first ?? 0,
            best: levels.last?.grade ?? (ends.count == 2 ? ends[1] : 1),
            minimum: arguments?["min"]?.double, levels: levels)
    }

    /// Reads a scale that a draw keeps.
    package init?(json: JSONValue?) {
        guard let json, let worst = json["worst"]?.double, let best = json["best"]?.double else {
            return nil
        }
        self.init(
            worst: worst, best: best, minimum: json["min"]?.double,
            levels: (json["levels"]?.array ?? []).compactMap { level in
                level["grade"]?.double.map {
                    Level(grade: $0, meaning: level["meaning"]?.string ?? "")
                }
            })
    }

    private init(worst: Double, best: Double, minimum: Double?, levels: [Level]) {
        (self.worst, self.best, self.levels) = (worst, best, levels)
        self.minimum = minimum ?? (worst + best) / 2
    }

    /// A grade as a share: 0 for the worst, 1 for the best.
    package func share(_ grade: Double) -> Double { (grade - worst) / (best - worst) }

    /// A share as a grade.
    package func grade(_ share: Double) -> Double { worst + share * (best - worst) }

    /// Whether a grade passes.
    package func passes(_ grade: Double) -> Bool {
        best > worst ? grade >= minimum : grade <= minimum
    }

    /// Whether a grade is on the scale.
    package func contains(_ grade: Double) -> Bool {
        levels.isEmpty
            ? (min(worst, best)...max(worst, best)).contains(grade)
            : levels.contains { $0.grade == grade }
    }

    /// What may be filled in, in words: `1 (no), 2 (in part) or 3 (fully)`.
    package var words: String {
        func number(_ value: Double) -> String { JSONValue.number(value).serialized() }
        guard !levels.isEmpty else { return "a number from \(number(worst)) to \(number(best))" }
        let names = levels.map { level in
            level.meaning.isEmpty
                ? number(level.grade) : "\(number(level.grade)) (\(level.meaning))"
        }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// The scale as a draw keeps it.
    package var json: JSONValue {
        [
            "worst": .number(worst), "best": .number(best), "min": .number(minimum),
            "levels": .array(
                levels.map { ["grade": .number($0.grade), "meaning": .string($0.meaning)] }),
        ]
    }
}
