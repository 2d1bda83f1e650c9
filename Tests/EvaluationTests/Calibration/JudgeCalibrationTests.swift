import Evaluation
import LanguageModel
import Statistics
import Testing
import Workspace

@Suite("Judges corrected by people")
struct JudgeCalibrationTests {
    private let ids = RecordIDGenerator()

    private func draw(
        _ judged: [(sample: RecordID, passed: Bool)], size: Int,
        method: CalibrationDraw.Method = .simple, seed: UInt64 = 0
    ) throws -> CalibrationDraw {
        try CalibrationDraw(
            id: ids.next(.calibration), run: ids.next(.run), scoring: ids.next(.scoring),
            scorer: "candour", judged: judged, size: size, method: method, seed: seed)
    }

    private static func judged(
        _ rows: [(sample: RecordID, passed: Bool)]
    ) -> [JudgeCalibration.Judged] {
        rows.map { JudgeCalibration.Judged(sample: $0.sample, passed: $0.passed) }
    }

    @Test("A draw keeps each sample's probability, repeats with its seed, and survives the store")
    func draws() throws {
        let judged = (0..<100).map { (sample: ids.next(.sample), passed: $0 < 90) }
        let simple = try draw(judged, size: 20)
        #expect(simple.items.count == 20)
        #expect(simple.items.allSatisfy { $0.probability == 0.2 })
        #expect(Set(simple.items.map(\.sample)).count == 20)
        #expect(try draw(judged, size: 20).items == simple.items)
        #expect(try draw(judged, size: 20, seed: 1).items != simple.items)
        let passed = Set(judged.filter(\.passed).map(\.sample))
        let split = try draw(judged, size: 20, method: .byVerdict)
        #expect(split.items.count { passed.contains($0.sample) } == 10)
        #expect(
            split.items.allSatisfy {
                $0.probability == (passed.contains($0.sample) ? 10.0 / 90 : 1)
            })
        let stored = try #require(CalibrationDraw(split.record))
        #expect(stored.items == split.items)
        #expect(stored.population == 100)
    }

    @Test("More samples than there are, or all of them, cannot be drawn")
    func refuses() {
        let judged = (0..<6).map { _ in (sample: ids.next(.sample), passed: true) }
        for size in [1, 5, 6, 7] {
            #expect(throws: CalibrationDraw.Failure.self) { try draw(judged, size: size) }
        }
    }

    @Test(
        "The corrected interval covers the truth where the judge's own does not",
        arguments: [
            CalibrationDraw.Method.simple, .byVerdict,
        ])
    func coverage(method: CalibrationDraw.Method) throws {
        // A judge that passes a third of what people fail: the truth is 0.5, it says about 0.65.
        let trials = 400
        var (covered, judgeCovered, bias) = (0, 0, 0.0)
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: 5, stream: UInt64(trial))
            var truth: [RecordID: Double] = [:]
            var judged: [(sample: RecordID, passed: Bool)] = []
            for _ in 0..<400 {
                let id = ids.next(.sample)
                let isGood = generator.bernoulli(0.5)
                let passes = isGood ? generator.bernoulli(0.95) : generator.bernoulli(1.0 / 3)
                truth[id] = isGood ? 1 : 0
                judged.append((id, passes))
            }
            let drawn = try draw(judged, size: 80, method: method, seed: UInt64(trial))
            let labels = drawn.items.map {
                JudgeCalibration.Label(sample: $0.sample, value: truth[$0.sample] ?? 0)
            }
            let result = try JudgeCalibration(
                drawn, labels: labels, judged: Self.judged(judged)
            ).corrected.get()
            if result.estimate.interval?.contains(0.5) == true { covered += 1 }
            if result.judgeOnly.interval?.contains(0.5) == true { judgeCovered += 1 }
            bias += result.bias.value
        }
        let share = Double(covered) / Double(trials)
        #expect(share > 0.915 && share < 0.985, "\(share)")
        #expect(Double(judgeCovered) / Double(trials) < 0.05)
        #expect(abs(bias / Double(trials) - 0.1417) < 0.02)
    }

    @Test("Labels that were not drawn do not count, and missing ones are told")
    func labels() throws {
        let judged = (0..<40).map { (sample: ids.next(.sample), passed: $0 % 2 == 0) }
        let drawn = try draw(judged, size: 10)
        let outside = try #require(
            judged.first { item in !drawn.items.contains { $0.sample == item.sample } })
        var labels = drawn.items.dropLast(3).map {
            JudgeCalibration.Label(sample: $0.sample, value: 1)
        }
        labels.append(JudgeCalibration.Label(sample: outside.sample, value: 1))
        let result = JudgeCalibration(drawn, labels: labels, judged: Self.judged(judged))
        #expect(result.labels.count == 7)
        #expect(result.unlabelled == 3)
        #expect(result.json["labelled"]?.int == 7)
    }

    @Test("Grades correct the mean grade, and errors are of cases where these are asked repeatedly")
    func grades() throws {
        let scale = try #require(
            CalibrationScale(configuration: [
                "kind": "judge", "arguments": ["scale": [1, 5], "min": 3],
            ]))
        #expect(scale.share(4) == 0.75 && scale.passes(3) && !scale.contains(6))
        #expect(CalibrationScale(json: scale.json) == scale)
        #expect(CalibrationScale(configuration: ["kind": "contains"]) == nil)
        let trials = 300
        var (covered, passCovered) = (0, 0)
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: 9, stream: UInt64(trial))
            var truth: [RecordID: Double] = [:]
            var judged: [JudgeCalibration.Judged] = []
            for number in 0..<100 {
                // Four answers to a case share its level; the judge is 0.8 grades too kind.
                let level = generator.normal()
                for _ in 0..<4 {
                    let id = ids.next(.sample)
                    let good = 3 + 0.7 * level + 0.5 * generator.normal()
                    let grade = min(5, max(1, good.rounded()))
                    let given = min(5, max(1, (good + 0.8).rounded()))
                    truth[id] = grade
                    judged.append(
                        JudgeCalibration.Judged(
                            sample: id, passed: scale.passes(given), value: scale.share(given),
                            cluster: "\(number)"))
                }
            }
            let drawn = try CalibrationDraw(
                id: ids.next(.calibration), run: ids.next(.run), scoring: ids.next(.scoring),
                scorer: "depth", judged: judged.map { ($0.sample, $0.passed) }, size: 80,
                method: .simple, seed: UInt64(trial), scale: scale)
            #expect(CalibrationDraw(drawn.record)?.scale == scale)
            let labels = drawn.items.map {
                JudgeCalibration.Label(sample: $0.sample, value: truth[$0.sample] ?? 0)
            }
            let totals = JudgeCalibration(drawn, labels: labels, judged: judged).totals
            #expect(totals.map(\.measure) == [.pass, .grade])
            let grade = try totals[1].corrected.get().estimate.interval
            let pass = try totals[0].corrected.get().estimate.interval
            // Of a normal around 3 with deviation √0.74, cut to 1...5: mean 3, and what rounds to at
            // least 3 is what lies above 2.5.
            if grade?.contains(0.5) == true { covered += 1 }
            if pass?.contains(Normal.cdf(0.5 / 0.74.squareRoot())) == true { passCovered += 1 }
        }
        for share in [covered, passCovered].map({ Double($0) / Double(trials) }) {
            #expect(share > 0.91 && share < 0.985, "\(share)")
        }
    }
}
