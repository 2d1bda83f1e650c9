import Portfolio
import Reports

/// A question or a talk with the clock, and the form that keeps what was said.
///
/// Without scripts there is no clock; times are typed in.
enum RehearsalPage {
    /// The page of a question.
    static func page(_ question: PracticeQuestion) -> Page {
        let origin =
            switch question.origin {
            case .plan: "from the plan"
            case .skill: "by skill"
            case .own: "your own"
            case .role: "asked by a role of yours"
            }
        return page(
            title: question.text,
            over: "Question \(origin) · \(question.skills.joined(separator: ", "))",
            clock: clock(strip: "", marks: false),
            fields: """
                <input type="hidden" name="question" value="\(question.id)">
                <label>Time it took, seconds or minutes:seconds<input name="seconds" data-time \
                inputmode="numeric" autocomplete="off"></label>

                """)
    }

    /// The page of a talk.
    static func page(_ talk: TalkPlan) -> Page {
        var rows = Markup()
        for section in talk.sections {
            rows += """
                <li data-section="\(NumberText.fixed(section.length, decimals: 3))"><span>\(section.title)</span>\
                <span class="num">\(TalkTimer.clock(section.length))</span>\
                <label><span class="hide">Time of \(section.title)</span><input name="split" placeholder="–" \
                inputmode="numeric" autocomplete="off" size="6"></label></li>

                """
        }
        let sections = talk.sections.map {
            "\($0.title)=\(NumberText.fixed($0.length, decimals: 3))"
        }.joined(separator: "\n")
        return page(
            title: talk.title,
            over:
                "Talk of \(TalkTimer.clock(talk.length)) · about \(talk.words.lowerBound) to \(talk.words.upperBound) words",
            clock: clock(strip: strip(talk), marks: true),
            fields: """
                <input type="hidden" name="title" value="\(talk.title)">
                <input type="hidden" name="minutes" value="\(NumberText.fixed(talk.length / 60, decimals: 4))">
                <input type="hidden" name="sections" value="\(sections)">
                <ol class="sections"><li class="muted"><span>section</span><span class="num">planned</span><span>spoken</span></li>
                \(rows)</ol>

                """)
    }

    private static func page(title: String, over: String, clock: Markup, fields: Markup) -> Page {
        Page(
            title: title, section: "practice", trail: [("Practice", "/practice")],
            body: """
                <header class="head"><div><p class="over">\(over)</p><h1>\(title)</h1></div></header>
                \(clock)
                <form id="attempt" class="form" method="post" action="/practice/attempts" autocomplete="off">
                \(fields)<label>What you said, in notes<textarea name="notes" rows="8" maxlength="200000" \
                data-hotkey="n" data-says="Write notes; Escape leaves the field"></textarea></label>
                <label>What it rests on: ids of records, files of the workspace, or clause:ID<input name="cites" \
                data-hotkey="c" data-says="Name the evidence"></label>
                <label>Where your recording lies, if you made one; only this line is kept<input name="recording" \
                maxlength="1000"></label>
                <p><button class="primary" data-hotkey="w" data-says="Keep it (in a field: Ctrl Enter)">Keep it <kbd>w</kbd></button></p></form>
                <script type="module" src="/assets/practice.js"></script>
                """)
    }

    /// The clock, which a script shows and drives.
    private static func clock(strip: Markup, marks: Bool) -> Markup {
        let mark: Markup =
            marks
            ? """
            <button type="button" id="mark" data-hotkey="m" data-says="End the section" disabled>End the section <kbd>m</kbd></button>

            """ : ""
        return """
            <div class="card clock" data-clock hidden><p class="big" role="timer" id="time" aria-live="off">0:00</p>
            <p id="line" role="status">Not begun.</p>\(strip)
            <p class="row"><button type="button" class="primary" id="begin" data-hotkey="s" data-says="Begin, or end">Begin <kbd>s</kbd></button>
            \(mark)<label class="check"><input type="checkbox" id="record"> record on this machine</label></p>
            <div id="recorded"></div></div>

            """
    }

    /// The sections side by side, each as wide as its time; a script moves the line of now.
    private static func strip(_ talk: TalkPlan) -> Markup {
        var left = 0.0
        var parts = Markup()
        for section in talk.sections {
            let width = section.length / talk.length * 1000
            let (x, w) = (
                NumberText.fixed(left, decimals: 2),
                NumberText.fixed(max(1, width - 3), decimals: 2)
            )
            parts += "<rect x=\"\(x)\" y=\"6\" width=\"\(w)\" height=\"16\"/>"
            left += width
        }
        return """
            <svg class="strip" id="strip" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">\(parts)\
            <line id="now" x1="0" x2="0" y1="0" y2="28"/></svg>
            """
    }
}
