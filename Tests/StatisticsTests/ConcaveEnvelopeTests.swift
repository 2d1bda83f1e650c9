import Statistics
import Testing

@Suite("Concave envelopes")
struct ConcaveEnvelopeTests {
    private func envelope(_ points: [(Double, Double)]) throws -> ConcaveEnvelope {
        try ConcaveEnvelope(points.map { ConcaveEnvelope.Corner(x: $0.0, y: $0.1) })
    }

    @Test("The worked number of the documentation")
    func worked() throws {
        let found = try envelope([(3, 3), (0, 0), (4, 2), (1, 1), (2, 1.2)])
        #expect(found.corners.map(\.x) == [0, 3])
        #expect(found(2) == 2)
        #expect(found(9) == 3)
        #expect(found(-1) == nil)
    }

    @Test("It lies on or above every point, rises, and bends downward")
    func properties() throws {
        var generator = CounterGenerator(seed: 5)
        for _ in 0..<200 {
            let points = (0..<1 + generator.index(below: 12)).map { _ in
                (Double(generator.index(below: 8)), generator.uniform())
            }
            let found = try envelope(points)
            for (x, y) in points { #expect((found(x) ?? -1) >= y - 1e-12) }
            let corners = found.corners
            for (a, b) in zip(corners, corners.dropFirst()) {
                #expect(a.x < b.x && a.y < b.y)
            }
            let slopes = zip(corners, corners.dropFirst()).map { ($1.y - $0.y) / ($1.x - $0.x) }
            for (a, b) in zip(slopes, slopes.dropFirst()) { #expect(a > b) }
            // Every corner is one of the points.
            for corner in corners { #expect(points.contains { $0 == (corner.x, corner.y) }) }
        }
    }

    @Test("One point is an envelope, none and what is not finite is not")
    func edges() throws {
        #expect(try envelope([(2, 5)])(3) == 5)
        #expect(throws: Undefined.self) { try envelope([]) }
        #expect(throws: Undefined.self) { try envelope([(0, .nan)]) }
    }
}
