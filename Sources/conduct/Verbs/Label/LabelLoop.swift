import Annotation
import LanguageModel
import Reports
import Workspace

/// The terminal's labelling loop: number keys and Enter.
struct LabelLoop {
    let desk: LabellingDesk
    let annotator: String

    private enum Step {
        case answered(JSONValue)
        case cantTell
        case empty
        case skip(String)
        case undo
        case quit
    }

    func run() async throws {
        let style = TerminalStyle.output
        var undone: Presentation?
        while true {
            let given = undone
            undone = nil
            var next = given
            if next == nil { next = try await desk.next(for: annotator) }
            guard let item = next else {
                printOut("Nothing is left. Thank you.")
                return
            }
            show(item, style)
            var submission = Submission(item, annotator: annotator)
            let start = ContinuousClock.now
            var isLeft = false
            questions: for question in item.questions {
                switch ask(question, item, &submission, style) {
                case .answered(let answer): submission.answers[question.id] = answer
                case .cantTell: submission.cantTell.append(question.id)
                case .empty: break
                case .skip(let reason):
                    submission.skip = reason
                    break questions
                case .undo:
                    undone = try await desk.undo(for: annotator)
                    if undone == nil { printError("There is nothing to take back.") }
                    isLeft = true
                    break questions
                case .quit: return printOut("Stopped; all that was entered is stored.")
                }
            }
            if isLeft { continue }
            let time = start.duration(to: .now).components
            submission.elapsed =
                Int(time.seconds) * 1000 + Int(time.attoseconds / 1_000_000_000_000_000)
            do { _ = try await desk.submit(submission) } catch let error as AnnotationError {
                printError(error.description)
                // The same item comes again.
                if given != nil { undone = given }
            }
        }
    }

    private func show(_ item: Presentation, _ style: TerminalStyle) {
        printOut(
            "\n" + style.painted("— judged \(item.judged), left \(item.remaining) —", .muted))
        for field in item.fields {
            printOut(style.painted(SafeText.line(field.name), .strong))
            printOut(Self.text(field.value))
        }
        for (index, answer) in item.answers.enumerated() {
            let name: String =
                switch item.answers.count {
                case 1: "answer"
                case 2: index == 0 ? "left" : "right"
                default: "answer \(index + 1)"
                }
            printOut(style.painted(name, .strong))
            printOut(SafeText.lines(answer))
        }
        for (id, value) in item.suggestions.sorted(by: { $0.key < $1.key }) {
            printOut(style.painted("suggested for \(id): \(value.serialized())", .muted))
        }
        if item.replaces != nil {
            printOut(style.painted("(your last judgment, to be changed)", .warning))
        }
    }

    private static func text(_ value: JSONValue) -> String {
        guard let messages = value.array else {
            return SafeText.lines(value.string ?? value.serialized())
        }
        return messages.map { message in
            let content = message["content"]
            return SafeText.lines(
                "\(message["role"]?.string ?? ""): "
                    + (content?.string ?? content?.serialized() ?? ""))
        }.joined(separator: "\n")
    }

    private func ask(
        _ question: LabelQuestion, _ item: Presentation, _ submission: inout Submission,
        _ style: TerminalStyle
    ) -> Step {
        let keys = LabelKeys(question)
        while true {
            printOut(style.painted(SafeText.line(question.title), .strong))
            printOut(keys.legend)
            if let old = item.previous[question.id] {
                printOut(style.painted("before: \(old.serialized()) (Enter keeps it)", .muted))
            }
            printOut("› ", terminator: "")
            guard let line = readLine() else { return .quit }
            let text = line.drop { $0 == " " }
            switch text.first {
            case "?"? where text == "?": return .cantTell
            case "q"? where text == "q": return .quit
            case "u"? where text == "u": return .undo
            case "g"? where text == "g":
                printOut(SafeText.lines(desk.project.guideline.text))
                continue
            case "s"? where text == "s" || text.hasPrefix("s "):
                return .skip(String(text.dropFirst(2)))
            case "n"? where text.hasPrefix("n "):
                submission.note = String(text.dropFirst(2))
                continue
            case nil:
                if let old = item.previous[question.id] { return .answered(old) }
                if !question.isRequired { return .empty }
                printError("An answer is needed; ? says that you can't tell.")
            default:
                if item.suggestions[question.id] != nil { submission.touched.append(question.id) }
                if let answer = keys.answer(String(text)) { return .answered(answer) }
                printError("That is none of the keys.")
            }
        }
    }
}

