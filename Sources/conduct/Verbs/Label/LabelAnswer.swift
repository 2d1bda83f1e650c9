import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct label answer`.
struct LabelAnswer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Judge items: in the terminal, or from a file.",
        discussion: """
            In the terminal, numbers choose and Enter goes on; ? says that you can't tell, s REASON \
            skips, u takes the last one back, n NOTE adds a note, g shows the guideline, q stops. \
            Nothing that was entered is lost.

            A file has one judgment a line: {"item"?, "answers": {question: answer}, \
            "cant_tell"?, "skip"?, "note"?, "elapsed_ms"?}. An item is named by its source or id; \
            lines without one answer the items as they come. A line with "ticket" and "handle" \
            answers what conduct label next printed.

            EXAMPLES
              conduct label answer helpfulness --annotator ana
              conduct label answer helpfulness --annotator ben --answers ben.jsonl
            """)

    @OptionGroup var label: LabelOptions
    @OptionGroup var annotator: AnnotatorOptions

    @Option(name: .long, help: "Judgments as JSONL; - reads standard input.")
    var answers: String?

    func run() async throws {
        let (desk, _, _) = try await label.desk()
        let name = try annotator.name()
        if let answers {
            let count = try await AnswerFile(desk: desk, annotator: name).submit(answers)
            return printOut("\(NumberText.counted(count, "judgment")) taken")
        }
        try await LabelLoop(desk: desk, annotator: name).run()
    }
}

/// Judgments from a file.
struct AnswerFile {
    let desk: LabellingDesk
    let annotator: String

    /// Submits every line; the first that can't be ends it, and those before it are stored.
    func submit(_ path: String) async throws -> Int {
        var named: [String: [JSONValue]] = [:]
        var inOrder: [(line: Int, value: JSONValue)] = []
        var lines: [String: Int] = [:]
        let file = try BatchLines(path: path)
        var number = 0
        var count = 0
        while let text = try file.next() {
            number += 1
            let value: JSONValue
            do { value = try JSONValue(parsing: text) } catch {
                throw fail(path, number, "\(error)")
            }
            guard value.object != nil else { throw fail(path, number, "expected an object") }
            if value["ticket"] != nil {
                try await take(
                    try Submission(json: value, annotator: annotator), path, number)
                count += 1
            } else if let item = value["item"]?.string {
                named[item, default: []].append(value)
                lines[item] = number
            } else {
                inOrder.append((number, value))
            }
        }
        var left = inOrder[...]
        while !named.isEmpty || !left.isEmpty, let next = try await desk.next(for: annotator) {
            let item = await desk.item(under: next.ticket)
            let names = [item?.source ?? "", item?.id.description ?? ""]
            if let key = names.first(where: { named[$0] != nil }), var list = named[key] {
                // A silent repeat answers with the next line of the item, or the same once more.
                let value = list.count > 1 ? list.removeFirst() : list[0]
                named[key] = list
                try await take(Self.submission(value, next, annotator), path, lines[key] ?? 0)
            } else if let (line, value) = left.popFirst() {
                try await take(Self.submission(value, next, annotator), path, line)
            } else {
                throw Failure(
                    .badInput,
                    "error: \(path) has no line for the item '\(item?.source ?? next.handle)'; "
                        + "\(count) were stored, add the line and run it again")
            }
            count += 1
        }
        return count
    }

    private func take(_ submission: Submission, _ path: String, _ line: Int) async throws {
        do { _ = try await desk.submit(submission) } catch let error as AnnotationError {
            throw fail(path, line, "\(error.message); \(error.advice)")
        }
    }

    private func fail(_ path: String, _ line: Int, _ message: String) -> Failure {
        Failure(.badInput, "\(path):\(line): error: \(message)")
    }

    private static func submission(
        _ value: JSONValue, _ next: Presentation, _ annotator: String
    ) throws(AnnotationError) -> Submission {
        var object = value.object ?? [:]
        object["item"] = nil
        object["ticket"] = .string(next.ticket.description)
        object["handle"] = .string(next.handle)
        return try Submission(json: .object(object), annotator: annotator)
    }
}
