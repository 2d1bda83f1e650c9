import Statistics

/// A number with its interval, as reports and `--json` show it.
package struct SummaryEstimate: Codable, Sendable, Hashable {
    /// The estimate.
    package var value: Double
    /// The interval's ends; nil where it is undefined, and then `note` says why.
    package var low: Double?
    package var high: Double?
    /// The share of repetitions in which the interval covers the truth.
    package var level: Double
    package var standardError: Double?
    package var degreesOfFreedom: Double?
    /// How many cases it rests on; epochs of a case count once.
    package var cases: Int
    /// How many clusters those cases form; nil where each case stands alone.
    package var clusters: Int?
    /// The method's name.
    package var method: String
    /// What a reader must know beside the numbers.
    package var note: String?

    package enum CodingKeys: String, CodingKey {
        case value, low, high, level
        case standardError = "standard_error"
        case degreesOfFreedom = "degrees_of_freedom"
        case cases, clusters, method, note
    }

    package init(
        value: Double, low: Double? = nil, high: Double? = nil, level: Double = 0.95,
        standardError: Double? = nil, degreesOfFreedom: Double? = nil, cases: Int,
        clusters: Int? = nil, method: String, note: String? = nil
    ) {
        self.value = value
        self.low = low
        self.high = high
        self.level = level
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.cases = cases
        self.clusters = clusters
        self.method = method
        self.note = note
    }

    /// Takes over an estimate of the statistics library.
    init(_ estimate: Estimate, level: Double) {
        self.init(
            value: estimate.value, low: estimate.interval?.lower, high: estimate.interval?.upper,
            level: level, standardError: estimate.standardError,
            degreesOfFreedom: estimate.degreesOfFreedom, cases: estimate.count,
            clusters: estimate.clusters, method: estimate.method,
            note: estimate.whyNoInterval.map { "no interval: \($0.cause)" })
    }
}
