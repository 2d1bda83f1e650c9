import Evaluation
import LanguageModel
import Workspace

extension RunReport {
    /// How many samples are printed on paper; the screen shows them all.
    static let mostPrinted = 12

    /// The samples with prompt, output and reasons. Everything is there without the script, which
    /// only hides what the reader does not look for.
    func samplesSection() -> Markup {
        guard !samples.isEmpty else { return "" }
        var output: Markup = "<section id=\"samples\" class=\"samples\"><h2>Samples</h2>\n"
        if let omission { output += "<p class=\"note\">\(omission)</p>\n" }
        if samples.count > Self.mostPrinted {
            output += """
                <p class="note printed">Printed here: the first \("\(Self.mostPrinted)") of the \
                \(NumberText.count(samples.count)) samples that the file shows on a screen.</p>

                """
        }
        output += filter()
        for (index, sample) in samples.enumerated() { output += card(sample, isOpen: index == 0) }
        return output + "</section>\n"
    }

    private func filter() -> Markup {
        var output: Markup = "<form class=\"filter\" id=\"filter\" hidden>\n"
        var verdicts: [(value: String, name: String)] = []
        for (index, scorer) in results.scorers.enumerated() {
            for (verdict, word) in [
                ("fail", "fails"), ("pass", "passes"), ("unscored", "unscored"),
            ] {
                verdicts.append(("\(verdict)-\(index)", "\(scorer) \(word)"))
            }
        }
        output += Self.choice("Verdict", "verdict", verdicts)
        output += Self.choice(
            "Model", "model", results.models.enumerated().map { ("\($0)", results.label($1)) })
        output += Self.choice(
            "Prompt", "prompt", results.prompts.enumerated().map { ("\($0)", $1.name) })
        return output + """
            <label>Text<input type="search" name="q" autocomplete="off"></label>\
            <span id="shown" role="status"></span></form>

            """
    }

    private static func choice(
        _ label: String, _ name: String, _ options: [(value: String, name: String)]
    ) -> Markup {
        guard options.count > 1 else { return "" }
        let list = options.map { "<option value=\"\($0.value)\">\($0.name)</option>" as Markup }
        return """
            <label>\(label)<select name="\(name)"><option value="">any</option>\(list.joined())\
            </select></label>

            """
    }

    private func card(_ shown: ShownSample, isOpen: Bool) -> Markup {
        let sample = shown.sample
        let model = results.models.firstIndex { $0.name == sample.model } ?? 0
        let prompt = results.prompts.firstIndex { $0.name == sample.promptID } ?? 0
        let isSimulated = results.models.first { $0.name == sample.model }?.isSimulated ?? false
        let verdicts = shown.scores.compactMap { score in
            results.scorers.firstIndex(of: score.scorer).map {
                "\(shown.verdict(of: score).rawValue)-\($0)"
            }
        }
        let badges = shown.scores.map { badge(shown.verdict(of: $0), $0.scorer) }.joined()
        let simulated: Markup =
            isSimulated ? "<span class=\"badge simulated\">simulated</span>" : ""
        var place = results.models.count > 1 ? "\(sample.model) · " : ""
        place += sample.promptID
        if results.run.epochs > 1 { place += " · epoch \(sample.epoch + 1)" }
        let excerpt = String(String.UnicodeScalarView(sample.output.unicodeScalars.prefix(160)))
        let open: Markup = isOpen ? " open" : ""
        return """
            <details class="sample" data-model="\(model)" data-prompt="\(prompt)" \
            data-verdicts="\(verdicts.joined(separator: " "))"\(open)><summary>\
            <span class="id">\(sample.caseID)</span><span class="muted">\(place)</span>\
            <span>\(badges)\(simulated)</span><span class="excerpt">\(excerpt)</span></summary>
            <div class="body"><div>\(conversation(sample))</div><div>\(verdictList(shown))</div></div>
            </details>

            """
    }

