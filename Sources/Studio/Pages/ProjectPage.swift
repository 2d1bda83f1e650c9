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
            title: project.name, section: "projects", trail: [("Projects", "/projects")],
            body: """
                <header class="head"><div><h1>\(project.name)</h1><p class="over">\(project.note)</p></div>
                <div class="actions"><a class="button" href="/projects/\(project.name)/agreement" data-hotkey="a" \
                data-says="Agreement">Agreement <kbd>a</kbd></a></div></header>
                <p>\(NumberText.count(progress.done)) of \(NumberText.counted(progress.wanted, "judgment")); \
                \(NumberText.count(progress.complete)) of \(NumberText.counted(progress.items, "item")) complete.</p>
                <progress value="\(progress.done)" max="\(max(progress.wanted, 1))">\(progress.done)</progress>
                \(people(progress))
                <form class="filter" method="get" action="/label/\(project.name)"><label>Judge as \
                <input name="as" value="\(project.annotators.names.first ?? author)" required maxlength="200"></label> \
                <button class="primary">Begin</button></form>
                \(personal)\(disagreements)
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
                value.map { NumberText.duration(microseconds: Double($0) * 1000) }
                    ?? NumberText.missing)
        }
        for person in progress.people {
            table.rows.append([
                .init(person.name), .init(NumberText.count(person.judged)),
                .init(NumberText.count(person.skipped)), .init(NumberText.count(person.cantTell)),
                .init(NumberText.count(person.remaining)), time(person.medianTime),
                time(person.timeLeft),
            ])
        }
        return table.html()
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

    private var disagreements: Markup {
        let open = Disagreement.all(in: queue).filter { !$0.isSettled }
        var output: Markup = """
            <section id="disagreements"><h2>\(NumberText.counted(open.count, "disagreement")) to decide</h2>

            """
        for disagreement in open.prefix(50) {
            guard let item = queue.item(disagreement.item),
                let question = project.question(disagreement.question)
            else { continue }
            output += "<article class=\"card decide\"><h3>\(question.title)</h3>"
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
                output += "<li><b>\(voice.annotator)</b>: \(question.text(of: voice.answer))</li>"
            }
            output += "</ul>\(form(disagreement, question, item))</article>\n"
        }
        if open.count > 50 { output += "<p class=\"note\">\(open.count - 50) more follow.</p>" }
        return output + "</section>\n"
    }

    /// A button for each answer that was given; others are decided on the command line.
    private func form(
        _ disagreement: Disagreement, _ question: LabelQuestion, _ item: LabelItem
    ) -> Markup {
        var seen: [JSONValue] = []
        for voice in disagreement.voices where !seen.contains(voice.answer) {
            seen.append(voice.answer)
        }
        let buttons = seen.map { answer -> Markup in
            let value = question.shown(answer, shownAs: item.keys).serialized()
            return
                "<button name=\"answer\" value=\"\(value)\">\(question.text(of: answer))</button> "
        }
        return """
            <form method="post" action="/projects/\(project.name)/decisions">
            <input type="hidden" name="item" value="\(item.id.description)">
            <input type="hidden" name="question" value="\(question.id)">
            <p class="row">Decide: \(buttons.joined())</p></form>
            """
    }
}
