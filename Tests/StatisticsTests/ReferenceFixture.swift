import LanguageModel
import Statistics
import TestSupport

/// One case of a fixture that a script under Scripts/reference wrote.
struct ReferenceCase {
    let method: String
    let input: JSONValue
    let expected: JSONValue

    /// A number of the input.
    func number(_ key: String) -> Double { input[key]?.double ?? .nan }
    /// A whole number of the input.
    func int(_ key: String) -> Int { input[key]?.int ?? -1 }
    /// A column of numbers of the input.
    func numbers(_ key: String) -> [Double] { ReferenceCase.numbers(input[key]) }
    /// A column of whole numbers of the input.
    func ints(_ key: String) -> [Int] { (input[key]?.array ?? []).compactMap(\.int) }
    /// An expected number.
    func wanted(_ key: String) -> Double { expected[key]?.double ?? .nan }
    /// Expected numbers.
    func allWanted(_ key: String) -> [Double] { ReferenceCase.numbers(expected[key]) }

    /// Every number of nested arrays, in order.
    static func numbers(_ value: JSONValue?) -> [Double] {
        if let items = value?.array { return items.flatMap { numbers($0) } }
        return value?.double.map { [$0] } ?? []
    }

    /// The cases of a fixture, all or those of one method; none at all is a failure.
    static func load(_ name: String, _ method: String? = nil) throws -> [ReferenceCase] {
        let root = try JSONValue(parsing: Fixture.text("Statistics/\(name).json"))
        let cases = (root["cases"]?.array ?? []).compactMap { item -> ReferenceCase? in
            guard let method = item["method"]?.string, let input = item["input"],
                let expected = item["expected"]
            else { return nil }
            return ReferenceCase(method: method, input: input, expected: expected)
        }.filter { method == nil || $0.method == method }
        guard !cases.isEmpty else { throw Undefined.noData }
        return cases
    }
}

/// Whether two numbers agree to a tolerance relative to the larger of 1 and the reference.
func agree(_ value: Double?, _ reference: Double, _ tolerance: Double = 1e-9) -> Bool {
    guard let value else { return false }
    return abs(value - reference) <= tolerance * max(1, abs(reference))
}

/// Whether an interval has these ends.
func agree(_ interval: Interval?, _ ends: [Double], _ tolerance: Double = 1e-9) -> Bool {
    ends.count == 2 && agree(interval?.lower, ends[0], tolerance)
        && agree(interval?.upper, ends[1], tolerance)
}