/// The keys of a question in the terminal.
struct LabelKeys {
    private let question: LabelQuestion
    private let values: [String]

    init(_ question: LabelQuestion) {
        self.question = question
        values =
            switch question.kind {
            case .choice(let options), .choices(let options, _, _), .rating(let options):
                options.map(\.value)
            case .pairwise(let choices): choices.map(\.rawValue)
            case .spans(let labels, _, _): labels.map(\.value)
            case .taxonomy(let tree, _, _):
                LabelQuestion.paths(of: tree).map { $0.joined(separator: " / ") }
            case .number, .ranking, .text: []
            }
    }

    /// What can be typed.
    var legend: String {
        switch question.kind {
        case .rating(let levels):
            return levels.map { level in
                level.title == level.value ? level.value : "\(level.value) \(level.title)"
            }.joined(separator: "  ")
        case .number(let low, let high):
            let ends = [low, high].map { $0.map { JSONValue.number($0).serialized() } ?? "…" }
            return low == nil && high == nil
                ? "a number" : "a number, \(ends.joined(separator: " to "))"
        case .ranking: return "the answers' numbers, best first; = between equals: 2 1=3"
        case .text: return "your words"
        case .spans:
            return numbered + "\nstart-end number, with commas between: 0-12 1, 20-25 2; - for none"
        case .choices, .taxonomy: return numbered + "\nnumbers with spaces between; - for none"
        case .choice(let options):
            return options.enumerated().map { "\($0 + 1) \($1.title)" }.joined(separator: "  ")
        case .pairwise: return numbered
        }
    }

    private var numbered: String {
        values.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ")
    }

    private func value(_ text: Substring) -> String? {
        if values.contains(String(text)) { return String(text) }
        return Int(text).flatMap { values.indices.contains($0 - 1) ? values[$0 - 1] : nil }
    }

    /// What was typed as an answer in the form's words; nil where it is none of the keys.
    func answer(_ text: String) -> JSONValue? {
        let words = text.split(separator: " ")
        switch question.kind {
        case .rating: return Int(text).map(JSONValue.integer)
        case .number: return Double(text).map(JSONValue.number)
        case .text: return .string(text)
        case .choice, .pairwise: return value(text[...]).map(JSONValue.string)
        case .choices:
            if text == "-" { return [] }
            let chosen = words.map(value)
            return chosen.contains(nil)
                ? nil : .array(chosen.compactMap { $0 }.map(JSONValue.string))
        case .taxonomy(let tree, _, _):
            if text == "-" { return [] }
            let paths = LabelQuestion.paths(of: tree)
            let chosen = words.map { word in
                Int(word).flatMap { paths.indices.contains($0 - 1) ? paths[$0 - 1] : nil }
            }
            return chosen.contains(nil)
                ? nil : .array(chosen.compactMap { $0 }.map { .array($0.map(JSONValue.string)) })
        case .ranking:
            let groups = words.map { word in word.split(separator: "=").map { Int($0) } }
            guard !groups.joined().contains(nil) else { return nil }
            return .array(groups.map { .array($0.compactMap { $0 }.map(JSONValue.integer)) })
        case .spans:
            if text == "-" { return [] }
            var spans: [JSONValue] = []
            for part in text.split(separator: ",") {
                let pieces = part.split(separator: " ")
                let ends = pieces.first?.split(separator: "-").map { Int($0) } ?? []
                guard pieces.count == 2, ends.count == 2, let start = ends[0], let end = ends[1],
                    let label = value(pieces[1])
                else { return nil }
                spans.append([
                    "start": .integer(start), "end": .integer(end), "label": .string(label),
                ])
            }
            return .array(spans)
        }
    }
}
