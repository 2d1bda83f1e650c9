package import LanguageModel

/// What a reference shows, computed from the store as it is now.
package struct EvidenceResult: Sendable {
    /// What it is, in a few words.
    package var title: String
    package var tables: [Table] = []
    package var charts: [any Chart] = []
    /// Texts from models, shown as they are.
    package var texts: [EvidenceText] = []
    /// The value with its interval, for a sentence; nil for a block.
    package var value: String?
    /// How many scored samples the value rests on; nil where that is unknown or makes no sense.
    package var sampleSize: Int?
    /// Where it comes from: sentences below it.
    package var notes: [String] = []
    /// Everything that is shown in numbers and names: what a pin hashes.
    package var content: JSONValue
    /// The full id of the record, or the file.
    package var record: String
    /// The full id of the run that a comparison starts from.
    package var against: String?

    package init(title: String, content: JSONValue, record: String) {
        self.title = title
        self.content = content
        self.record = record
    }

    /// The result as a headline, held to the sample size that it declares.
    ///
    /// - Throws: a refusal where it rests on fewer samples, or on a number nobody knows.
    package func headline(least: Int?) throws(EvidenceUnavailable) -> EvidenceResult {
        let least = least ?? 1
        guard let sampleSize else {
            throw EvidenceUnavailable(
                "nobody knows how many samples this number rests on",
                advice: "quote it in a sentence instead", isRefused: true)
        }
        guard sampleSize >= least else {
            throw EvidenceUnavailable(
                "a headline on \(sampleSize) scored samples, where it declares at least \(least)",
                advice: "gather more samples, or quote it in a sentence with its interval",
                isRefused: true)
        }
        return self
    }

    /// SHA-256 of the canonical result, numbers rounded to 9 significant digits.
    package var hash: String { SHA256.hex(Self.rounded(content).serialized()) }

    /// Every number that it shows, for sentences that quote one.
    package var numbers: [Double] { Self.numbers(in: content) }

    /// Numbers as texts of 9 significant digits, so that two machines agree on their hash.
    package static func rounded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number):
            guard number.isFinite, number != 0 else {
                return .string(number == 0 ? "0" : "\(number)")
            }
            // The shortest text with 9 significant digits: mantissa and exponent.
            var exponent = 0
            var magnitude = number.magnitude
            while magnitude >= 1e9 - 0.5 {
                magnitude /= 10
                exponent += 1
            }
            while magnitude < 1e8 - 0.05 {
                magnitude *= 10
                exponent -= 1
            }
            var digits = Int(magnitude.rounded())
            while digits % 10 == 0 {
                digits /= 10
                exponent += 1
            }
            return .string("\(number < 0 ? "-" : "")\(digits)e\(exponent)")
        case .integer(let integer): return .string("\(integer)")
        case .array(let items): return .array(items.map(rounded))
        case .object(let members): return .object(members.mapValues(rounded))
        default: return value
        }
    }

    private static func numbers(in value: JSONValue) -> [Double] {
        switch value {
        case .number(let number): [number]
        case .integer(let integer): [Double(integer)]
        case .array(let items): items.flatMap(numbers)
        case .object(let members): members.values.flatMap(numbers)
        default: []
        }
    }
}

/// A text that a model wrote or read, with what it is.
package struct EvidenceText: Sendable, Hashable {
    package var label: String
    package var text: String

    package init(label: String, text: String) {
        self.label = label
        self.text = text
    }
}

/// Why a reference shows nothing.
package struct EvidenceUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without a full stop.
    package let reason: String
    /// What to do.
    package let advice: String
    /// Whether there is a result that must not be shown: a headline on too few samples.
    package let isRefused: Bool

    package init(_ reason: String, advice: String, isRefused: Bool = false) {
        self.reason = reason
        self.advice = advice
        self.isRefused = isRefused
    }

    package var description: String { "not available: \(reason); \(advice)" }
}
