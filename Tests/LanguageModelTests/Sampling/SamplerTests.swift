import LanguageModel
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Drawing tokens from logits.
@Suite struct SamplerTests {
    /// How often each token is drawn in `count` draws.
    static func frequencies(
        _ logits: [Float], count: Int = 20_000, seen: Set<Int32> = [],
        _ adjust: (inout SamplingSettings) -> Void
    ) -> [Double] {
        var settings = SamplingSettings()
        settings.temperature = 1
        adjust(&settings)
        var counts = [Double](repeating: 0, count: logits.count)
        let sampler = Sampler(settings: settings, seed: 7)
        for index in 0..<count { counts[Int(draw(sampler, logits, seen, index).token)] += 1 }
        return counts.map { $0 / Double(count) }
    }

    static func draw(
        _ sampler: Sampler, _ logits: [Float], _ seen: Set<Int32> = [], _ index: Int = 0
    ) -> (token: Int32, logit: Float) {
        var logits = logits
        return logits.withUnsafeMutableBufferPointer {
            sampler.draw(from: $0, seen: seen, index: index)
        }
    }

    static func softmax(_ logits: [Double]) -> [Double] {
        let weights = logits.map { exp($0) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// Five standard errors of a frequency.
    static func isClose(_ observed: [Double], _ expected: [Double], count: Double = 20_000) -> Bool
    {
        zip(observed, expected).allSatisfy { o, e in
            abs(o - e) <= 5 * sqrt(e * (1 - e) / count) + 1e-12
        }
    }

    static let logits: [Float] = [0.3, 2, -1, 1.5, 0, -0.5, 1]

    @Test("Tokens come as often as the softmax says, at any temperature", arguments: [0.5, 1, 2.5])
    func temperature(temperature: Double) {
        let observed = Self.frequencies(Self.logits) { $0.temperature = temperature }
        let expected = Self.softmax(Self.logits.map { Double($0) / temperature })
        #expect(Self.isClose(observed, expected))
    }

    @Test("Top-k leaves the k likeliest", arguments: [1, 2, 3, 7, 100])
    func topK(k: Int) {
        let observed = Self.frequencies(Self.logits) { $0.topK = k }
        let kept = Set(Self.logits.indices.sorted { Self.logits[$0] > Self.logits[$1] }.prefix(k))
        let expected = Self.softmax(
            Self.logits.indices.map { kept.contains($0) ? Double(Self.logits[$0]) : -.infinity })
        #expect(Self.isClose(observed, expected))
    }

    @Test("Top-p leaves the fewest tokens that reach p", arguments: [0.1, 0.5, 0.8, 0.95, 1])
    func topP(p: Double) {
        let observed = Self.frequencies(Self.logits) { $0.topP = p }
        let whole = Self.softmax(Self.logits.map(Double.init))
        var kept: Set<Int> = []
        var sum = 0.0
        for token in whole.indices.sorted(by: { whole[$0] > whole[$1] }) where sum < p {
            kept.insert(token)
            sum += whole[token]
        }
        let expected = Self.softmax(
            Self.logits.indices.map { kept.contains($0) ? Double(Self.logits[$0]) : -.infinity })
        #expect(Self.isClose(observed, expected))
    }

    @Test("Min-p leaves the tokens at least that fraction as likely as the likeliest")
    func minP() {
        // exp(-1) = 0.368: the tokens within 1 of the greatest logit, 2.
        let observed = Self.frequencies(Self.logits) { $0.minP = 0.36 }
        let expected = Self.softmax(Self.logits.map { $0 >= 1 ? Double($0) : -.infinity })
        #expect(Self.isClose(observed, expected))
        // At temperature 2, ratios are square roots: within 2 of the greatest.
        let warm = Self.frequencies(Self.logits) {
            $0.minP = 0.36
            $0.temperature = 2
        }
        let kept = Self.softmax(Self.logits.map { $0 >= 0 ? Double($0) / 2 : -.infinity })
        #expect(Self.isClose(warm, kept))
    }

    @Test("Top-p of a wide distribution keeps thousands of tokens where it must")
    func wide() {
        let logits = [Float](repeating: 0, count: 40_000)
        let observed = Self.frequencies(logits, count: 300) { $0.topP = 0.5 }
        let kept = observed.indices.filter { observed[$0] > 0 }
        #expect(kept.allSatisfy { $0 < 20_000 } && kept.count > 250)
    }

    @Test("The repetition penalty divides positive and multiplies negative logits of tokens seen")
    func penalty() {
        let observed = Self.frequencies(Self.logits, seen: [1, 2]) { $0.repetitionPenalty = 2 }
        var penalized = Self.logits.map(Double.init)
        penalized[1] = 1
        penalized[2] = -2
        #expect(Self.isClose(observed, Self.softmax(penalized)))
        var settings = SamplingSettings()
        settings.repetitionPenalty = 4
        let drawn = Self.draw(Sampler(settings: settings, seed: 0), Self.logits, [1, 3])
        #expect(drawn.token == 6 && drawn.logit == 1)
        settings.repetitionPenalty = 1.1
        let kept = Self.draw(Sampler(settings: settings, seed: 0), Self.logits, [1])
        #expect(kept.token == 1 && kept.logit == 2, "the model's own logit is reported")
    }

    @Test("Greedy takes the greatest logit, the lowest id where several are equal")
    func greedy() {
        let drawn = Self.draw(Sampler(settings: SamplingSettings(), seed: 3), [1, 5, 5, 2])
        #expect(drawn.token == 1 && drawn.logit == 5)
    }

    @Test("The same seed draws the same tokens, another seed others")
    func seeds() {
        var settings = SamplingSettings()
        settings.temperature = 1
        func tokens(_ seed: UInt64) -> [Int32] {
            (0..<64).map {
                Self.draw(Sampler(settings: settings, seed: seed), Self.logits, [], $0).token
            }
        }
        #expect(tokens(1) == tokens(1))
        #expect(tokens(1) != tokens(2))
    }

    @Test(
        "The greatest logits are found, equal ones by id",
        arguments: [0, 1, 5, 64, 999, 1000, 2000])
    func top(count: Int) {
        var logits = randomFloats(1000, seed: 4, scale: 20).map { ($0 * 4).rounded() / 4 }
        logits[3] = .infinity
        logits[4] = -.infinity
        let expected = logits.indices.sorted {
            logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
        }.prefix(count)
        let found = logits.withUnsafeBufferPointer { TopTokens.select(count, of: $0) }
        #expect(found.map { Int($0.id) } == Array(expected))
        #expect(found.allSatisfy { $0.logit == logits[Int($0.id)] })
    }
}
