import LanguageModel
import Reports
import Workspace

/// What each scorer said with its reason, and a form to correct it; what people said before stays.
struct SampleScores {
    let facts: SampleFacts
    let author: String
    var place = QueryText([])

    var markup: Markup {
        guard !facts.scores.isEmpty else { return "<p class=\"muted\">Not scored.</p>" }
        var output = Markup()
        for (index, scoring) in facts.scorings.enumerated() {
            let scores = facts.scores.filter { $0.scoring == scoring.id }
            guard !scores.isEmpty else { continue }
            if facts.scorings.count > 1 {
                let name = scoring.isPrimary ? "Made with the run" : "Scoring \(scoring.id)"
                output += "<h3>\(name)</h3>"
            }
            for (place, score) in scores.enumerated() {
                output += self.score(
                    score, id: "score-\(index)-\(place)", isFirst: index == 0 && place == 0)
            }
        }
        return output
    }

    private func score(_ score: Score, id: String, isFirst: Bool) -> Markup {
        let standing = facts.standing(score.scorer)
        var numbers: [String] = []
        if let value = score.value { numbers.append("value \(NumberText.significant(value))") }
        if score.weight != 1 { numbers.append("weight \(NumberText.significant(score.weight))") }
        if let latency = score.latency {
            numbers.append(NumberText.duration(microseconds: Double(latency)))
        }
        if let cost = score.cost { numbers.append(NumberText.dollars(Double(cost) / 1e9)) }
        var output: Markup = """
            <article class="score"><header>\(Marks.badge(standing?.verdict ?? score.verdict, score.scorer, isOverridden: standing != nil))\
            <span class="muted">\(numbers.joined(separator: " · "))</span></header><p>\(score.reason)</p>
            """
        if let detail = score.detail {
            output += """
                <details id="\(id)-detail"><summary>What the scorer saw</summary>\
                <pre class="text">\(detail.serialized())</pre></details>
                """
        }
        output += history(score)
        return output + form(score, id: id, isFirst: isFirst) + "</article>"
    }

    private func history(_ score: Score) -> Markup {
        let said = facts.overrides.filter { $0.scorer == score.scorer }
        guard !said.isEmpty else { return "" }
        var output: Markup = "<ul class=\"history\"><li>the scorer: \(score.verdict.rawValue)</li>"
        for override in said {
            output += """
                <li><b>\(override.author)</b>: \(override.verdict.rawValue), \(Marks.time(override.created)) – \
                \(override.note)</li>
                """
        }
        return output + "</ul>"
    }

    private func form(_ score: Score, id: String, isFirst: Bool) -> Markup {
        let key: Markup =
            isFirst ? " data-hotkey=\"e\" data-says=\"correct the first verdict\"" : ""
        let current = facts.standing(score.scorer)?.verdict ?? score.verdict
        let choices = [(Verdict.pass, "passes"), (.fail, "fails"), (.unscored, "can’t tell")].map {
            verdict, name -> Markup in
            let mark: Markup = verdict == current ? " checked" : ""
            return """
                <label><input type="radio" name="verdict" value="\(verdict.rawValue)"\(mark) required> \
                \(name)</label>
                """
        }
        return """
            <details id="\(id)-form"><summary\(key)>Correct this verdict</summary>
            <form class="form" method="post" action="/samples/\(facts.sample.id.description)/overrides">
            \(Field.hidden("scorer", score.scorer))\(Field.hidden("list", place.text.isEmpty ? nil : place.text))
            <fieldset><legend>Verdict</legend><div class="choices">\(choices.joined())</div></fieldset>
            <label>Why<textarea name="note" rows="3" required maxlength="10000"></textarea></label>
            <div class="row"><label>As<input name="author" value="\(author)" required maxlength="200" autocomplete="username"></label>
            <button type="submit" class="primary">Record</button></div></form></details>
            """
    }
}
