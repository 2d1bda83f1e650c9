import LanguageModel
import Portfolio
import Reports
import Workspace

/// What was rehearsed once: its times, its notes, one's own marks and what models said.
struct AttemptPage {
    let attempt: StoredRecord
    /// Oldest first; the last counts.
    let ratings: [StoredRecord]
    let feedback: [StoredRecord]
    /// The models that may comment.
    let interviewers: [String]

    private var path: String { "/practice/attempts/\(attempt.id.description)" }
    private var isTalk: Bool { attempt.body["talk"]?.bool == true }
    private var text: String { attempt.body["text"]?.string ?? "" }

    var page: Page {
        let again =
            isTalk
            ? "/practice"
            : "/practice/questions/\(QueryText.encoded(attempt.body["topic"]?.string ?? ""))"
        return Page(
            title: text, section: "practice", trail: [("Practice", "/practice")],
            body: """
                <header class="head"><div><p class="over">\(isTalk ? "Talk" : "Answer") · \(attempt.author) · \
                \(Marks.time(attempt.created))</p><h1>\(text)</h1></div>
                <div class="actions"><a class="button" href="\(again)" data-hotkey="s" data-says="Say it again">Say it again <kbd>s</kbd></a>\
                <a class="button" href="/records/\(attempt.id.description)">Evidence</a></div></header>
                <div class="split"><div>\(time)\(sections)\(notes)\(evidence)</div><div>\(rating)\(comments)</div></div>
                <script type="module" src="/assets/practice.js"></script>
                """)
    }

    private var time: Markup {
        guard let seconds = attempt.body["seconds"]?.double else {
            return "<p class=\"muted\">Nobody timed it.</p>\n"
        }
        guard let length = attempt.body["length"]?.double else {
            return "<p>It took <b>\(TalkTimer.clock(seconds))</b>.</p>\n"
        }
        let verdict: Markup =
            TalkTimer.isInTime(seconds, of: length)
            ? "<span class=\"good\">in time</span>"
            : "<span class=\"warning\">more than a tenth off</span>"
        return
            "<p>It took <b>\(TalkTimer.clock(seconds))</b> of \(TalkTimer.clock(length)): \(verdict).</p>\n"
    }

    private var sections: Markup {
        let planned = attempt.body["sections"]?.array ?? []
        guard !planned.isEmpty else { return "" }
        let spoken = (attempt.body["splits"]?.array ?? []).compactMap(\.double)
        var table = Table(columns: [
            .init("section"), .init("planned", .trailing), .init("spoken", .trailing),
        ])
        for (index, section) in planned.enumerated() {
            let length = section["seconds"]?.double ?? 0
            let took = spoken.indices.contains(index) ? spoken[index] : nil
            let isOff = took.map { abs($0 - length) > length / 4 } ?? true
            table.rows.append([
                .init(section["title"]?.string ?? "", .strong), .init(TalkTimer.clock(length)),
                .init(took.map(TalkTimer.clock) ?? "not reached", isOff ? .warning : .good),
            ])
        }
        table.notes = ["Marked: more than a quarter off, or not reached."]
        return "<section><h2>Sections</h2>\(table.html())</section>\n"
    }

    private var notes: Markup {
        let notes = attempt.body["notes"]?.string ?? ""
        var output: Markup = "<section><h2>Notes</h2>"
        output +=
            notes.isEmpty
            ? "<p class=\"muted\">None were written.</p>" : "<pre class=\"text\">\(notes)</pre>"
        if let recording = attempt.body["recording"]?.string {
            output +=
                "<p class=\"note\">A recording lies at <code>\(recording)</code>, on this machine alone.</p>"
        }
        return output + "</section>\n"
    }

    private var evidence: Markup {
        let cites = attempt.links.filter { $0.relation == "cites" }.map(\.target)
        guard !cites.isEmpty else {
            return """
                <section><h2>Evidence</h2><p class="warning">It cites nothing of yours: a claim without a record is \
                an opinion.</p></section>

                """
        }
        let items = cites.map { target -> Markup in
            guard let id = RecordID(target), let path = TraceNode.path(id) else {
                return "<li>\(target)</li>"
            }
            return "<li><a href=\"\(path)\">\(target)</a></li>"
        }
        return
            "<section><h2>Evidence</h2><ul class=\"side-list\">\(items.joined())</ul></section>\n"
    }

    /// The rubric: a number decides the part that has the focus.
    private var rating: Markup {
        var parts = Markup()
        for criterion in PracticeRubric.allCases {
            let marks = (1...5).map { mark -> Markup in
                let anchor =
                    mark % 2 == 1 ? " \(criterion.anchors[mark / 2])" : ""
                return """
                    <label><input type="radio" name="\(criterion.rawValue)" value="\(mark)" data-decide> <b>\(mark)</b>\(anchor)</label>
                    """
            }
            parts += """
                <fieldset class="mark" data-item tabindex="0"><legend>\(criterion.question)</legend>\
                <div class="choices">\(marks.joined())</div></fieldset>

                """
        }
        return """
            <section id="rating"><h2>Your marks</h2>\(former)
            <p class="note"><kbd>j</kbd> and <kbd>k</kbd> move, numbers mark. What does not apply is left out.</p>
            <form class="form" method="post" action="\(path)/ratings">\(parts)
            <label>What to do otherwise next time<input name="note" maxlength="2000"></label>
            <p><button class="primary" data-hotkey="w" data-says="Keep the marks">Keep the marks <kbd>w</kbd></button></p></form></section>

            """
    }

    private var former: Markup {
        guard let last = ratings.last else { return "" }
        let marks = PracticeRubric.allCases.compactMap { criterion in
            last.body["marks"]?[criterion.rawValue]?.int.map { "\(criterion.rawValue) \($0)" }
        }.joined(separator: ", ")
        let note = last.body["note"]?.string ?? ""
        let mean = last.body["mean"]?.double ?? 0
        let count: Markup =
            ratings.count > 1
            ? " <span class=\"muted\">The latest of \(ratings.count); earlier ones are kept.</span>"
            : ""
        let said: Markup = note.isEmpty ? "" : "<br>\(note)"
        return """
            <div class="banner"><p><b>\(NumberText.fixed(mean, decimals: 1)) of 5</b>: \(marks).\(count)\(said)</p></div>
            """
    }

    private var comments: Markup {
        var output: Markup = "<section id=\"feedback\"><h2>What a model says</h2>"
        for record in feedback {
            let simulated: Markup =
                record.body["is_simulated"]?.bool == true
                ? " <span class=\"badge simulated\">simulated</span>" : ""
            output += """
                <article class="card"><h3>\(record.body["model"]?.string ?? "") <span class="badge unscored">a model’s words</span>\(simulated)</h3>
                <pre class="text">\(record.body["text"]?.string ?? "")</pre><p>\(Marks.time(record.created)); no rating, and it moves no coverage.</p></article>

                """
        }
        let notes = attempt.body["notes"]?.string ?? ""
        if notes.isEmpty {
            output += "<p class=\"note\">A model reads your notes; this attempt has none.</p>"
        } else if interviewers.isEmpty {
            output += """
                <p class="note">No model passed its check as an interviewer yet: <code>conduct practice check ALIAS</code>.</p>
                """
        } else {
            let options = interviewers.map { "<option>\($0)</option>" as Markup }.joined()
            output += """
                <form class="filter" method="post" action="\(path)/feedback"><label>Interviewer<select name="model">\(options)</select></label>\
                <button data-hotkey="i" data-says="Ask the interviewer">Let it comment <kbd>i</kbd></button></form>
                """
        }
        return output + "</section>\n"
    }
}
