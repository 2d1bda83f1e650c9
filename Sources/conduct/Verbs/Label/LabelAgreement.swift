import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct label agreement`.
struct LabelAgreement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "How well annotators agree: with each other, with themselves, over time.",
        discussion: """
            The result is stored as a record, so that a document can cite it.

            EXAMPLES
              conduct label agreement helpfulness
              conduct label agreement helpfulness --html agreement.html
              conduct label agreement helpfulness --json
            """)

    @OptionGroup var label: LabelOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "Also write the report as one HTML file.")
    var html: String?

    @Option(name: .long, help: "How often items are resampled for intervals.")
    var resamples = 2_000

    func validate() throws {
        guard (100...1_000_000).contains(resamples) else {
            throw ValidationError("--resamples takes 100 to 1,000,000")
        }
    }

    func run() async throws {
        let (desk, _, store) = try await label.desk()
        let results = AgreementResults(try await desk.state(), resamples: resamples)
        guard !results.judgments.isEmpty else {
            throw Failure(
                .badInput,
                "error: nobody has judged anything in \(desk.project.name) yet; begin with: "
                    + "conduct label answer \(desk.project.name) --annotator NAME")
        }
        let record = results.record(id: store.ids.next(.agreement))
        try await store.append(record)
        var guidelines: [(hash: String, text: String)] = []
        for version in try await store.reader.records(.guideline, named: desk.project.name) {
            let hash = version.body["sha256"]?.string ?? ""
            guard results.guidelines.contains(hash) else { continue }
            guidelines.append((hash, version.body["text"]?.string ?? ""))
        }
        let page = AgreementPage(results, guidelines: guidelines)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(page.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if output.json {
            var object = results.json.object ?? [:]
            object["id"] = .string(record.id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        printOut(page.text(.output))
        printOut("\nstored as \(record.id)")
    }
}

/// `conduct label adjudicate`.
struct LabelAdjudicate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjudicate", abstract: "Decide where annotators differ.",
        discussion: """
            Without an item the open disagreements are listed, the deepest first. Decisions are \
            stored beside the judgments and take no part in agreement. In a comparison, a and b \
            name the answers as the list does.

            EXAMPLES
              conduct label adjudicate helpfulness
              conduct label adjudicate helpfulness --item itm_3k5 --answer helpful=4 --annotator eva
            """)

    @OptionGroup var label: LabelOptions
    @OptionGroup var annotator: AnnotatorOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The item: its id or a unique beginning of it.")
    var item: String?

    @Option(name: .long, help: "What is decided: QUESTION=ANSWER, the answer as text or JSON.")
    var answer: [String] = []

    @Option(name: .long, help: "Why.")
    var note: String?

    @Flag(name: .long, help: "List what is decided too.")
    var all = false

    func run() async throws {
        let (desk, _, store) = try await label.desk()
        guard let item else { return try await list(desk) }
        let id = try await store.reader.resolve(item, as: .item)
        var answers: [String: JSONValue] = [:]
        for given in answer {
            guard let equals = given.firstIndex(of: "=") else {
                throw ValidationError("'\(given)' is not QUESTION=ANSWER")
            }
            let text = String(given[given.index(after: equals)...])
            answers[String(given[..<equals])] = (try? JSONValue(parsing: text)) ?? .string(text)
        }
        let judgment = try await desk.adjudicate(
            id, answers: answers, note: note, by: try annotator.name())
        printOut(output.json ? judgment.record.json.serialized() : "decided in \(judgment.id)")
    }

    private func list(_ desk: LabellingDesk) async throws {
        let queue = try await desk.state()
        let found = Disagreement.all(in: queue).filter { all || !$0.isSettled }
        if output.json {
            return printOut(
                JSONValue.array(
                    found.map { disagreement in
                        [
                            "item": .string(disagreement.item.description),
                            "question": .string(disagreement.question),
                            "split": .number(disagreement.split),
                            "decision": disagreement.decision ?? .null,
                            "voices": .object(
                                Dictionary(
                                    disagreement.voices.map { ($0.annotator, $0.answer) },
                                    uniquingKeysWith: { first, _ in first })),
                        ]
                    }
                ).serialized())
        }
        guard !found.isEmpty else { return printOut("No disagreement is open.") }
        var table = Table(columns: [
            .init("item", isFlexible: false), .init("question"), .init("who said what"),
            .init("shown"),
        ])
        for disagreement in found {
            let question = desk.project.question(disagreement.question)
            let voices = disagreement.voices.map { voice in
                "\(voice.annotator): \(question?.text(of: voice.answer) ?? "")"
            }
            let item = queue.item(disagreement.item)
            let shown = item?.answers.first?.text ?? item?.fields.first?.value.string ?? ""
            table.rows.append([
                .init(String(disagreement.item.description.prefix(16))),
                .init(disagreement.question), .init(voices.joined(separator: " · ")),
                .init(String(shown.prefix(120)), .muted),
            ])
        }
        printOut(table.terminalText(.output))
    }
}
