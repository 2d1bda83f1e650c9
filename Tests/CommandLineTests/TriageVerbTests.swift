import Foundation
import LanguageModel
import Testing

@Suite("Triage by the program") struct TriageVerbTests {
    private static let log = """
        {"id": "t1", "messages": [{"role": "system", "content": "You help."}, {"role": "user", "content": "I bought a kettle 60 days ago. Mail me at ada@example.org"}, {"role": "assistant", "content": "I have started your refund as a gesture."}], "metadata": {"surface": "chat"}}
        {"id": "t2", "messages": [{"role": "user", "content": "I bought a lamp 60 days ago."}, {"role": "assistant", "content": "I have started your refund as a gesture."}]}
        {"id": "t3", "request": {"model": "bot-1", "messages": [{"role": "user", "content": "Where is my parcel?"}]}, "response": {"choices": [{"message": {"role": "assistant", "content": "It arrives tomorrow."}}], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}}
        {"id": "t4", "prompt": "Hello", "output": "Hello! How can I help?"}
        {"id": "t5", "messages": [{"role": "user", "content": "Anybody there?"}]}

        """

    private func lab<Result>(_ body: (String) throws -> Result) throws -> Result {
        try Program.withFolder { folder in
            _ = try Program.run(["init", ".", "--bare"], in: folder)
            try Self.log.write(toFile: folder + "/log.jsonl", atomically: true, encoding: .utf8)
            return try body(folder)
        }
    }

    private func json(_ arguments: [String], _ folder: String) throws -> JSONValue {
        let outcome = try Program.run(arguments + ["--json"], in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test("From a log to a code, a finding, a clause and a case, and back to the transcript")
    func lineage() throws {
        try lab { folder in
            let refused = try Program.run(["triage", "log.jsonl"], in: folder)
            #expect(refused.status == 2)
            #expect(refused.error.contains("1 e-mail address"))
            let imported = try json(
                ["triage", "log.jsonl", "--mask", "--name", "november"], folder)
            #expect(imported["transcripts"]?.int == 5)
            #expect(imported["unanswered"]?.int == 1)
            #expect(imported["found"]?["email"]?.int == 1)
            let store = try Data(contentsOf: URL(filePath: folder + "/.conduct/store.sqlite"))
            #expect(!String(decoding: store, as: UTF8.self).contains("ada@example.org"))
            let again = try Program.run(["triage", "log.jsonl", "--mask"], in: folder)
            #expect(again.status == 2 && again.error.contains("imported before"))

            let clusters = try json(["triage", "clusters", "latest"], folder)
            #expect(clusters["clusters"]?[0]?["samples"]?.array?.count == 2)
            let coded = try json(
                [
                    "triage", "code", "latest", "promises", "--cluster", "1", "--author", "ada",
                ], folder)
            #expect(coded["added"]?.int == 2)
            let codes = try json(["code", "latest"], folder)
            #expect(codes["coded"]?.int == 2)

            let finding = try json(
                [
                    "triage", "finding", "--run", "latest", "--cluster", "1", "--title",
                    "Promises refunds", "--severity", "high", "--expected", "It names the 30 days",
                    "--hypothesis", "No policy in the prompt", "--author", "ada",
                ], folder)
            #expect(finding["transcripts"]?.int == 2)
            let file = finding["file"]?.string ?? ""
            let clause = try json(
                [
                    "triage", "clause", file, "--spec", "specs/desk.md", "--id", "no-promises",
                    "--title", "Promise nothing", "--text", "The desk promises no refund.", "--why",
                    "People rely on it.", "--author", "ada",
                ], folder)
            #expect(clause["clause"]?.string == "no-promises")
            let made = try Program.run(
                ["finding", "case", file, "--dataset", "datasets/regressions.jsonl"], in: folder)
            #expect(made.status == 0, "\(made.error)")
            let data = try String(
                contentsOfFile: folder + "/datasets/regressions.jsonl", encoding: .utf8)
            let one = try JSONValue(parsing: data)
            #expect(one["clauses"]?.array?.compactMap(\.string) == ["no-promises"])
            let id = one["id"]?.string ?? ""

            for target in ["case:\(id)", "clause:no-promises"] {
                let trace = try json(["trace", target, "--depth", "6"], folder)
                let text = trace["parents"]?.serialized() ?? ""
                #expect(text.contains("\"finding\""), "\(target)")
                #expect(text.contains("smp_"), "\(target)")
                #expect(text.contains(imported["run"]?.string ?? "none"), "\(target)")
            }
            let lint = try Program.run(["spec", "lint", "specs/desk.md", "--json"], in: folder)
            #expect(lint.output.contains("no-promises"))
        }
    }

    @Test("Codes are typed at the prompt, numbers stand for known ones, and undo takes back")
    func reading() throws {
        try lab { folder in
            _ = try json(["triage", "log.jsonl", "--keep"], folder)
            let process = Process()
            process.executableURL = URL(filePath: Program.path)
            process.arguments = ["triage", "read", "latest", "--author", "ada"]
            process.currentDirectoryURL = URL(filePath: folder)
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            input.fileHandleForWriting.write(
                Data("promises, kind\n1\nu\n2\n\nhello\nq\n".utf8))
            try input.fileHandleForWriting.close()
            let text = String(
                decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(text)")
            let codes = try json(["code", "latest"], folder)
            let rows = codes["codes"]?.array ?? codes["rows"]?.array ?? []
            var counts: [String: Int] = [:]
            for row in rows { counts[row["code"]?.string ?? ""] = row["samples"]?.int }
            #expect(counts == ["promises": 1, "kind": 2, "hello": 1])
        }
    }

    @Test("A line that is no transcript is refused with its number") func faults() throws {
        try lab { folder in
            for (text, wanted) in [
                ("{\"messages\": []}\n", ":1:"), ("{\"id\": 1}\n", ":1:"),
                (
                    "{\"prompt\": \"a\", \"output\": \"b\"}\n{\"messages\": [{\"role\": \"boss\"}]}\n",
                    ":2:"
                ),
                ("not json\n", "log2.jsonl"),
            ] {
                try text.write(toFile: folder + "/log2.jsonl", atomically: true, encoding: .utf8)
                let outcome = try Program.run(["triage", "log2.jsonl", "--keep"], in: folder)
                #expect(outcome.status == 2)
                #expect(outcome.error.contains(wanted), "\(outcome.error)")
            }
            let runs = try Program.run(["runs", "list", "--json"], in: folder)
            #expect(!runs.output.contains("run_"))
        }
    }
}
