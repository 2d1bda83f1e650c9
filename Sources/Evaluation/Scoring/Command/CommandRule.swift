import LanguageModel
import Workspace

/// `command`: a program of the user's decides.
struct CommandRule: SingleRule {
    static let manual = ScorerManual(
        "command", .delegated, "A program of your own says pass or gives a score.",
        notes: """
            Runs only where the command line allows it (a suite from elsewhere runs nothing by \
            itself). The program gets one JSON object on its standard input: `output`, `messages`, \
            `vars`, `tags`, `case`, `finish_reason`, `latency_ms`, `cost_usd`. It answers with one \
            JSON object on its standard output, `{"pass": true, "reason": "…"}` or `{"score": \
            0.7, "reason": "…"}` with a score from 0 to 1, of which at least `min` passes; other \
            output before its last line is ignored. A program that fails, takes too long or \
            answers otherwise leaves the sample unscored, with the end of its standard error as \
            the reason. It sees a few harmless environment variables and those that \
            `environment` names.
            """,
        shorthand: "run",
        fields: [
            .required(
                "run", .either([.nonEmptyText, .list(.label, minimum: 1)]),
                "The program and its arguments; a text is run by sh."),
            .optional("timeout", .positive, "The most seconds it may take.", default: 30),
            .optional("min", .fraction, "The least score that passes.", default: 0.5),
            .optional(
                "environment", .list(.label), "Names of environment variables to pass on."),
        ],
        examples: [
            "command: {run: [python3, scorers/tone.py], timeout: 10}"
        ])

    let needs: ScorerNeeds = .command
    private let program: CommandProgram
    private let minimum: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        guard arguments.environment.allowsCommands else {
            throw arguments.node.error(
                "this scorer runs a program, which is not allowed here",
                suggestion: "read it first, then allow it with --allow-commands")
        }
        let node = arguments["run"]
        let words = node?.sequence?.compactMap(\.label) ?? ["sh", "-c", node?.label ?? ""]
        for word in words { arguments.noteFile(at: word) }
        program = CommandProgram(
            arguments: words, directory: arguments.environment.workingDirectory,
            timeout: .seconds(arguments.number("timeout") ?? 30),
            variables: arguments["environment"]?.items.compactMap(\.label) ?? [])
        minimum = arguments.number("min") ?? 0.5
    }

    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        let result: CommandProgram.Output
        do { result = try await program.run(input: Self.input(text, subject)) } catch {
            throw Unscorable(error.message, detail: Self.detail(error.standardError))
        }
        return try outcome(result)
    }

    private func outcome(_ result: CommandProgram.Output) throws(Unscorable) -> ScoreOutcome {
        let detail = Self.detail(result.standardError)
        func unreadable(_ why: String) -> Unscorable {
            Unscorable("the program's answer \(why)", detail: detail)
        }
        let trimmed = ScalarText.trimmed(result.standardOutput)
        let lastLine = trimmed.utf8.split(separator: UInt8(ascii: "\n")).last
        guard
            let answer = (try? JSONValue(parsing: trimmed))
                ?? lastLine.flatMap({ try? JSONValue(parsing: $0) }), answer.object != nil
        else {
            throw unreadable(
                trimmed.isEmpty ? "is empty" : "is no JSON object: \(ScalarText.excerpt(trimmed))")
        }
        let reason = answer["reason"]?.string ?? "the program gives no reason"
        if let pass = answer["pass"], pass.bool == nil {
            throw unreadable("has a pass that is neither true nor false")
        }
        guard let number = answer["score"], !number.isNull else {
            guard let pass = answer["pass"]?.bool else {
                throw unreadable("has neither pass nor score")
            }
            return .check(pass, reason, detail: detail)
        }
        guard let score = number.double, (0...1).contains(score) else {
            throw unreadable("has a score that is no number from 0 to 1")
        }
        return .measured(
            score, passes: answer["pass"]?.bool ?? (score >= minimum), reason, detail: detail)
    }

    private static func detail(_ standardError: String) -> JSONValue? {
        standardError.isEmpty ? nil : ["stderr": .string(standardError)]
    }

    private static func input(_ text: String, _ subject: ScoringSubject) -> JSONValue {
        var input: [String: JSONValue] = [
            "output": .string(text), "messages": .array(subject.transcript.map(\.json)),
            "vars": .object(subject.variables),
            "tags": .object(subject.tags.mapValues(JSONValue.string)),
            "case": .string(subject.caseID),
        ]
        input["finish_reason"] = subject.reply.finishReason.map { .string($0.rawValue) } ?? .null
        input["latency_ms"] = subject.reply.latency.map { .number(Double($0) / 1000) } ?? .null
        input["cost_usd"] = subject.reply.cost.map { .number(Double($0) / 1e9) } ?? .null
        return .object(input)
    }
}
