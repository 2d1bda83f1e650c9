import LanguageModel
import Portfolio
import Workspace

/// An attempt as a form or a script sends it.
struct PracticeEntry {
    /// The question's name; nil for a talk.
    var question: String?
    /// The talk, with its sections as they were shown.
    var talk: TalkPlan?
    /// Seconds; nil where nobody timed it.
    var seconds: Double?
    /// How long each section took, in seconds, as far as the talk went.
    var splits: [Double]
    var notes: String
    var recording: String?
    var cites: [String]

    /// The most characters of notes that are kept.
    static let mostNotes = 200_000

    /// - Throws: `StudioFailure` that names the field which can't be read.
    init(form: QueryText) throws {
        question = form["question"]
        if question == nil {
            guard let title = form["title"] else {
                throw StudioFailure(400, "An attempt names its question, or its talk's title.")
            }
            talk = try Self.talk(
                title: title, minutes: form["minutes"], sections: form["sections"] ?? "")
        }
        seconds = try form["seconds"].map { try Self.time($0, "the time") }
        // An empty field says that the section was not reached.
        splits = []
        for item in form.items where item.name == "split" {
            guard !item.value.isEmpty else { break }
            splits.append(try Self.time(item.value, "a section's time"))
        }
        notes = form["notes"] ?? ""
        recording = form["recording"]
        cites = (form["cites"] ?? "").split { $0.isWhitespace || $0 == "," }.map(String.init)
        try check()
    }

    /// - Throws: `StudioFailure` that names the member which can't be read.
    init(json: JSONValue) throws {
        question = json["question"]?.string
        if question == nil {
            guard let given = json["talk"], let title = given["title"]?.string else {
                throw StudioFailure(
                    400, "An attempt has a question, or a talk with title, minutes and sections.")
            }
            let lines = (given["sections"]?.array ?? []).compactMap { section -> String? in
                if let title = section.string { return title }
                guard let title = section["title"]?.string else { return nil }
                return section["seconds"]?.double.map { "\(title)=\($0)" } ?? title
            }
            talk = try Self.talk(
                title: title, minutes: given["minutes"]?.double.map { String($0) },
                sections: lines.joined(separator: "\n"))
        }
        seconds = json["seconds"]?.double
        splits = (json["splits"]?.array ?? []).compactMap(\.double)
        notes = json["notes"]?.string ?? ""
        recording = json["recording"]?.string
        cites = (json["cites"]?.array ?? []).compactMap(\.string)
        try check()
    }

    /// A talk of given sections, a line each: `TITLE` or `TITLE=SECONDS`.
    static func talk(title: String, minutes: String?, sections text: String) throws -> TalkPlan {
        guard let minutes = Double(minutes ?? "5"), minutes > 0, minutes <= 240 else {
            throw StudioFailure(400, "A talk takes more than 0 and at most 240 minutes.")
        }
        var sections: [TalkPlan.Section] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop(while: \.isWhitespace)
            guard !line.isEmpty else { continue }
            guard let sign = line.lastIndex(of: "=") else {
                sections.append(.init(title: String(line), length: 0))
                continue
            }
            let length = try time(String(line[line.index(after: sign)...]), "a section's length")
            sections.append(.init(title: String(line[..<sign]), length: length))
        }
        guard !sections.isEmpty, sections.count <= 60, !title.isEmpty, title.utf8.count <= 500
        else {
            throw StudioFailure(400, "A talk has a title and 1 to 60 sections, a line each.")
        }
        return try TalkPlan(title: title, minutes: minutes, sections: sections)
    }

    /// `95`, `1:35` or `95.5` as seconds.
    static func time(_ text: String, _ what: String) throws(StudioFailure) -> Double {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
            Double($0.filter { !$0.isWhitespace })
        }
        let seconds: Double? =
            switch parts.count {
            case 1: parts[0]
            case 2: parts[0].flatMap { minutes in parts[1].map { minutes * 60 + $0 } }
            default: nil
            }
        guard let seconds, seconds >= 0, seconds < 86_400 else {
            throw StudioFailure(
                400, "Write \(what) as seconds or as minutes:seconds, such as 1:35.")
        }
        return seconds
    }

    private func check() throws(StudioFailure) {
        guard notes.utf8.count <= Self.mostNotes else {
            throw StudioFailure(413, "Notes are at most \(Self.mostNotes) bytes long.")
        }
        guard seconds.map({ $0 >= 0 && $0 < 86_400 }) ?? true,
            splits.allSatisfy({ $0 >= 0 && $0 < 86_400 })
        else { throw StudioFailure(400, "Times are seconds from 0 to a day.") }
        guard cites.count <= 100 else {
            throw StudioFailure(400, "An attempt cites at most 100 pieces of evidence.")
        }
        if let talk, splits.count > talk.sections.count {
            throw StudioFailure(400, "There are more times than the talk has sections.")
        }
    }

    /// What is kept.
    ///
    /// - Throws: `notFound` for a question that is not there.
    func attempt(in folder: WorkspaceFolder) throws -> PracticeBook.Attempt {
        if let talk {
            let spoken = splits.isEmpty ? seconds : splits.reduce(0, +)
            guard let spoken else {
                throw StudioFailure(400, "Say how long the talk took, whole or by its sections.")
            }
            return PracticeBook.Attempt(
                topic: talk.topic, isTalk: true, text: talk.title, seconds: spoken,
                length: talk.length, sections: talk.sections, splits: splits, notes: notes,
                recording: recording, cites: cites)
        }
        let question = try PracticeQuestion.named(question ?? "", in: folder)
        return PracticeBook.Attempt(
            topic: question.id, isTalk: false, text: question.text, skills: question.skills,
            seconds: seconds, notes: notes, recording: recording, cites: cites)
    }
}
