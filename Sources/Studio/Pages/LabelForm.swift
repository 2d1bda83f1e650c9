import Annotation
import LanguageModel
import Workspace

/// A labelling form as a browser sends it.
///
/// Answers are named `q-ID`; ranks of shown answers `q-ID-1` …; `cant` lists questions.
struct LabelForm {
    let form: QueryText
    let project: LabelProject
    let person: String

    init(_ form: QueryText, project: LabelProject, person: String) {
        self.form = form
        self.project = project
        self.person = person
    }

    /// The judgment that the form means.
    func submission() throws -> Submission {
        guard let ticket = form["ticket"].flatMap({ RecordID($0) }), ticket.kind == .annotation,
            let handle = form["handle"]
        else { throw StudioFailure(400, "The form lacks its ticket; open the page again.") }
        var submission = Submission(ticket: ticket, handle: handle, annotator: person)
        submission.cantTell = form.all("cant")
        submission.note = form["note"]
        submission.elapsed = form["elapsed"].flatMap { Int($0) }
        submission.touched = form["touched"]?.split(separator: " ").map(String.init) ?? []
        submission.replaces = form["replaces"].flatMap { RecordID($0) }
        if form["do"] == "skip" {
            submission.skip = form["skip"] ?? ""
            return submission
        }
        for question in project.questions {
            submission.answers[question.id] = try answer(question)
        }
        return submission
    }

    private func answer(_ question: LabelQuestion) throws -> JSONValue? {
        let name = "q-\(question.id)"
        switch question.kind {
        case .choice, .pairwise, .text: return form[name].map(JSONValue.string)
        case .rating, .number: return form[name].map(JSONValue.string)
        case .choices(_, let minimum, _):
            let chosen = form.all(name)
            // Nothing chosen is an answer only where it may be one.
            return chosen.isEmpty && (minimum > 0 || form[name + "-shown"] == nil)
                ? nil : .array(chosen.map(JSONValue.string))
        case .taxonomy(let tree, let minimum, _):
            let paths = LabelQuestion.paths(of: tree)
            let chosen = form.all(name).compactMap { Int($0) }.filter(paths.indices.contains)
            return chosen.isEmpty && (minimum > 0 || form[name + "-shown"] == nil)
                ? nil : .array(chosen.map { .array(paths[$0].map(JSONValue.string)) })
        case .spans:
            guard let text = form[name] else {
                return form[name + "-shown"] == nil ? nil : []
            }
            return try JSONValue(parsing: text)
        case .ranking:
            var ranks: [String: JSONValue] = [:]
            for item in form.items where item.name.hasPrefix(name + "-") && !item.value.isEmpty {
                ranks[String(item.name.dropFirst(name.count + 1))] = .string(item.value)
            }
            return ranks.isEmpty ? nil : .object(ranks)
        }
    }
}
