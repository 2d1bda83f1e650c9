package import LanguageModel
package import Statistics

/// One number of an analysis: its value with its uncertainty, or why there is none.
package struct StatisticFigure: Sendable {
    /// The name for programs, dots between levels: `alpha.nominal`.
    package let key: String
    /// The name for people.
    package let name: String
    /// The number, or why it is undefined.
    package let outcome: Result<Estimate, Undefined>

    /// A figure of what a method says.
    package init(_ key: String, _ name: String, _ make: () throws(Undefined) -> Estimate) {
        (self.key, self.name) = (key, name)
        do throws(Undefined) {
            outcome = .success(try make())
        } catch {
            outcome = .failure(error)
        }
    }

    /// The number, where there is one.
    package var estimate: Estimate? { try? outcome.get() }
}

extension Estimate {
    /// The estimate as `--json` prints it.
    ///
    /// - Parameter decimals: where to round; nil keeps every digit.
    package func json(decimals: Int? = nil) -> JSONValue {
        func number(_ value: Double) -> JSONValue {
            guard let decimals else { return .number(value) }
            var unit = 1.0
            for _ in 0..<decimals { unit *= 10 }
            return .number((value * unit).rounded() / unit)
        }
        var object: [String: JSONValue] = [
            "value": number(value), "n": .integer(count), "method": .string(method),
        ]
        if let standardError { object["standard_error"] = number(standardError) }
        if let degreesOfFreedom { object["degrees_of_freedom"] = .number(degreesOfFreedom) }
        if let clusters { object["clusters"] = .integer(clusters) }
        if let interval {
            object["low"] = number(interval.lower)
            object["high"] = number(interval.upper)
            object["level"] = .number(interval.level)
            object["interval_method"] = .string(interval.method)
        }
        if let whyNoInterval { object["no_interval_because"] = .string(whyNoInterval.cause) }
        return .object(object)
    }
}

extension StatisticFigure {
    /// The figure as `--json` prints it, with its name.
    package func json(decimals: Int? = nil) -> JSONValue {
        var object: [String: JSONValue] = ["key": .string(key), "name": .string(name)]
        switch outcome {
        case .success(let estimate):
            object.merge(estimate.json(decimals: decimals).object ?? [:]) { $1 }
        case .failure(let reason):
            object["value"] = .null
            object["undefined_because"] = .string(reason.cause)
        }
        return .object(object)
    }
}

extension HypothesisTest {
    /// The test as `--json` prints it.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "method": .string(method), "statistic": .number(statistic),
            "p_value": .number(pValue), "alternative": .string(alternative.rawValue),
        ]
        if let degreesOfFreedom { object["degrees_of_freedom"] = .number(degreesOfFreedom) }
        return .object(object)
    }
}
