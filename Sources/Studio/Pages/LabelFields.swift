import Annotation
import LanguageModel
import Reports
import Workspace

/// The fields of one question; they work without a script.
struct LabelFields {
    let question: LabelQuestion
    let item: Presentation

    init(_ question: LabelQuestion, _ item: Presentation) {
        self.question = question
        self.item = item
    }

    private var name: String { "q-\(question.id)" }
    /// What is filled in to begin with: the former answer, or what is suggested.
    private var value: JSONValue? { item.previous[question.id] ?? item.suggestions[question.id] }

    var markup: Markup {
        let isSuggested = item.suggestions[question.id] != nil
        let help: Markup = question.help.map { "<p class=\"note\">\($0)</p>" } ?? ""
        let suggested: Markup =
            isSuggested ? "<p class=\"note\">A program suggests what is filled in.</p>" : ""
        var ties = Markup()
        if case .ranking(allowsTies: true) = question.kind { ties = " data-ties" }
        return """
            <fieldset class="question"\(ties) data-question="\(question.id)" data-kind="\(question.kind.word)"\
            \(question.isRequired ? " data-required" as Markup : "")\(isSuggested ? " data-suggested" as Markup : "")>
            <legend>\(question.title)</legend>\(help)\(suggested)\(fields)
            <label class="cant"><input type="checkbox" name="cant" value="\(question.id)"> can’t tell <kbd>c</kbd></label>
            </fieldset>

            """
    }

    private var fields: Markup {
        switch question.kind {
        case .choice(let options):
            return radios(options, chosen: value?.string)
        case .rating(let levels):
            return radios(
                levels, chosen: value.flatMap { $0.int.map(String.init) ?? $0.string },
                byValue: true)
        case .pairwise(let choices):
            return radios(
                choices.map { LabelOption($0.rawValue, title: $0.summary) }, chosen: value?.string)
        case .choices(let options, _, _):
            return boxes(
                options.map { ($0.value, $0.title) },
                chosen: Set((value?.array ?? []).compactMap(\.string)))
        case .taxonomy(let tree, _, _):
            let paths = LabelQuestion.paths(of: tree)
            let chosen = Set(
                (value?.array ?? []).map { ($0.array ?? []).compactMap(\.string) })
            return boxes(
                paths.enumerated().map { ("\($0)", $1.joined(separator: " / ")) },
                chosen: Set(
                    paths.enumerated().filter { chosen.contains($1) }.map { "\($0.offset)" }))
        case .number(let low, let high):
            var bounds = Markup()
            if let low { bounds += " min=\"\(JSONValue.number(low).serialized())\"" }
            if let high { bounds += " max=\"\(JSONValue.number(high).serialized())\"" }
            return """
                <input type="number" step="any" name="\(name)" aria-label="\(question.title)"\(bounds) \
                value="\(value.map { $0.serialized() } ?? "")">
                """
        case .text(let length):
            return """
                <textarea name="\(name)" rows="3" aria-label="\(question.title)" maxlength="\(length)">\(value?.string ?? "")</textarea>
                """
        case .ranking: return ranks
        case .spans(let labels, let field, _):
            return """
                <input type="hidden" name="\(name)-shown" value="1">
                <div class="choices" data-labels>\(labels.enumerated().map { index, label -> Markup in
                    "<button type=\"button\" data-label=\"\(label.value)\"><kbd>\(index + 1)</kbd> \(label.title)</button>"
                }.joined())</div>
                <label class="raw">Marked parts: <code>[{"start": 0, "end": 4, "label": "…"}]</code>; select text and press a \
                label’s number<textarea name="\(name)" rows="2" data-spans="\(field ?? LabelItem.answerField)">\(value?.serialized() ?? "")</textarea></label>
                """
        }
    }

    private func radios(
        _ options: [LabelOption], chosen: String?, byValue: Bool = false
    ) -> Markup {
        let labels = options.enumerated().map { index, option -> Markup in
            let key = byValue ? option.value : "\(index + 1)"
            let title: Markup =
                byValue && option.title != option.value
                ? "\(option.value) \(option.title)" : "\(option.title)"
            return """
                <label><input type="radio" name="\(name)" value="\(option.value)" data-choice="\(key)"\
                \(option.value == chosen ? " checked" as Markup : "")> <span>\(title)</span>\
                \(byValue ? "" as Markup : " <kbd>\(key)</kbd>")</label>
                """
        }
        return "<div class=\"choices\">\(labels.joined())</div>"
    }

    private func boxes(_ options: [(String, String)], chosen: Set<String>) -> Markup {
        let labels = options.enumerated().map { index, option -> Markup in
            """
            <label><input type="checkbox" name="\(name)" value="\(option.0)" data-choice="\(index + 1)"\
            \(chosen.contains(option.0) ? " checked" as Markup : "")> <span>\(option.1)</span> <kbd>\(index + 1)</kbd></label>
            """
        }
        return """
            <input type="hidden" name="\(name)-shown" value="1"><div class="choices">\(labels.joined())</div>
            """
    }

    private var ranks: Markup {
        let count = item.answers.count
        let lists = (1...max(count, 1)).map { place -> Markup in
            let rank = value?["\(place)"]?.int
            let options = (1...max(count, 1)).map { number -> Markup in
                "<option value=\"\(number)\"\(number == rank ? " selected" as Markup : "")>\(number)</option>"
            }
            return """
                <label>answer \(place) <kbd>\(place)</kbd><select name="\(name)-\(place)" data-rank="\(place)"><option value=""></option>\(options.joined())</select></label>
                """
        }
        return "<div class=\"row\">\(lists.joined())</div>"
    }
}