    private func badge(_ verdict: Verdict, _ scorer: String) -> Markup {
        switch verdict {
        case .pass: "<span class=\"badge pass\">✓ \(scorer)</span>"
        case .fail: "<span class=\"badge fail\">✗ \(scorer)</span>"
        case .unscored: "<span class=\"badge unscored\">? \(scorer)</span>"
        }
    }

    private func conversation(_ sample: Sample) -> Markup {
        var output = Markup()
        for (index, message) in sample.transcript.enumerated() {
            let isAnswer = index >= sample.promptCount && message.role == .assistant
            let role = isAnswer ? "answer" : message.role.rawValue
            output += "<div class=\"role\">\(role)</div>"
            output += "<pre class=\"text\">\(Self.cut(Self.text(of: message)))</pre>\n"
        }
        if let failure = sample.failure {
            output += "<p class=\"bad\">No answer (\(failure.code)): \(failure.message)</p>\n"
        }
        return output
    }

    private func verdictList(_ shown: ShownSample) -> Markup {
        var output: Markup = "<div class=\"role\">verdicts</div><ul class=\"reasons\">"
        for score in shown.scores {
            var line = score.reason
            if let value = score.value { line += " (\(NumberText.significant(value)))" }
            output += "<li>\(badge(shown.verdict(of: score), score.scorer)) \(Self.cut(line))"
            if let override = shown.overrides.last(where: { $0.scorer == score.scorer }) {
                output += """
                     <span class="warning">corrected by \(override.author) from \
                    \(score.verdict.rawValue): \(override.note)</span>
                    """
            }
            output += "</li>\n"
        }
        output += "</ul>"
        let facts = facts(of: shown).map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }
        return output + "<dl class=\"facts\">\(facts.joined())</dl>\n"
    }

    private func facts(of shown: ShownSample) -> [(String, String)] {
        let sample = shown.sample
        var facts = [("sample", sample.id.description), ("seed", String(sample.seed))]
        if !shown.tags.isEmpty {
            facts.append(
                (
                    "tags",
                    shown.tags.keys.sorted().map { "\($0) \(shown.tags[$0] ?? "")" }
                        .joined(separator: ", ")
                ))
        }
        if !shown.clauses.isEmpty {
            facts.append(("clauses", shown.clauses.joined(separator: ", ")))
        }
        if let reason = sample.finishReason { facts.append(("ended by", reason.rawValue)) }
        if let usage = sample.usage {
            facts.append(("tokens", "\(usage.input) in, \(usage.output) out"))
        }
        if sample.isReused {
            facts.append(("call", "reused"))
        } else if let latency = sample.latency {
            facts.append(("latency", NumberText.duration(microseconds: Double(latency))))
        }
        return facts
    }

    /// A message's text, with its other parts and tool calls named.
    static func text(of message: Message) -> String {
        var text = message.text
        for case .other(let value) in message.parts { text += "\n[\(value.serialized())]" }
        for call in message.toolCalls {
            text += "\n[calls \(call.name) \(call.arguments.serialized())]"
        }
        return text
    }

    /// A text cut to what a report shows, saying so.
    static func cut(_ text: String) -> String {
        let count = text.unicodeScalars.count
        guard count > textLimit else { return text }
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit)))
        return kept + " … [\(NumberText.count(count - textLimit)) more characters]"
    }

    /// Hides the samples that the form does not ask for.
    static let script = """
        (()=>{const f=document.getElementById("filter");if(!f)return;f.hidden=false;\
        const s=[...document.querySelectorAll("details.sample")],n=document.getElementById("shown");\
        const t=s.map(c=>c.textContent.toLowerCase());\
        const go=()=>{const d=new FormData(f),q=(d.get("q")||"").toLowerCase();let k=0;\
        s.forEach((c,i)=>{const ok=["model","prompt"].every(a=>!d.get(a)||c.dataset[a]===d.get(a))&&\
        (!d.get("verdict")||c.dataset.verdicts.split(" ").includes(d.get("verdict")))&&(!q||t[i].includes(q));\
        c.hidden=!ok;if(ok)k++});n.textContent=k+" of "+s.length+" shown"};\
        f.addEventListener("input",go);f.addEventListener("submit",e=>e.preventDefault());go()})()
        """
}
