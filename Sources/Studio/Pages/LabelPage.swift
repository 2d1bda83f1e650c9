import Annotation
import LanguageModel
import Reports
import Workspace

/// The page on which one item is judged.
struct LabelPage {
    let project: LabelProject
    let person: String
    let isOwner: Bool

    init(_ project: LabelProject, person: String, isOwner: Bool) {
        self.project = project
        self.person = person
        self.isOwner = isOwner
    }

    private var address: String { "/label/\(project.name)" }
    private var asPerson: String { isOwner ? "?as=\(QueryText.encoded(person))" : "" }

    /// The page for an item, or for the end of the queue.
    func page(_ next: Presentation?) -> Page {
        var body: Markup = """
            <header class="head"><div><h1>\(project.name)</h1>
            <p class="over">\(person)\(next.map { " · \($0.judged) judged · \($0.remaining) left" } ?? "")</p></div>
            <div class="actions"><a class="button" href="\(address + (asPerson.isEmpty ? "?" : asPerson + "&") + "undo=1")" data-hotkey="z">Undo <kbd>z</kbd></a></div></header>

            """
        if let next {
            body += item(next)
        } else {
            body += """
                <div class="empty" id="done"><p><b>Nothing is left.</b> Every item that waits for you is judged. \
                Thank you.</p></div>
                """
        }
        body += """
            <details class="guideline"><summary data-hotkey="i" data-says="The guideline">Guideline <kbd>i</kbd></summary>
            <div class="prose">\(Markup(trusted: MarkdownText.html(project.guideline.text)))</div></details>
            <script type="module" src="/assets/label.js"></script>
            """
        return Page(
            title: "\(project.name), \(person)", section: "projects",
            trail: isOwner
                ? [("Labelling", "/projects"), (project.name, "/projects/\(project.name)")] : [],
            body: body)
    }

    private func item(_ next: Presentation) -> Markup {
        var output: Markup = "<div class=\"label-grid\"><div class=\"label-shown\">"
        for field in next.fields { output += shown(field) }
        output += answers(next) + "</div>\n"
        output += """
            <form class="label-form" method="post" action="\(address)" id="label">
            <input type="hidden" name="ticket" value="\(next.ticket.description)">
            <input type="hidden" name="handle" value="\(next.handle)">
            <input type="hidden" name="elapsed" value=""><input type="hidden" name="touched" value="">

            """
        if isOwner { output += "<input type=\"hidden\" name=\"as\" value=\"\(person)\">" }
        if let replaced = next.replaces {
            output += """
                <input type="hidden" name="replaces" value="\(replaced.description)">
                <div class="banner" role="note"><p>This is your last judgment. What you send now takes its place.</p></div>
                """
        }
        for question in next.questions { output += LabelFields(question, next).markup }
        output += """
            <label>Note <kbd>n</kbd><textarea name="note" rows="1" data-hotkey="n" data-says="Write a note"></textarea></label>
            <p class="row"><button class="primary" name="do" value="submit" id="submit">Submit <kbd>Enter</kbd></button>
            <input name="skip" placeholder="Why skip it?" aria-label="Why skip it" maxlength="1000">
            <button name="do" value="skip" data-hotkey="s" data-says="Skip the item" formnovalidate>Skip <kbd>s</kbd></button></p>
            <p class="note">Numbers choose, <kbd>c</kbd> says that you can’t tell, <kbd>↑</kbd> <kbd>↓</kbd> move between \
            questions, <kbd>j</kbd> <kbd>k</kbd> and <kbd>Space</kbd> reach options beyond nine, <kbd>Enter</kbd> submits and \
            goes on (<kbd>Ctrl</kbd> <kbd>Enter</kbd> out of a text).\(Self.hints(next.questions))</p></form></div>

            """
        return output
    }

    /// The keys of questions that have some of their own.
    private static func hints(_ questions: [LabelQuestion]) -> Markup {
        var hints = Markup()
        for question in questions {
            switch question.kind {
            case .spans:
                hints += """
                     <kbd>←</kbd> <kbd>→</kbd> choose a word, with <kbd>Shift</kbd> more of them, a number marks them, \
                    <kbd>⌫</kbd> takes the last mark away.
                    """
            case .ranking(let allowsTies):
                hints += " A number gives that answer the next rank, <kbd>⌫</kbd> begins anew"
                hints += allowsTies ? ", <kbd>=</kbd> before it the same rank." : "."
            case .choice, .choices, .rating, .number, .pairwise, .text, .taxonomy: break
            }
        }
        return hints
    }

    private func shown(_ field: LabelItem.Field) -> Markup {
        guard let messages = field.value.array else {
            return """
                <div class="turn"><h3>\(field.name)</h3>\
                <pre class="text" data-field="\(field.name)">\(field.value.string ?? field.value.serialized())</pre></div>

                """
        }
        return messages.map { message -> Markup in
            let content = message["content"]?.string ?? message["content"]?.serialized() ?? ""
            return """
                <div class="turn"><h3>\(message["role"]?.string ?? field.name)</h3><pre class="text">\(content)</pre></div>

                """
        }.joined()
    }

    private func answers(_ next: Presentation) -> Markup {
        let boxes = next.answers.enumerated().map { index, text -> Markup in
            let name: String =
                switch next.answers.count {
                case 1: "answer"
                case 2: index == 0 ? "left" : "right"
                default: "answer \(index + 1)"
                }
            let field: Markup =
                next.answers.count == 1 ? " data-field=\"\(LabelItem.answerField)\"" : ""
            return """
                <div class="turn answer"><h3>\(name)</h3><pre class="text"\(field)>\(text)</pre></div>
                """
        }.joined()
        return next.answers.count > 1
            ? "<div class=\"label-sides\">\(boxes)</div>" : boxes
    }
}
