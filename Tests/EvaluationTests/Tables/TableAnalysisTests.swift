import Evaluation
import LanguageModel
import Statistics
import Testing
import Workspace

@Suite("Analyses of tables")
struct TableAnalysisTests {
    private func near(_ value: JSONValue?, _ wanted: Double, _ tolerance: Double = 1e-6) -> Bool {
        guard let value = value?.double else { return false }
        return abs(value - wanted) <= tolerance
    }

    @Test("Rates have Wilson and Clopper–Pearson intervals (Newcombe 1998), words as numbers")
    func rates() throws {
        let rows = (0..<263).map { $0 < 81 ? "pass\n" : "fail\n" }.joined()
        let json = try RateAnalysis(TableFile.read("outcome\n" + rows)).json
        let group = json["groups"]?[0]
        #expect(group?["passes"]?.int == 81)
        #expect(near(group?["estimates"]?[0]?["low"], 0.2553, 5e-5))
        #expect(near(group?["estimates"]?[0]?["high"], 0.3662, 5e-5))
        #expect(near(group?["estimates"]?[1]?["low"], 0.2527, 5e-5))
        #expect(near(group?["estimates"]?[1]?["high"], 0.3676, 5e-5))
    }

    @Test("Clusters inflate the error as Miller's worked example does; missing rows are counted")
    func clusteredRate() throws {
        // s = [1,1,0|0,0,1|1,1,1|0,0]: Inspect's clustered error is 0.198806.
        let text = "score,topic\n1,a\n1,a\n0,a\n0,b\n0,b\n1,b\n1,c\n1,c\n1,c\n0,d\n0,d\n,d\n"
        var options = RateAnalysis.Options()
        options.cluster = "topic"
        let group = try RateAnalysis(TableFile.read(text), options).json["groups"]?[0]
        #expect(near(group?["estimates"]?[0]?["value"], 0.545455))
        #expect(near(group?["estimates"]?[0]?["standard_error"], 0.198806))
        #expect(group?["estimates"]?[0]?["degrees_of_freedom"]?.double == 3)
        #expect(group?["unscored"]?.int == 1)
        #expect(near(group?["all_fail"], 0.5))
    }

    @Test("A paired comparison has the worked example's difference and error")
    func paired() throws {
        let pairs = zip("1010100101", "1110101101").map { "\($0),\($1)\n" }.joined()
        var options = ComparisonAnalysis.Options()
        options.equivalence = 0.6
        let data = try ComparedColumns(TableFile.read("old,new\n" + pairs))
        let json = ComparisonAnalysis(data, options).json
        #expect(json["first"]?.string == "old")
        #expect(near(json["differences"]?[0]?["value"], 0.2))
        #expect(near(json["differences"]?[0]?["standard_error"], 0.133333))
        #expect(json["table"]?["only_second"]?.int == 2)
        // Two discordant pairs, both for the second: exact p = 2 · (1/2)² = 0.5, mid-p 0.25.
        #expect(near(json["tests"]?["mcnemar_exact"]?["p_value"], 0.5))
        #expect(near(json["tests"]?["mcnemar_mid_p"]?["p_value"], 0.25))
        #expect(near(json["tests"]?["sign_flip"]?["p_value"], 0.5))
        #expect((json["equivalence"]?["p_value"]?.double ?? 1) < 0.05)
        var unpaired = ComparisonColumns()
        unpaired.isUnpaired = true
        let separate = ComparisonAnalysis(
            try ComparedColumns(TableFile.read("old,new\n" + pairs), unpaired)
        ).json
        #expect(near(separate["differences"]?[0]?["standard_error"], 0.226078))
    }

    @Test("A long table averages repeats and leaves out cases without a partner, and says so")
    func long() throws {
        let text = """
            case,model,score,topic
            1,a,0,x
            1,a,1,x
            1,b,1,x
            2,a,0,y
            2,b,1,y
            3,a,1,y
            """
        var columns = ComparisonColumns()
        columns.cluster = "topic"
        let data = try ComparedColumns(TableFile.read(text), columns)
        #expect(data.first == [0.5, 0])
        #expect(data.second == [1, 1])
        #expect(data.leftOut == 1)
        #expect(data.clusters?.count == 2)
        #expect(data.reading.contains { $0.contains("averaged") })
    }

    @Test(
        "Bad comparisons are errors that say what to name",
        arguments: [
            "case,model,score\n1,a,1\n1,b,0\n1,c,1\n", "x,y,z\n1,2,3\n2,3,4\n",
            "case,model,score\n1,a,1\n2,b,0\n",
        ])
    func refuses(text: String) {
        let error = TableFile.error { _ = try ComparedColumns(TableFile.read(text)) }
        #expect(error?.suggestion?.contains("--") == true)
    }

