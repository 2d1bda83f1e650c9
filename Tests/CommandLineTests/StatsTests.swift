import Foundation
import LanguageModel
import Testing

@Suite("conduct stats")
struct StatsTests {
    private func run(_ arguments: [String], file: String, named name: String = "data.csv") throws
        -> Program.Outcome
    {
        try Program.withFolder { folder in
            try Data(file.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            return try Program.run(["stats"] + arguments, in: folder)
        }
    }

    @Test("agreement prints the four alphas of numbers with six decimals, outside any workspace")
    func agreement() throws {
        let text = "unit,a,b\n1,1,2\n2,2,3\n3,3,4\n"
        let outcome = try run(["agreement", "data.csv", "--json"], file: text)
        #expect(outcome.status == 0, "\(outcome.error)")
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["alpha"]?["nominal"]?.double == -0.153846)
        #expect(json["alpha"]?["interval"]?.double == 0.545455)
        #expect(
            Set(json["alpha"]?.object?.keys.map { $0 } ?? []) == [
                "nominal", "ordinal", "interval", "ratio",
            ])
        let names = try run(
            ["agreement", "data.csv", "--json"], file: "unit,a,b\n1,x,x\n2,y,y\n3,x,y\n")
        let alpha = try JSONValue(parsing: names.output)["alpha"]
        #expect(alpha?.object?.keys.map { $0 } == ["nominal"])
    }

    @Test("Every verb prints a table that says how the columns were read, and draws a chart")
    func tablesAndCharts() throws {
        let votes = "left,right,winner\nA,B,left\nA,B,right\nB,C,left\nB,C,right\nA,C,tie\n"
        let scores = "case,old,new\n1,0,1\n2,1,1\n3,0,1\n4,0,0\n5,1,0\n"
        let cases: [([String], String, String)] = [
            (["agreement", "data.csv"], "unit,a,b\n1,1,2\n2,2,2\n3,1,1\n", "wide table"),
            (["rate", "data.csv", "--value", "new"], scores, "Wilson"),
            (["compare", "data.csv"], scores, "first = 'old'"),
            (["power", "data.csv", "--effect", "0.2"], scores, "Pilot"),
            (["rank", "data.csv"], votes, "left = 'left'"),
        ]
        for (arguments, text, wanted) in cases {
            try Program.withFolder { folder in
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/data.csv"))
                let outcome = try Program.run(
                    ["stats"] + arguments + ["--plot", "out.svg"], in: folder)
                #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
                #expect(outcome.output.contains(wanted), "\(outcome.output)")
                let svg = try String(contentsOfFile: "\(folder)/out.svg", encoding: .utf8)
                #expect(svg.hasPrefix("<svg") || svg.contains("<svg"))
            }
        }
    }

    @Test("Bad input exits with 2 and names line and column")
    func badInput() throws {
        let outcome = try run(
            ["agreement", "data.csv"], file: "unit,rater,value\n1,a,1\n1,b,x\n2,a,2\n")
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("data.csv:3"))
        #expect(outcome.error.contains("'value'"))
        let missing = try run(["rate", "nowhere.csv"], file: "")
        #expect(missing.status == 2)
        let asked = try run(["power"], file: "")
        #expect(asked.status == 2)
    }

    @Test("Votes that do not connect the players exit with 1")
    func unconnected() throws {
        let outcome = try run(["rank", "data.csv"], file: "left,right,winner\nA,B,left\n")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("component"))
    }
}
