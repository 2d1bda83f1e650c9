import Annotation
import LanguageModel
import Reports
import Workspace

/// A labelling project as its owner sees it.
struct ProjectPage {
    let project: LabelProject
    let queue: LabelQueue
    let author: String
    let links: PersonalLinks?

    init(_ project: LabelProject, _ queue: LabelQueue, author: String, links: PersonalLinks?) {
        self.links = links
        self.project = project
        self.queue = queue
        self.author = author
    }

    var page: Page {
        let progress = LabelProgress(queue)
        return Page(
            title: project.name, section: "projects", trail: [("Labelling", "/projects")],
            body: """
                <header class="head"><div><h1>\(project.name)</h1><p class="over">\(project.note)</p></div>
                <div class="actions"><a class="button" href="/projects/\(project.name)/agreement" data-hotkey="a" \
                data-says="Agreement">Agreement <kbd>a</kbd></a></div></header>
                <p>\(NumberText.count(progress.done)) of \(NumberText.counted(progress.wanted, "judgment")); \
                \(NumberText.count(progress.complete)) of \(NumberText.counted(progress.items, "item")) complete.</p>
                \(Marks.progress(progress.done, of: progress.wanted))
                \(people(progress))
                <form class="filter" method="get" action="/label/\(project.name)"><label>Judge as \
                <input name="as" value="\(project.annotators.names.first ?? author)" required maxlength="200"></label> \
                <button class="primary">Begin</button></form>
                \(exports)\(personal)
                """)
    }

    private func people(_ progress: LabelProgress) -> Markup {
        guard !progress.people.isEmpty else { return "" }
        var table = Table(columns: [
            .init("annotator"), .init("judged", .trailing), .init("skipped", .trailing),
            .init("can’t tell", .trailing), .init("left", .trailing),
            .init("median time", .trailing), .init("time left", .trailing),
        ])
        func time(_ value: Int?) -> Table.Cell {
            .init(
                value.flatMap { $0 > 0 ? $0 : nil }.map {
                    NumberText.duration(microseconds: Double($0) * 1000)
                }
                    ?? NumberText.missing)
        }
        for person in progress.people {
            table.rows.append([
                .init(person.name), .init(NumberText.count(person.judged)),
                .init(NumberText.count(person.skipped)), .init(NumberText.count(person.cantTell)),
                .init(NumberText.count(person.remaining)), time(person.medianTime),
                time(person.remaining == 0 ? nil : person.timeLeft),
            ])
        }
        return table.html()
    }

    private var exports: Markup {
        let links = ProjectExport.allCases.map { format -> Markup in
            let loss: Markup =
                format.loss(project, queue).map { "<small class=\"muted\">\($0)</small>" } ?? ""
            return """
                <li><a href="/api/projects/\(project.name)/export?format=\(format.rawValue)" download>\(format.title)</a>\(loss)</li>

                """
        }
        return """
            <details id="export"><summary>Export</summary><ul class="side-list questions">\(links.joined())</ul></details>
            \(ImportArea.form(project.name))
            """
    }

    /// The addresses that open one person's queue and nothing else.
    private var personal: Markup {
        guard let links, !project.annotators.names.isEmpty else { return "" }
        let rows = project.annotators.names.map { name -> Markup in
            let token = links.token(project: project.name, annotator: name)
            return """
                <li>\(name): <a href="/label/\(project.name)?token=\(token)"><code>/label/\(project.name)?token=…</code></a></li>
                """
        }
        return """
            <details><summary>Personal links</summary><p class="note">Whoever has one judges as its person. Opening \
            one here makes this browser that person.</p><ul>\(rows.joined())</ul></details>

            """
    }

    /// How many items are needed for a precise alpha: from what is known by now, and before
    /// anybody has judged from what is taken for granted.
    func needed(_ results: AgreementResults) -> Markup {
        let columns = results.columns.filter(\.isMain)
        guard columns.contains(where: { $0.itemsNeeded != nil }) else { return forecast }
        var table = Table(columns: [
            .init("question"), .init("alpha", .trailing), .init("95 % interval", .trailing),
            .init("items now", .trailing), .init("items for ± 0.1", .trailing),
        ])
        func number(_ value: Double?) -> String {
            value.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing
        }
        for column in columns {
            let alpha = column.figures.first { $0.name.hasPrefix("Krippendorff") }
            let interval = alpha?.low == nil ? "" : "\(number(alpha?.low)), \(number(alpha?.high))"
            table.rows.append([
                .init(column.name), .init(number(alpha?.value), .strong), .init(interval),
                .init(NumberText.count(column.paired)),
                .init(column.itemsNeeded.map { "about \(NumberText.count($0))" } ?? ""),
            ])
        }
        return """
            <section id="needed"><h2>How many are needed</h2>\(table.droppingEmptyColumns().html())</section>

            """
    }