    @Test("Miller's sample sizes and detectable effects come out")
    func power() throws {
        var question = PowerAnalysis.Question()
        (question.effect, question.between) = (0.03, 1.0 / 9)
        #expect(abs(try #require(PowerAnalysis(question).count) - 968.997) < 1e-3)
        (question.firstWithin, question.secondWithin) = (1.0 / 6, 1.0 / 6)
        let plan = try PowerAnalysis(question)
        #expect(abs(try #require(plan.count) - 3875.99) < 1e-2)
        #expect(plan.byRepeats.map(\.repeats) == [1, 2, 4, 8, 16])
        question.repeats = 10
        #expect(abs(try #require(PowerAnalysis(question).count) - 1259.70) < 1e-2)
        (question.effect, question.count) = (nil, 198)
        #expect(abs(try #require(PowerAnalysis(question).effect) - 0.075670) < 1e-6)
        question.repeats = 1
        #expect(abs(try #require(PowerAnalysis(question).effect) - 0.132733) < 1e-6)
        question.effect = 0.132733
        #expect(abs(try #require(PowerAnalysis(question).power) - 0.8) < 1e-4)
    }

    @Test("A pilot's repeats give back the variances that made it")
    func pilot() throws {
        var generator = CounterGenerator(seed: 3)
        var outcomes: [(first: [Double], second: [Double])] = []
        for _ in 0..<4_000 {
            let ease = generator.normal()
            let gap = 0.5 * generator.normal()
            outcomes.append(
                (
                    (0..<3).map { _ in ease + generator.normal() },
                    (0..<2).map { _ in ease + gap + 2 * generator.normal() }
                ))
        }
        let pilot = try PilotVariances(outcomes)
        #expect(abs(pilot.firstWithin - 1) < 0.06)
        #expect(abs(pilot.secondWithin - 4) < 0.3)
        #expect(abs(pilot.between - 0.25) < 0.15)
    }

    /// Wikipedia's Bradley–Terry example.
    static let wikipedia = [("A", "B", 2, 3), ("A", "D", 1, 4), ("B", "C", 5, 3), ("C", "D", 1, 3)]
    static let votes =
        "left,right,winner\n"
        + wikipedia.flatMap { left, right, forLeft, forRight in
            [String](repeating: "\(left),\(right),left\n", count: forLeft)
                + [String](repeating: "\(left),\(right),\(right)\n", count: forRight)
        }.joined()

    @Test("Votes give the reference's Elo and sandwich errors")
    func ranks() throws {
        let analysis = RankAnalysis(try VoteSheet(TableFile.read(Self.votes)))
        let players = try analysis.players.get()
        #expect(players.map(\.name) == ["D", "B", "C", "A"])
        for (player, elo, error) in zip3(
            players, [1142.4392, 1007.3661, 927.7676, 922.4271],
            [108.3947, 84.1932, 91.7531, 94.5621])
        {
            #expect(abs(player.elo - elo) < 1e-3)
            #expect(abs(player.standardError - error) < 1e-3)
        }
        #expect(analysis.connectivity.isConnected)
        #expect(analysis.steps[0].votesToFlip != nil)
    }

    @Test("Ties by Davidson, both-bad counted, skips left out")
    func ties() throws {
        var text = "model_a,model_b,winner\n"
        let rows = [("A", "B", 10, 4, 6), ("A", "C", 8, 6, 6), ("B", "C", 7, 9, 4)]
        for (a, b, x, y, t) in rows {
            text += String(repeating: "\(a),\(b),model_a\n", count: x)
            text += String(repeating: "\(a),\(b),model_b\n", count: y)
            text += String(repeating: "\(a),\(b),tie\n", count: t - 1)
            text += "\(a),\(b),tie (bothbad)\n"
        }
        text += "A,B,skip\n"
        var options = RankAnalysis.Options()
        options.ties = .davidson
        let analysis = RankAnalysis(try VoteSheet(TableFile.read(text)), options)
        let best = try analysis.players.get()[0]
        #expect(best.name == "A")
        #expect(abs(best.elo - 1065.0623) < 1e-3)
        #expect(best.bothBad == 2)
        #expect(analysis.json["skipped"]?.int == 1)
    }

    @Test("Players whom votes do not connect are named, not ranked")
    func unconnected() throws {
        let analysis = RankAnalysis(
            try VoteSheet(TableFile.read("left,right,winner\nA,B,left\nA,B,right\nC,D,tie\n")))
        #expect(throws: Undefined.self) { try analysis.players.get() }
        #expect(analysis.json["linked"]?.array?.count == 2)
        #expect(analysis.json["undefined_because"]?.string?.contains("A, B") == true)
    }

    @Test(
        "Bad votes are errors at their line",
        arguments: [
            ("left,right,winner\nA,B,left\nA,B,maybe\n", 3),
            ("left,right,winner\nA,B,left\nA,A,left\n", 3),
            ("left,right,winner\nA,B,left\nA,,left\n", 3),
        ])
    func refusesVotes(text: String, line: Int) {
        let error = TableFile.error { _ = try VoteSheet(TableFile.read(text)) }
        #expect(error?.line == line)
    }

    private func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
        zip(a, zip(b, c)).map { ($0, $1.0, $1.1) }
    }
}
