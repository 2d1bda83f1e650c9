import LanguageModel
import Portfolio
import Reports
import Workspace

/// Rehearsal at a glance: what to say next, all questions, talks, coverage, how ratings move.
struct PracticeOverview {
    let questions: [PracticeQuestion]
    let standing: PracticeStanding
    /// The newest first, with the mean of the latest rating of each.
    let attempts: [(record: StoredRecord, mean: Double?)]
    /// The ids of the skills that roles ask for.
    let skills: [String]
    /// Documents that a talk can be about.
    let documents: [String]
    /// Only questions about this skill.
    let skill: String?
    /// Only what is due or was never said.
    let isDueOnly: Bool
    let now: Timestamp

    private static let shownAttempts = 8

    var page: Page {
        Page(
            title: "Practice", section: "practice",
            body: """
                <header class="head"><div><h1>Practice</h1><p class="lead">Say it aloud with the clock running, mark it, \
                see what is not covered.</p></div></header>
                \(next)
                <div class="columns"><section id="questions"><h2>Questions</h2>\(filter)\(list)</section>
                <div>\(talks)\(recent)\(movement)\(coverage)</div></div>
                """)
    }

    /// The question that is longest due, else the first that was never said.
    private var suggested: PracticeStanding.Topic? {
        let known = Set(questions.map(\.id))
        let topics = standing.topics.filter { known.contains($0.id) }
        let due = topics.filter { topic in topic.due.map { $0 <= now } ?? false }
        return due.min { ($0.due ?? now) < ($1.due ?? now) }
            ?? topics.first { $0.attempts == 0 }
    }

    private var next: Markup {
        guard let topic = suggested else {
            return "<p class=\"banner\">Nothing is due, and every question was said.</p>\n"
        }
        let why = topic.attempts == 0 ? "never said" : "due again"
        return """
            <div class="card next"><p>Next, \(why)</p><h2>\(topic.text)</h2>
            <p><a class="button primary" href="\(Self.path(topic.id))" data-hotkey="s" data-says="Begin the next question">Begin <kbd>s</kbd></a></p></div>

            """
    }

    private static func path(_ id: String) -> String {
        "/practice/questions/\(QueryText.encoded(id))"
    }

    private var filter: Markup {
        let asked = Set(questions.flatMap(\.skills)).sorted().map { Field.Option($0, $0) }
        return """
            <form class="filter" action="/practice" data-auto>\(Field.select("skill", "Skill", asked, skill))\
            \(Field.select("show", "Show", [Field.Option("due", "due or never said")], isDueOnly ? "due" : nil, any: "all"))\
            <button type="submit">Show</button></form>

            """
    }

    private var list: Markup {
        let shown = standing.topics.filter { topic in
            guard questions.contains(where: { $0.id == topic.id }) else { return false }
            return (skill.map(topic.skills.contains) ?? true)
                && (!isDueOnly || topic.due.map { $0 <= now } ?? (topic.attempts == 0))
        }
        guard !shown.isEmpty else {
            return "<p class=\"muted\">No question is left by this filter.</p>\n"
        }
        var output: Markup = "<ul class=\"side-list questions\">\n"
        for topic in shown {
            var facts = [topic.skills.joined(separator: ", ")]
            if topic.attempts > 0 { facts.append("said \(topic.attempts)×") }
            if let last = topic.ratings.last {
                facts.append("\(NumberText.fixed(last, decimals: 1)) of 5")
            }
            if topic.uncited > 0 { facts.append("\(topic.uncited) without evidence") }
            let due: Markup =
                if let due = topic.due {
                    due <= now
                        ? " <span class=\"badge unscored\">due</span>"
                        : " <span class=\"badge\">due \(String(due.description.prefix(10)))</span>"
                } else if topic.attempts > 0 {
                    " <span class=\"badge unscored\">to be marked</span>"
                } else {
                    ""
                }
            output += """
                <li><a href="\(Self.path(topic.id))" data-item>\(topic.text)</a>\
                <small class="muted">\(facts.joined(separator: " · "))\(due)</small></li>

                """
        }
        return output + """
            </ul><p class="note">Your own go into <code>practice/questions.yaml</code> (<code>conduct schema questions</code>).</p>

            """
    }

