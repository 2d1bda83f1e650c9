import LanguageModel
import Reports
import Workspace

/// The same case elsewhere in the run: under other prompts and models, and in other epochs grouped
/// by similar answers.
struct SampleNeighbours: Sendable {
    private let facts: SampleFacts
    /// The case's samples in the run, in the order of models, prompts and epochs.
    private let samples: [SampleListing]
    /// Answers of this model under this prompt, alike ones together, the largest group first.
    private let groups: [AnswerGroup]
    private let isCut: Bool

    /// The most samples of a case that are read.
    private static let limit = 400

    init(_ facts: SampleFacts, _ environment: StudioEnvironment) async throws {
        self.facts = facts
        let query = SampleQuery(run: facts.run.id, caseID: facts.sample.caseID)
        let page = try await environment.reader.samples(query, limit: Self.limit)
        isCut = page.next != nil
        samples = page.samples.sorted {
            ($0.model, $0.promptID, $0.epoch) < ($1.model, $1.promptID, $1.epoch)
        }
        let epochs = samples.filter {
            $0.model == facts.sample.model && $0.promptID == facts.sample.promptID
        }
        groups = AnswerGroup.groups(epochs)
    }

    var json: JSONValue {
        [
            "samples": .array(samples.map(\.json)),
            "groups": .array(
                groups.map { group in
                    [
                        "samples": .array(group.samples.map { .string($0.id.description) }),
                        "answer": .string(group.samples[0].preview),
                    ]
                }),
        ]
    }

    var markup: Markup {
        var output = Markup()
        if groups.reduce(0, { $0 + $1.samples.count }) > 1 { output += epochs }
        var seen: Set<String> = []
        let lanes = samples.filter { seen.insert("\($0.model)\u{0}\($0.promptID)").inserted }
        if lanes.count > 1 {
            output +=
                "<section><h2>Same case, other prompts and models</h2>\(table(lanes))</section>"
        }
        if isCut {
            let query = QueryText([("case", facts.sample.caseID)]).suffix
            output += """
                <p class="note"><a href="/runs/\(facts.run.id.description)/samples\(query)">All samples \
                of this case</a></p>
                """
        }
        return output
    }

    private var epochs: Markup {
        var output: Markup = "<section><h2>Other epochs, alike answers together</h2>"
        for group in groups {
            let links = group.samples.map { sample -> Markup in
                let name = "epoch \(sample.epoch + 1)"
                return sample.id == facts.sample.id
                    ? "<b>\(name)</b>"
                    : "<a href=\"/samples/\(sample.id.description)\">\(name)</a>"
            }
            let badges = group.samples[0].scores.map { Marks.badge($0.verdict, $0.scorer) }
            output += """
                <div class="found"><p><b>\(NumberText.counted(group.samples.count, "answer"))</b> \
                \(badges.joined()) <span class="muted">\(links.joined(separator: ", "))</span></p>\
                <p class="text">\(group.samples[0].preview)</p></div>
                """
        }
        return output + "</section>"
    }

    /// One line for each model and prompt, by its first epoch.
    private func table(_ lanes: [SampleListing]) -> Markup {
        var output: Markup = """
            <div class="table-box"><table class="near"><thead><tr><th scope="col">model</th>\
            <th scope="col">prompt</th><th scope="col">verdicts</th><th scope="col">answer</th></tr>\
            </thead><tbody>
            """
        for sample in lanes {
            let isHere =
                sample.model == facts.sample.model && sample.promptID == facts.sample.promptID
            let mark: Markup = isHere ? " aria-current=\"true\"" : ""
            let badges = sample.scores.map {
                Marks.badge($0.verdict, $0.scorer, isOverridden: $0.isOverridden)
            }
            output += """
                <tr\(mark)><th scope="row">\(sample.model)</th>\
                <td><a href="/samples/\(sample.id.description)" data-item>\(sample.promptID)</a></td>\
                <td>\(badges.joined())</td><td class="text-cell">\(SafeText.line(sample.preview))</td></tr>

                """
        }
        return output + "</tbody></table></div>"
    }
}
