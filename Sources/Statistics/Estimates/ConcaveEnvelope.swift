/// The least concave, never falling curve above points: what a trade-off reaches at most.
///
/// Definition: the upper convex hull of the points from the leftmost to the highest one, constant
/// after it. For policies with a divergence x from a base and a reward y this is a frontier that
/// can be had: drawing one of two policies at random for each answer has the mean of their rewards,
/// and at most the mean of their divergences, because KL is convex (Cover and Thomas 2006, theorem
/// 2.7.2, doi:10.1002/047174882X). Range: from the leftmost point's height to the largest. Assumes
/// points known without error. Edge cases: left of the leftmost point the curve is undefined. Worked
/// number: (0, 0), (1, 1), (2, 1.2), (3, 3), (4, 2) gives 2 at x = 2 and 3 at x = 9.
///
/// - Complexity: O(n log n).
public struct ConcaveEnvelope: Sendable, Hashable {
    /// A corner of the curve.
    public struct Corner: Sendable, Hashable {
        /// The place.
        public var x: Double
        /// The height.
        public var y: Double

        /// A corner.
        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// The corners, rising in both coordinates; at least one.
    public let corners: [Corner]

    /// The envelope of points.
    ///
    /// - Throws: `Undefined` without a point, or with one that is not finite.
    public init(_ points: [Corner]) throws(Undefined) {
        try Check.data(points.flatMap { [$0.x, $0.y] })
        let sorted = points.sorted { ($0.x, -$0.y) < ($1.x, -$1.y) }
        var hull: [Corner] = []
        for point in sorted {
            // What rises nowhere above what is there already adds nothing.
            if let last = hull.last, point.y <= last.y { continue }
            while hull.count > 1 {
                let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
                let turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
                guard turn >= 0 else { break }
                hull.removeLast()
            }
            hull.append(point)
        }
        corners = hull
    }

    /// The height at a place; nil left of the first corner.
    public func callAsFunction(_ x: Double) -> Double? {
        guard let first = corners.first, let last = corners.last, x >= first.x else { return nil }
        guard x < last.x else { return last.y }
        for (a, b) in zip(corners, corners.dropFirst()) where x <= b.x {
            return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : b.y
        }
        return last.y
    }
}