    private var talks: Markup {
        let options = documents.map { "<option>\($0)</option>" as Markup }.joined()
        let document: Markup =
            documents.isEmpty
            ? "<p class=\"note\">Artifacts with two headings become talks: <code>conduct artifact new 11</code>.</p>"
            : """
            <form class="form" action="/practice/talk"><label>On a document, its headings as sections<select name="document">\(options)</select></label>
            <p class="row"><button name="minutes" value="5" data-hotkey="5" data-says="A talk of 5 minutes">5 minutes <kbd>5</kbd></button> \
            <button name="minutes" value="15">15 minutes</button></p></form>
            """
        return """
            <section id="talks"><h2>Talks</h2>\(document)
            <details><summary>With sections of your own</summary><form class="form" action="/practice/talk">
            <label>Title<input name="title" required maxlength="200"></label>
            <label>Minutes<input name="minutes" value="5" inputmode="decimal" required></label>
            <label>Sections, a line each; TITLE=SECONDS where one has its own length<textarea name="sections" rows="4" required>\
            Question=60
            What I did
            Result
            What it can’t show=45</textarea></label><p><button>Go</button></p></form></details></section>

            """
    }

    private var recent: Markup {
        guard !attempts.isEmpty else { return "" }
        let lines = attempts.prefix(Self.shownAttempts).map { attempt, mean -> Markup in
            let said = mean.map { "\(NumberText.fixed($0, decimals: 1)) of 5" } ?? "to be marked"
            return """
                <li><a href="/practice/attempts/\(attempt.id.description)" data-item>\(attempt.body["text"]?.string ?? "")</a>\
                <small class="muted">\(said) · \(Marks.time(attempt.created))</small></li>

                """
        }
        return
            "<section id=\"recent\"><h2>Said lately</h2><ul class=\"side-list questions\">\(lines.joined())</ul></section>\n"
    }

    /// The means of the ratings in the order of the attempts, and the later half less the earlier.
    private var movement: Markup {
        let means = attempts.reversed().compactMap(\.mean)
        guard means.count > 1 else { return "" }
        let chart = LineChart(
            title: "Your marks, attempt by attempt", summary: "\(means.count) marked attempts.",
            series: [
                LineChart.Series(
                    "mean mark",
                    points: means.enumerated().map {
                        LineChart.Point(x: Double($0.offset + 1), $0.element)
                    })
            ], axisLabel: "attempt", domain: 1...5)
        var said = "Whether they move is said from four marked attempts on."
        if let drift = standing.drift {
            func number(_ value: Double, signed: Bool = false) -> String {
                NumberText.fixed(value, decimals: 1, signed: signed)
            }
            said =
                "\(number(drift.earlier)) in the earlier half, \(number(drift.later)) in the later: "
                + number(drift.later - drift.earlier, signed: true)
            if let low = drift.low, let high = drift.high {
                said += " [\(number(low, signed: true)), \(number(high, signed: true))]"
            }
            said += ". They are your own: a stricter eye lowers them too."
        }
        return
            "<section id=\"drift\"><h2>How marks move</h2>\(chart.multiple(id: "drift-chart"))<p class=\"note\">\(said)</p></section>\n"
    }

    private var coverage: Markup {
        let rows = standing.bySkill(skills)
        let tried = rows.count { $0.tried > 0 }
        let lines = rows.map { row -> Markup in
            let name: Markup =
                row.questions > 0
                ? "<a href=\"/practice?skill=\(QueryText.encoded(row.skill))\">\(row.skill)</a>"
                : "\(row.skill)"
            let tone = row.tried > 0 ? "good" : "muted"
            return
                "<li>\(name) <span class=\"\(tone)\">\(row.tried) of \(row.questions)</span></li>"
        }
        return """
            <section id="coverage"><h2>\(tried) of \(NumberText.counted(rows.count, "skill")) rehearsed</h2>\
            <ul class="side-list counts">\(lines.joined())</ul></section>

            """
    }
}
