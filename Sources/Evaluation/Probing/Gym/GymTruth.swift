package import LanguageModel
package import Providers
import Statistics
import Workspace

/// What an exercise hides: each planted failure with its true rate in each segment.
package struct GymTruth: Sendable, Hashable {
    /// A rate in one segment.
    package struct Rate: Sendable, Hashable {
        package var value: Double
        /// The 95 % interval of a rate that was measured; nil for one known by construction.
        package var low: Double?
        package var high: Double?
    }

    package var exercise: String
    package var name: String
    package var seed: Int
    /// The planted rates: the script's, or the shares of the training data.
    package var planted: [String: Double]
    /// By failure, then by segment. Empty for a trained exercise that has not been trained.
    package var rates: [String: [String: Rate]]
    /// How the rates came to be known.
    package var source: String

    /// The truth of a scripted model, by construction: the mean chance over all messages of a
    /// segment.
    package static func scripted(_ exercise: GymExercise, name: String, seed: Int) throws
        -> GymTruth
    {
        let planted = exercise.rates(seed: seed)
        let model = try exercise.model(name: name, rates: planted)
        var sums: [String: [String: Double]] = [:]
        var counts: [String: Int] = [:]
        for situation in exercise.situations {
            counts[situation.segment, default: 0] += 1
            for chance in try model.chances(of: [Message(.user, situation.text)]) {
                guard let failure = exercise.failure(in: chance.reply) else { continue }
                sums[failure, default: [:]][situation.segment, default: 0] += chance.probability
            }
        }
        var rates: [String: [String: Rate]] = [:]
        for failure in exercise.failures {
            for segment in exercise.segments {
                let sum = sums[failure.name]?[segment.name] ?? 0
                rates[failure.name, default: [:]][segment.name] = Rate(
                    value: sum / Double(max(1, counts[segment.name] ?? 0)))
            }
        }
        return GymTruth(
            exercise: exercise.id, name: name, seed: seed, planted: planted, rates: rates,
            source: "known by construction, over all messages of each segment")
    }

    /// A failure's rate over segments in equal shares; nil where it is not known.
    ///
    /// - Parameter population: names of segments; empty takes all.
    package func rate(of failure: String, over population: [String]) -> Rate? {
        guard let own = rates[failure], !own.isEmpty else { return nil }
        let names = population.isEmpty ? own.keys.sorted() : population
        let found = names.compactMap { own[$0] }
        guard found.count == names.count else { return nil }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let isMeasured = found.contains { $0.low != nil }
        return Rate(
            value: mean(found.map(\.value)),
            low: isMeasured ? mean(found.map { $0.low ?? $0.value }) : nil,
            high: isMeasured ? mean(found.map { $0.high ?? $0.value }) : nil)
    }

    package var json: JSONValue {
        [
            "exercise": .string(exercise), "name": .string(name), "seed": .integer(seed),
            "source": .string(source), "planted": .object(planted.mapValues { .number($0) }),
            "rates": .object(
                rates.mapValues { segments in
                    .object(
                        segments.mapValues { rate in
                            [
                                "value": .number(rate.value),
                                "low": rate.low.map(JSONValue.number) ?? .null,
                                "high": rate.high.map(JSONValue.number) ?? .null,
                            ]
                        })
                }),
        ]
    }

    /// Reads what was sealed; nil where it is none.
    package init?(json: JSONValue) {
        guard let exercise = json["exercise"]?.string, let name = json["name"]?.string,
            let seed = json["seed"]?.int, let planted = json["planted"]?.object,
            let rates = json["rates"]?.object
        else { return nil }
        self.init(
            exercise: exercise, name: name, seed: seed,
            planted: planted.compactMapValues(\.double),
            rates: rates.mapValues { segments in
                (segments.object ?? [:]).compactMapValues { rate in
                    rate["value"]?.double.map {
                        Rate(value: $0, low: rate["low"]?.double, high: rate["high"]?.double)
                    }
                }
            }, source: json["source"]?.string ?? "")
    }

    package init(
        exercise: String, name: String, seed: Int, planted: [String: Double],
        rates: [String: [String: Rate]], source: String
    ) {
        self.exercise = exercise
        self.name = name
        self.seed = seed
        self.planted = planted
        self.rates = rates
        self.source = source
    }
}

extension GymExercise {
    /// The scripted model with given rates.
    package func model(name: String, rates: [String: Double]) throws -> ScriptedModel {
        let node = try DocumentNode(
            json: script(name: name, rates: rates).serialized(), path: "(the gym's script)")
        return try ScriptedModel(Script(try ScriptedModelDocument(node)))
    }
}
