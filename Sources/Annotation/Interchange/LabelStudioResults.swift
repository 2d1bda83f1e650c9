import LanguageModel
import Workspace

/// Turns the results of Label Studio's editor into answers, and answers into results.
struct LabelStudioResults {
    let questions: [LabelQuestion]
    let item: LabelItem
    /// The ids of a ranking's answers in the task, in the order of the item's keys.
    let listIDs: [String]

    /// Answers as stored, with a sentence for each result that is only kept as it came.
    func answers(from results: [JSONValue]) -> (answers: [String: JSONValue], kept: [String]) {
        var forms: [String: JSONValue] = [:]
        var kept: [String] = []
        for result in results {
            guard let name = result["from_name"]?.string,
                let question = questions.first(where: { $0.id == name })
            else {
                kept.append(
                    "a result of '\(result["from_name"]?.string ?? "nothing")' is not asked")
                continue
            }
            let value = result["value"]
            switch question.kind {
            case .choice: forms[name] = value?["choices"]?[0]
            case .choices: forms[name] = value?["choices"]
            case .rating where value?["rating"] != nil:
                if value?["rating"]?.int != 0 { forms[name] = value?["rating"] }
            case .rating: forms[name] = value?["choices"]?[0]
            case .number: forms[name] = value?["number"]
            case .pairwise: forms[name] = value?["selected"] ?? value?["choices"]?[0]
            case .taxonomy: forms[name] = value?["taxonomy"] ?? value?["choices"]
            case .text:
                let texts = (value?["text"]?.array ?? []).compactMap(\.string)
                if texts.count > 1 {
                    kept.append("'\(name)' has \(texts.count) texts; they are shown as one")
                }
                if !texts.isEmpty { forms[name] = .string(texts.joined(separator: "\n\n")) }
            case .ranking:
                let order = value?["ranker"]?.object?.values.first?.array ?? []
                let places = order.compactMap { id in
                    id.string.flatMap(listIDs.firstIndex(of:)).map { JSONValue.integer($0 + 1) }
                }
                forms[name] = .array(places)
            case .spans(_, let field, _):
                let (spans, complaint) = spans(value, in: item.text(field: field) ?? "")
                if let complaint { kept.append("'\(name)': \(complaint)") }
                forms[name] = .array((forms[name]?.array ?? []) + spans)
            }
        }
        var answers: [String: JSONValue] = [:]
        for (name, form) in forms.sorted(by: { $0.key < $1.key }) {
            guard let question = questions.first(where: { $0.id == name }) else { continue }
            do {
                answers[name] = try question.stored(form, for: item, shownAs: item.keys)
            } catch {
                kept.append(error.message)
            }
        }
        return (answers, kept)
    }

    /// Newer exports count code points, older ones UTF-16 units: the text that they carry tells.
    private func spans(_ value: JSONValue?, in text: String) -> ([JSONValue], String?) {
        guard let start = value?["start"]?.int, let end = value?["end"]?.int, 0 <= start,
            start < end
        else { return ([], "a region without offsets in the text is kept as it came") }
        let labels = (value?["labels"]?.array ?? []).compactMap(\.string)
        let wanted = value?["text"]?.string
        let scalars = Array(text.unicodeScalars)
        func part(_ start: Int, _ end: Int) -> String? {
            guard end <= scalars.count else { return nil }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end])
            return String(view)
        }
        func made(_ start: Int, _ end: Int) -> [JSONValue] {
            labels.map {
                ["start": .integer(start), "end": .integer(end), "label": .string($0)]
            }
        }
        let asScalars = part(start, end)
        if let asScalars, wanted == nil || asScalars == wanted { return (made(start, end), nil) }
        var offsets: [Int: Int] = [:]
        var units = 0
        for (index, scalar) in scalars.enumerated() {
            offsets[units] = index
            units += scalar.value > 0xFFFF ? 2 : 1
        }
        offsets[units] = scalars.count
        if let first = offsets[start], let last = offsets[end], first < last,
            part(first, last) == wanted
        {
            return (made(first, last), nil)
        }
        return ([], "the text of a region stands elsewhere; it is kept as it came")
    }

    /// Results for answers of ours.
    func results(of judgment: Judgment) -> [JSONValue] {
        questions.flatMap { question -> [JSONValue] in
            guard let answer = judgment.answers[question.id] else { return [] }
            func result(_ type: String, _ value: JSONValue, number: Int = 0) -> JSONValue {
                let id = RecordID.derived(
                    .annotation, from: [judgment.id.description, question.id, "\(number)"])
                let target = LabelStudioNames.target(
                    question, fields: item.fields.map(\.name), most: item.answers.count)
                // The editor saves a Pairwise under its own name.
                return [
                    "id": .string(String(id.uuid.filter { $0 != "-" }.prefix(10))),
                    "from_name": .string(question.id),
                    "to_name": .string(type == "pairwise" ? question.id : target),
                    "type": .string(type), "origin": "manual", "value": value,
                ]
            }
            switch question.kind {
            case .choice: return [result("choices", ["choices": [answer]])]
            case .choices: return [result("choices", ["choices": answer])]
            case .rating(let levels):
                return levels.first?.value == "1"
                    ? [result("rating", ["rating": answer])]
                    : [result("choices", ["choices": [.string("\(answer.int ?? 0)")]])]
            case .number: return [result("number", ["number": answer])]
            case .text: return [result("textarea", ["text": [answer]])]
            case .taxonomy: return [result("taxonomy", ["taxonomy": answer])]
            case .pairwise(let choices):
                let shown = question.shown(answer, shownAs: item.keys)
                return choices == [.left, .right]
                    ? [result("pairwise", ["selected": shown])]
                    : [result("choices", ["choices": [shown]])]
            case .ranking:
                let keys = (answer.array ?? []).flatMap { ($0.array ?? []).compactMap(\.string) }
                let ids = keys.map { key -> JSONValue in
                    let place = item.keys.firstIndex(of: key)
                    return .string(
                        place.flatMap { listIDs.indices.contains($0) ? listIDs[$0] : nil } ?? key)
                }
                return [result("ranker", ["ranker": [question.id: .array(ids)]])]
            case .spans:
                return (answer.array ?? []).enumerated().map { number, span in
                    result(
                        "labels",
                        [
                            "start": span["start"] ?? 0, "end": span["end"] ?? 0,
                            "text": span["text"] ?? "", "labels": [span["label"] ?? ""],
                        ], number: number)
                }
            }
        }
    }
}
