import Statistics
import Testing

@Suite("Aggregation of votes")
struct AggregationTests {
    /// Observer 1 rated three times: columns 0 to 2 are one rater.
    static let sameRater = [0, 0, 0, 1, 2, 3, 4]

    static func table() throws -> RatingTable {
        try AgreementCases.units(AgreementCases.dawidSkene, scale: [1, 2, 3, 4])
    }

    @Test("Dawid and Skene's patients have their published prevalences and labels")
    func dawidSkene() throws {
        let fit = try Consensus.dawidSkene(Self.table(), sameRater: Self.sameRater)
        for (value, expected) in zip(fit.prevalence, [0.399555, 0.421983, 0.111795, 0.066667]) {
            #expect(close(value, expected, 1e-6))
        }
        #expect(close(fit.logLikelihood, -192.89088, 5e-6))
        let labels = fit.labels.map { String(($0 ?? -1) + 1) }.joined()
        #expect(labels == "142222132243121111222222112111131224233111212")
        let row = fit.raters[0].confusion[..<4]
        for (value, expected) in zip(row, [0.8895, 0.1105, 0, 0]) {
            #expect(close(value, expected, 5e-5))
        }
        #expect(close(fit.posterior(of: 37)[2], 0.9788, 5e-5))
    }

    @Test("Majority, one-coin and MACE differ from Dawid–Skene on patients 2, 12 and 36 only")
    func others() throws {
        let table = try Self.table()
        let reference = try Consensus.dawidSkene(table, sameRater: Self.sameRater)
        for fit in [
            try Consensus.majority(table),
            try Consensus.oneCoin(table, sameRater: Self.sameRater),
            try Consensus.mace(table, sameRater: Self.sameRater),
        ] {
            #expect(
                fit.differences(from: reference).map { $0 + 1 } == [2, 12, 36], "\(fit.method)")
        }
    }

    @Test("Known raters are recovered, the spammer by MACE")
    func recovery() throws {
        var generator = CounterGenerator(seed: 3)
        let accuracy = [0.95, 0.9, 0.8, 0.7, 0.6]
        var (unit, rater, category, truth): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
        for u in 0..<3_000 {
            let t = generator.index(below: 3)
            truth.append(t)
            for r in 0..<6 {
                unit.append(u)
                rater.append(r)
                if r == 5 {
                    category.append(generator.bernoulli(0.7) ? 1 : 2)
                } else if generator.bernoulli(accuracy[r]) {
                    category.append(t)
                } else {
                    category.append((t + 1 + generator.index(below: 2)) % 3)
                }
            }
        }
        let table = try RatingTable(
            unit: unit, rater: rater, category: category, units: 3_000, raters: 6, categories: 3)
        let oneCoin = try Consensus.oneCoin(table)
        let full = try Consensus.dawidSkene(table)
        for r in 0..<5 {
            #expect(close(oneCoin.raters[r].accuracy, accuracy[r], 0.04))
            #expect(close(full.raters[r].accuracy, accuracy[r], 0.03))
        }
        let mace = try Consensus.mace(table)
        #expect((mace.raters[5].spam ?? 0) > 0.95 && (mace.raters[0].spam ?? 1) < 0.15)
        for fit in [full, oneCoin, mace] {
            let right = zip(fit.labels, truth).count { $0 == $1 }
            #expect(right > 2_850, "\(fit.method): \(right)")
        }
    }
}
