package import LanguageModel
import Statistics
package import Workspace

/// Where a project's items are handed out and judgments are taken: the queue with its store.
///
/// Any number of people may work at one desk, and several desks, in several processes, on one
/// store: before each step it takes in what others stored. A ticket is the id of the judgment to
/// come, so what is submitted twice is stored once, and nothing is lost when a page or the program
/// is interrupted in between.
package actor LabellingDesk {
    /// The project as its document stood when the desk was opened.
    nonisolated package let project: LabelProject
    private let store: Store
    private let journal: JudgmentJournal
    private var queue: LabelQueue
    private var position: Int64
    /// What was handed out, by ticket; the ticket of each person's item.
    private var handed: [RecordID: Handed] = [:]
    private var tickets: [String: RecordID] = [:]
    /// Items that are being stored now.
    private var underway: [String: RecordID] = [:]

    private struct Handed {
        var person: String
        var item: RecordID
        var isRepeat: Bool
        var replaces: RecordID?
    }

    private init(
        project: LabelProject, store: Store, journal: JudgmentJournal, queue: LabelQueue,
        position: Int64
    ) {
        self.project = project
        self.store = store
        self.journal = journal
        self.queue = queue
        self.position = position
    }

    /// Opens a project: reads its document, keeps its guideline, draws its items.
    ///
    /// - Parameters:
    ///   - path: the document's path in the workspace.
    ///   - folder: the workspace.
    ///   - store: its store.
    /// - Throws: `DocumentErrors` for the document, `AnnotationError.empty` where nothing fits,
    ///   `StoreError`.
    package static func open(
        _ path: String, in folder: WorkspaceFolder, store: Store
    ) async throws -> LabellingDesk {
        let project = try LabelProject.read(path, in: folder)
        try await ProjectKeeping.keepGuideline(project, in: store)
        let items = try await ProjectKeeping.items(project, folder: folder, store: store)
        let stored = try await store.reader.records(.annotation, named: project.name, after: 0)
        return LabellingDesk(
            project: project, store: store,
            journal: JudgmentJournal(folder: folder.root + "/judgments"),
            queue: LabelQueue(
                project: project, items: items,
                judgments: stored.records.compactMap { Judgment($0) }
            ), position: stored.position)
    }

    /// The whole state as of now.
    package func state() async throws -> LabelQueue {
        try await refresh()
        return queue
    }

    /// The next item for a person; nil where nothing is left.
    ///
    /// - Throws: `forbidden` for somebody whom the project does not name.
    package func next(for person: String) async throws -> Presentation? {
        try admit(person)
        try await refresh()
        guard let turn = queue.next(for: person), let item = queue.item(turn.item) else {
            return nil
        }
        if let ticket = tickets[person], let open = handed[ticket], open.item == turn.item,
            open.replaces == nil
        {
            return presentation(ticket, open, item)
        }
        return hand(out: item, Handed(person: person, item: item.id, isRepeat: turn.isRepeat))
    }

    /// The item that was handed out under a ticket: for programs, never for annotators.
    package func item(under ticket: RecordID) -> LabelItem? {
        handed[ticket].flatMap { queue.item($0.item) }
    }

    /// A person's last judgment once more, to be changed; nil where there is none.
    package func undo(for person: String) async throws -> Presentation? {
        try admit(person)
        try await refresh()
        guard let last = queue.judgments(by: person).last(where: { $0.source == nil }),
            let item = queue.item(last.item)
        else { return nil }
        return hand(
            out: item,
            Handed(person: person, item: item.id, isRepeat: last.isRepeat, replaces: last.id))
    }

    /// Takes a judgment; what was taken under the same ticket before is given back unchanged.
    ///
    /// When it returns, the judgment is in the journal and in the store.
    ///
    /// - Throws: `AnnotationError` for answers that can't be and for tickets of others;
    ///   `StoreError`.
    package func submit(_ submission: Submission) async throws -> Judgment {
        let person = submission.annotator
        try admit(person)
        try await refresh()
        if let taken = queue.judgments[submission.ticket] {
            guard taken.annotator == person,
                Presentation.handle(ticket: taken.id, item: taken.item) == submission.handle
            else { throw Self.foreignTicket }
            return taken
        }
        let judgment = try judgment(submission)
        let lane = "\(person)\u{1F}\(judgment.item)"
        guard underway[lane] == nil || underway[lane] == judgment.id else {
            throw Self.judgedAlready
        }
        underway[lane] = judgment.id
        defer { underway[lane] = nil }
        try await store.append(judgment.record, journal: journal)
        // Of two that raced under one ticket the store kept the first.
        let kept = try await store.reader.record(judgment.id)
        guard kept.author == person, let taken = Judgment(kept), taken.item == judgment.item else {
            throw Self.foreignTicket
        }
        queue.take(taken)
        if tickets[person] == taken.id { tickets[person] = nil }
        handed[taken.id] = nil
        return taken
    }

    /// Stores what an adjudicator decides about an item.
    ///
    /// - Parameter answers: by question, as stored; questions left out stay open.
    package func adjudicate(
        _ item: RecordID, answers: [String: JSONValue], note: String? = nil, by person: String
    ) async throws -> Judgment {
        try await refresh()
        guard !person.isEmpty else { throw Self.nameless }
        guard let item = queue.item(item) else {
            throw AnnotationError(
                .notFound, "there is no item \(item) in \(project.name)",
                advice: "list what is open with: conduct label adjudicate \(project.name)")
        }
        var stored: [String: JSONValue] = [:]
        for (id, given) in answers {
            stored[id] = try question(id, of: item).stored(
                inForm(given, id), for: item, shownAs: item.keys)
        }
        guard !stored.isEmpty else {
            throw AnnotationError(
                .invalid, "the decision has no answer", advice: "answer one question at least")
        }
        let judgment = Judgment(
            id: store.ids.next(.annotation), project: project.name, item: item.id,
            annotator: person, role: .adjudicator, answers: stored, note: note,
            guideline: project.guideline.hash, order: item.keys,
            decides: queue.current.filter { $0.item == item.id }.map(\.id))
        try await store.append(judgment.record, journal: journal)
        queue.take(judgment)
        return judgment
    }

    /// Stores judgments from elsewhere; those that are there already stay as they are.
    ///
    /// - Returns: how many were new.
    package func take(_ judgments: [Judgment]) async throws -> Int {
        try await refresh()
        let new = judgments.filter { queue.judgments[$0.id] == nil }
        try await store.append(new.map(\.record), journal: journal)
        for judgment in new { queue.take(judgment) }
        return new.count
    }

    /// A fresh id, for judgments from elsewhere.
    package func newID() -> RecordID { store.ids.next(.annotation) }

    private func refresh() async throws {
        let found = try await store.reader.records(
            .annotation, named: project.name, after: position)
        position = max(position, found.position)
        for record in found.records { if let judgment = Judgment(record) { queue.take(judgment) } }
    }

    private func admit(_ person: String) throws(AnnotationError) {
        let names = project.annotators.names
        guard !person.isEmpty, person.unicodeScalars.count <= 200 else { throw Self.nameless }
        if !names.isEmpty, !names.contains(person) {
            throw AnnotationError(
                .forbidden, "'\(person)' is not among the annotators of \(project.name)",
                advice: Spelling.suggestion(for: person, among: names)
                    ?? "add the name under 'annotators:' in \(project.file)")
        }
    }

    private func hand(out item: LabelItem, _ new: Handed) -> Presentation {
        let ticket = store.ids.next(.annotation)
        if let old = tickets.updateValue(ticket, forKey: new.person) { handed[old] = nil }
        handed[ticket] = new
        return presentation(ticket, new, item)
    }

    private func presentation(
        _ ticket: RecordID, _ open: Handed, _ item: LabelItem
    ) -> Presentation {
        let order = order(of: item, for: open.person, isRepeat: open.isRepeat)
        let questions = project.questions(for: item)
        func inForm(_ answers: [String: JSONValue]) -> [String: JSONValue] {
            var shown: [String: JSONValue] = [:]
            for question in questions {
                shown[question.id] = answers[question.id].map {
                    question.shown($0, shownAs: order)
                }
            }
            return shown
        }
        let texts = Dictionary(
            item.answers.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
        let own = queue.judgments(by: open.person)
        return Presentation(
            ticket: ticket, handle: Presentation.handle(ticket: ticket, item: item.id),
            fields: item.fields, answers: order.compactMap { texts[$0] }, questions: questions,
            suggestions: project.annotators.showsSuggestions
                ? inForm(item.suggestions.mapValues(\.value)) : [:],
            guideline: project.guideline.hash, replaces: open.replaces,
            previous: inForm(open.replaces.flatMap { queue.judgments[$0]?.answers } ?? [:]),
            judged: own.count, remaining: queue.remaining(for: open.person))
    }

    /// The order in which a person sees an item's answers; it follows from the two, so that it
    /// need not be taken from the page.
    private func order(of item: LabelItem, for person: String, isRepeat: Bool) -> [String] {
        var order = item.keys
        var generator = CounterGenerator(
            seed: Derived.word(
                "sides", String(project.items.seed), person, item.id.description,
                isRepeat ? "again" : "first"))
        generator.shuffle(&order)
        return order
    }

    private func judgment(_ submission: Submission) throws(AnnotationError) -> Judgment {
        let person = submission.annotator
        let (item, isRepeat) = try place(of: submission)
        let order = order(of: item, for: person, isRepeat: isRepeat)
        let questions = project.questions(for: item)
        for id in submission.answers.keys.sorted() + submission.cantTell + submission.touched {
            _ = try question(id, of: item)
        }
        var answers: [String: JSONValue] = [:]
        if submission.skip == nil {
            for question in questions {
                if let given = submission.answers[question.id], !given.isNull {
                    answers[question.id] = try question.stored(given, for: item, shownAs: order)
                } else if question.isRequired, !submission.cantTell.contains(question.id) {
                    throw question.wrong(
                        "there is no answer", "answer it, or say that you can't tell")
                }
            }
        }
        let visible =
            project.annotators.showsSuggestions
            ? questions.map(\.id).filter { item.suggestions[$0] != nil } : []
        let now = Timestamp.now
        let served = Int(now.milliseconds - submission.ticket.milliseconds)
        return Judgment(
            id: submission.ticket, project: project.name, item: item.id, annotator: person,
            answers: answers, cantTell: submission.cantTell.filter { answers[$0] == nil }.sorted(),
            skip: submission.skip, note: submission.note, guideline: project.guideline.hash,
            order: order, isRepeat: isRepeat,
            elapsed: submission.elapsed.flatMap { Self.day.contains($0) ? $0 : nil },
            served: Self.day.contains(served) ? served : nil, suggestionsVisible: visible,
            suggestionsTouched: visible.filter(submission.touched.contains),
            replaces: submission.replaces, created: now)
    }

    /// A day of milliseconds: a page left open longer has not measured anything.
    private static let day = 0...86_400_000

    /// The item that a submission is about, and whether it was shown before.
    private func place(of submission: Submission) throws(AnnotationError) -> (LabelItem, Bool) {
        let person = submission.annotator
        let open = handed[submission.ticket]
        if let open, open.person != person { throw Self.foreignTicket }
        func fits(_ id: RecordID) -> Bool {
            Presentation.handle(ticket: submission.ticket, item: id) == submission.handle
        }
        // A ticket from before a restart is known by its handle alone.
        let found = open.flatMap { queue.item($0.item) } ?? queue.items.first { fits($0.id) }
        guard let item = found, fits(item.id) else {
            throw AnnotationError(
                .notFound, "the ticket and the handle do not name an item",
                advice: "take the next item and send both as they came")
        }
        let own = queue.judgments(by: person)
        if let old = submission.replaces {
            guard let former = own.first(where: { $0.id == old }), former.item == item.id else {
                throw AnnotationError(
                    .conflict, "\(old) is not your judgment of this item, or was changed already",
                    advice: "take the last one back once more")
            }
            return (item, former.isRepeat)
        }
        guard own.contains(where: { $0.item == item.id }) else { return (item, false) }
        guard open?.isRepeat == true || queue.mayRepeat(item.id, for: person) else {
            throw Self.judgedAlready
        }
        return (item, true)
    }

    private func question(
        _ id: String, of item: LabelItem
    ) throws(AnnotationError) -> LabelQuestion {
        let questions = project.questions(for: item)
        guard let question = questions.first(where: { $0.id == id }) else {
            throw AnnotationError(
                .notFound, "this item has no question '\(id)'",
                advice: Spelling.suggestion(for: id, among: questions.map(\.id)) ?? "check its id",
                question: id)
        }
        return question
    }

    /// An adjudicator may name answers by their keys, as lists of judgments show them.
    private func inForm(_ given: JSONValue, _ id: String) -> JSONValue {
        guard let question = project.question(id), question.comparesAnswers else { return given }
        switch (question.kind, given.string) {
        case (.pairwise, "a"?): return .string(PairChoice.left.rawValue)
        case (.pairwise, "b"?): return .string(PairChoice.right.rawValue)
        default: return given
        }
    }

    private static let foreignTicket = AnnotationError(
        .conflict, "the ticket was used for something else",
        advice: "take the next item and send its own ticket")
    private static let judgedAlready = AnnotationError(
        .conflict, "you have judged this item already",
        advice: "take the last one back to change it")
    private static let nameless = AnnotationError(
        .invalid, "an annotator needs a name", advice: "give one of up to 200 characters")
}
