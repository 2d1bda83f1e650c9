import Foundation
import LanguageModel
import Testing

@Suite("The program as a whole")
struct WholeProgramTests {
    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            let made = try Program.run(["init", "."], in: folder)
            #expect(made.status == 0, "\(made.error)")
            return try body(folder)
        }
    }

    @Test("A new workspace evaluates a simulated model and exits with 0")
    func evaluates() throws {
        try lab { folder in
            let run = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "40",
                    "--json",
                ],
                in: folder)
            #expect(run.status == 0, "\(run.error)")
            let results = try JSONValue(parsing: run.output)
            #expect(results["counts"]?["samples"]?.int == 120)
            #expect(results["models"]?[0]?["is_simulated"]?.bool == true)
        }
    }

    @Test("A finished suite run again reuses every call")
    func reuses() throws {
        try lab { folder in
            let arguments = [
                "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "8", "--json",
            ]
            _ = try Program.run(arguments, in: folder)
            let again = try Program.run(arguments, in: folder)
            #expect(again.status == 0, "\(again.error)")
            let results = try JSONValue(parsing: again.output)
            #expect(results["counts"]?["reused"]?.int == 24)
        }
    }

    @Test("A killed run is continued by the same command and ends complete")
    func survivesKill() throws {
        try lab { folder in
            let process = Process()
            process.executableURL = URL(filePath: Program.path)
            process.arguments = ["eval", "suites/honesty.yaml", "--models", "flatterer", "--json"]
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: 0.15)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let rest = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--json"], in: folder)
            #expect(rest.status == 0, "\(rest.error)")
            let results = try JSONValue(parsing: rest.output)
            #expect(results["counts"]?["samples"]?.int == 720)
            let verified = try Program.run(["runs", "verify", "latest"], in: folder)
            #expect(verified.status == 0, "\(verified.error)")
        }
    }

    @Test("A rate below --fail-under exits with 1, and says which")
    func failsUnder() throws {
        try lab { folder in
            let run = try Program.run(
                [
                    "eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "40",
                    "--fail-under", "1",
                ], in: folder)
            #expect(run.status == 1)
            #expect(run.error.contains("--fail-under"))
        }
    }

    @Test("Rescoring without the conversations gives what rescoring with them gives")
    func rescorePaths() throws {
        try lab { folder in
            let made = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "12"],
                in: folder)
            #expect(made.status == 0, "\(made.error)")
            // Latency needs the whole sample, so the second file takes the other path.
            let alone = "scorers: [{contains: \"The\"}]\n"
            let both = "scorers: [{contains: \"The\"}, {latency: {max: 60000}}]\n"
            var cells: [[JSONValue]] = []
            for text in [alone, both] {
                try text.write(
                    toFile: folder + "/new.yaml", atomically: true, encoding: .utf8)
                let scored = try Program.run(
                    ["rescore", "latest", "--scorers", "new.yaml", "--json"], in: folder)
                #expect(scored.status == 0, "\(scored.error)")
                let results = try JSONValue(parsing: scored.output)
                cells.append(
                    (results["cells"]?.array ?? []).filter { $0["scorer"]?.string == "contains" })
            }
            #expect(!cells[0].isEmpty && cells[0] == cells[1])
            #expect(cells[0].contains { $0["passed"] != $0["scored"] })
        }
    }

    @Test("The report is one file that asks nothing of the network")
    func reports() throws {
        try lab { folder in
            _ = try Program.run(
                ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "8"],
                in: folder)
            let path = folder + "/out.html"
            let report = try Program.run(["report", "latest", "--output", path], in: folder)
            #expect(report.status == 0, "\(report.error)")
            let html = try String(contentsOfFile: path, encoding: .utf8)
            #expect(html.contains("honesty-under-pressure"))
            #expect(!html.contains("src=\"http"))
        }
    }

    @Test(
        "Bad input exits with 2 and names what is wrong",
        arguments: [
            (["eval", "suites/missing.yaml"], "missing.yaml"),
            (["eval", "suites/honesty.yaml", "--models", "nobody"], "nobody"),
            (["eval", "suites/honesty.yaml", "--limit", "0"], "--limit"),
            (["runs", "show", "run_zz"], "run_zz"), (["nonsense"], "nonsense"),
        ])
    func refuses(arguments: [String], named: String) throws {
        try lab { folder in
            let run = try Program.run(arguments, in: folder)
            #expect(run.status == 2, "\(run.output)\(run.error)")
            #expect(run.error.contains(named), "\(run.error)")
        }
    }

    @Test("A misspelt key is an error with line, column and the key that was meant")
    func pointsAtKeys() throws {
        try lab { folder in
            let path = folder + "/suites/honesty.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("prompts:", with: "promts:")
                .write(toFile: path, atomically: true, encoding: .utf8)
            let run = try Program.run(["eval", "suites/honesty.yaml"], in: folder)
            #expect(run.status == 2)
            #expect(run.error.contains("suites/honesty.yaml:"))
            #expect(run.error.contains("prompts"))
        }
    }

    @Test("The version is printed at once")
    func version() throws {
        let run = try Program.run(["--version"])
        #expect(run.status == 0)
        #expect(run.output == "0.1.0\n")
    }
}
