/// Where a value stands along an axis, in SVG units.
package struct LinearScale: Sendable, Hashable {
    /// The values shown.
    package var domain: ClosedRange<Double>
    /// The positions of the domain's ends; the second may be the smaller.
    package var start: Double
    package var end: Double

    package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
        self.domain =
            domain.lowerBound < domain.upperBound
            ? domain : (domain.lowerBound - 0.5)...(domain.upperBound + 0.5)
        self.start = start
        self.end = end
    }

    /// A value's position; a value outside the domain is put at its edge.
    package func callAsFunction(_ value: Double) -> Double {
        guard value.isFinite else { return start }
        let clamped = min(max(value, domain.lowerBound), domain.upperBound)
        let share = (clamped - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        return start + share * (end - start)
    }

    /// Whether a value lies beyond the domain's ends.
    package func isBeyond(_ value: Double) -> Bool {
        value < domain.lowerBound - 1e-12 || value > domain.upperBound + 1e-12
    }
}
