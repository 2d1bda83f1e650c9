package import LanguageModel
import Statistics

/// A coefficient of agreement with its interval, or why it has no value.
package struct AgreementFigure: Sendable, Hashable {
    /// Its name, with metric or weights.
    package var name: String
    /// The value; nil where undefined.
    package var value: Double?
    /// The 95 % interval from resampling items or their clusters.
    package var low: Double?
    package var high: Double?
    /// Units with two ratings at least.
    package var count: Int
    package var method: String
    /// Why there is no value or no interval; nil where there are both.
    package var reason: String?

    init(_ name: String, _ result: Result<Estimate, Undefined>) {
        self.name = name
        switch result {
        case .success(let estimate):
            value = estimate.value
            low = estimate.interval?.lower
            high = estimate.interval?.upper
            count = estimate.count
            method = estimate.interval?.method ?? estimate.method
            reason = estimate.whyNoInterval?.description
        case .failure(let error):
            (value, low, high, count, method) = (nil, nil, nil, 0, "")
            reason = error.description
        }
    }

    init(_ name: String, value: Result<Double, Undefined>) {
        self.name = name
        (low, high, count, method) = (nil, nil, 0, "")
        switch value {
        case .success(let number): (self.value, reason) = (number, nil)
        case .failure(let error): (self.value, reason) = (nil, error.description)
        }
    }

    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "name": .string(name), "value": value.map(JSONValue.number) ?? .null,
        ]
        if let low, let high {
            object["low"] = .number(low)
            object["high"] = .number(high)
            object["level"] = 0.95
        }
        if count > 0 { object["units"] = .integer(count) }
        if !method.isEmpty { object["method"] = .string(method) }
        if let reason { object["reason"] = .string(reason) }
        return .object(object)
    }
}