    private var forecast: Markup {
        var table = Table(columns: [
            .init("question"), .init("alpha at 80 % agreement", .trailing),
            .init("with \(NumberText.counted(queue.items.count, "item"))", .trailing),
            .init("items for ± 0.1", .trailing),
        ])
        for question in project.questions {
            guard let forecast = AgreementForecast(question) else { continue }
            let half = forecast.halfWidth(items: queue.items.count)
            table.rows.append([
                .init(question.title),
                .init(NumberText.fixed(forecast.alpha, decimals: 2), .strong),
                .init("± \(NumberText.fixed(half, decimals: 2))"),
                .init(NumberText.count(forecast.items(forHalfWidth: 0.1))),
            ])
        }
        guard !table.rows.isEmpty else { return "" }
        table.notes = [
            "Before there are judgments: two for each item, options used alike, and their order left "
                + "out of account."
        ]
        return "<section id=\"needed\"><h2>How many are needed</h2>\(table.html())</section>\n"
    }

    /// The queue of disagreements, the deepest first.
    var disagreements: Markup {
        let open = Disagreement.all(in: queue).filter { !$0.isSettled }
        var output: Markup = """
            <section id="disagreements"><h2>\(NumberText.counted(open.count, "disagreement")) to decide</h2>

            """
        if !open.isEmpty {
            output += """
                <p class="note"><kbd>j</kbd> and <kbd>k</kbd> move, numbers decide. Judgments stay as they are.</p>
                <div class="beside"><div>
                """
        }
        for disagreement in open.prefix(50) {
            guard let item = queue.item(disagreement.item),
                let question = project.question(disagreement.question)
            else { continue }
            output +=
                "<article class=\"card decide\" tabindex=\"0\" data-item><h3>\(question.title)</h3>"
            for field in item.fields {
                output +=
                    "<p class=\"muted\">\(field.name)</p><pre class=\"text\">\(field.value.string ?? field.value.serialized())</pre>"
            }
            for answer in item.answers {
                output +=
                    "<p class=\"muted\">answer \(answer.key)</p><pre class=\"text\">\(answer.text)</pre>"
            }
            output += "<ul>"
            for voice in disagreement.voices {
                let note: Markup = voice.note.map { " — \($0)" } ?? ""
                output +=
                    "<li><b>\(voice.annotator)</b>: \(question.text(of: voice.answer))\(note)</li>"
            }
            output += "</ul>\(form(disagreement, question, item))</article>\n"
        }
        if !open.isEmpty {
            output += """
                </div><aside class="prose" tabindex="0" aria-label="The guideline"><h3>The guideline</h3>\
                \(Markup(trusted: MarkdownText.html(project.guideline.text)))</aside></div>

                """
        }
        if open.count > 50 { output += "<p class=\"note\">\(open.count - 50) more follow.</p>" }
        return output + "</section>\n"
    }

    /// A button for each answer that was given, then for the options that nobody chose.
    private func form(
        _ disagreement: Disagreement, _ question: LabelQuestion, _ item: LabelItem
    ) -> Markup {
        var seen: [JSONValue] = []
        for voice in disagreement.voices where !seen.contains(voice.answer) {
            seen.append(voice.answer)
        }
        var answers = seen.map { answer in
            (
                value: question.shown(answer, shownAs: item.keys).serialized(),
                title: question.text(of: answer)
            )
        }
        switch question.kind {
        case .choice(let options):
            for option in options where !seen.contains(.string(option.value)) {
                answers.append((JSONValue.string(option.value).serialized(), option.title))
            }
        case .rating(let levels):
            for level in levels
            where !answers.contains(where: { $0.value == level.value }) {
                answers.append((level.value, level.value))
            }
        case .choices, .number, .pairwise, .ranking, .spans, .text, .taxonomy: break
        }
        let buttons = answers.prefix(9).enumerated().map { index, answer -> Markup in
            """
            <button name="answer" value="\(answer.value)" data-decide>\(answer.title) <kbd>\(index + 1)</kbd></button>

            """
        }
        // Enter in the field presses the form's first button: that must not be a decision.
        return """
            <form method="post" action="/projects/\(project.name)/decisions"><button disabled hidden></button>
            <input type="hidden" name="item" value="\(item.id.description)">
            <input type="hidden" name="question" value="\(question.id)">
            <p class="row">\(buttons.joined())</p>
            <label class="why">Why<input name="note" maxlength="2000"></label></form>
            """
    }
}
