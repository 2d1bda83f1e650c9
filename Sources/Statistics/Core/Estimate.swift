/// A number estimated from data, with its uncertainty.
public struct Estimate: Sendable, Hashable {
    /// The point estimate.
    public var value: Double
    /// The standard error; nil where the method has none, such as an exact interval.
    public var standardError: Double?
    /// The interval; nil when it is undefined, and then `whyNoInterval` says why.
    public var interval: Interval?
    /// The degrees of freedom of the t quantile used; nil for a normal or an exact interval.
    public var degreesOfFreedom: Double?
    /// The number of independent or clustered observations.
    public var count: Int
    /// The number of clusters; nil when observations are taken as independent.
    public var clusters: Int?
    /// The name of the method.
    public var method: String
    /// Why there is no interval; nil when there is one.
    public var whyNoInterval: Undefined?

    /// An estimate with its parts.
    public init(
        value: Double, standardError: Double? = nil, interval: Interval? = nil,
        degreesOfFreedom: Double? = nil, count: Int, clusters: Int? = nil, method: String,
        whyNoInterval: Undefined? = nil
    ) {
        self.value = value
        self.standardError = standardError
        self.interval = interval
        self.degreesOfFreedom = degreesOfFreedom
        self.count = count
        self.clusters = clusters
        self.method = method
        self.whyNoInterval = whyNoInterval
    }
}

extension Estimate {
    /// An estimate ± quantile × standard error: Student's t with `degreesOfFreedom`, or the normal.
    ///
    /// A standard error of 0 comes from data that do not vary; it says nothing about uncertainty,
    /// so the interval is then undefined rather than of width 0.
    static func symmetric(
        value: Double, standardError: Double, degreesOfFreedom: Double?, count: Int,
        clusters: Int? = nil, level: Double, method: String
    ) throws(Undefined) -> Estimate {
        try Check.level(level)
        var estimate = Estimate(
            value: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
            count: count, clusters: clusters, method: method)
        guard standardError > 0 else {
            estimate.whyNoInterval = .noVariation("the standard error is 0")
            return estimate
        }
        let upperTail = (1 - level) / 2
        let quantile: Double
        if let degreesOfFreedom {
            quantile = StudentT(degreesOfFreedom: degreesOfFreedom).upperQuantile(upperTail)
        } else {
            quantile = Normal.upperQuantile(upperTail)
        }
        estimate.interval = Interval(
            lower: value - quantile * standardError, upper: value + quantile * standardError,
            level: level, method: method)
        return estimate
    }
}
