import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct library review`.
struct LibraryReview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Ask yourself the cards that are due.",
        discussion: """
            FSRS-6 says when a card comes again. A sitting has thirty cards at most, ten of them \
            new, and late ones take three tenths of it: after a holiday they come back over several \
            sittings. 1 again, 2 hard, 3 good, 4 easy; q stops.

            EXAMPLES
              conduct library review
              conduct library review --due            what is due, and nothing asked
              conduct library review --card dpo/beta --rate good
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The most cards of a sitting.")
    var limit = 30

    @Option(name: .long, help: "The most new cards of a day.")
    var new = 10

    @Flag(name: .long, help: "Show what is due, and ask nothing.")
    var due = false

    @Option(name: .long, help: "Rate this card without being asked; with --rate.")
    var card: String?

    @Option(name: .long, help: "again, hard, good or easy.")
    var rate: String?

    func validate() throws {
        if (card == nil) != (rate == nil) { throw ValidationError("--card and --rate go together") }
        if !(1...1000).contains(limit) { throw ValidationError("--limit is between 1 and 1000") }
        if !(0...1000).contains(new) { throw ValidationError("--new is between 0 and 1000") }
        if let rate, Self.rating(rate) == nil {
            throw ValidationError("--rate is again, hard, good or easy")
        }
    }

    private static func rating(_ text: String) -> ReviewSchedule.Rating? {
        ReviewSchedule.Rating.allCases.first { $0.word == text || "\($0.rawValue)" == text }
    }

    /// Now; noon UTC of the day where one is given.
    private var moment: Timestamp {
        guard let day = today.today else { return .now }
        return Timestamp(milliseconds: (Int64(day.days) * 24 + 12) * 3_600_000)
    }

    func run() async throws {
        let desk = try OpenPlan(workspace, today).desk
        let shelf = try LibraryShelf(desk)
        for message in shelf.messages { printError(message.text) }
        let journal = ReviewJournal(desk.folder)
        let cards = shelf.cards
        if let card, let rating = rate.flatMap(Self.rating) {
            guard cards.contains(where: { $0.id == card }) else {
                throw PortfolioError(
                    .notFound, "no card is called '\(card)'",
                    advice: Spelling.suggestion(for: card, among: cards.map(\.id))
                        ?? "conduct library review --due --json names them")
            }
            return try keep(card, rating, in: journal)
        }
        let session = ReviewSession(
            cards, memories: try journal.memories(), reviews: try journal.reviews(), at: moment,
            limits: ReviewSession.Limits(cards: limit, new: new))
        if output.json { return printOut(json(session).serialized()) }
        printOut(summary(session, total: cards.count))
        guard !due, !session.cards.isEmpty else { return }
        var done = 0
        for card in session.cards {
            printOut("\n" + TerminalStyle.output.painted(SafeText.line(card.question), .strong))
            guard StandardInput.ask("(think, then Enter)").map({ $0 != "q" }) ?? false else {
                break
            }
            printOut(SafeText.lines(card.answer))
            var rating: ReviewSchedule.Rating?
            while rating == nil {
                guard let text = StandardInput.ask("1 again  2 hard  3 good  4 easy  ›"),
                    text != "q"
                else { break }
                rating = Self.rating(text)
            }
            guard let rating else { break }
            try keep(card.id, rating, in: journal)
            done += 1
        }
        printOut("\n\(NumberText.counted(done, "card")) reviewed; everything is kept.")
    }

    private func keep(
        _ card: String, _ rating: ReviewSchedule.Rating, in journal: ReviewJournal
    ) throws {
        let at = today.today == nil ? Timestamp.now : moment
        try journal.append(ReviewJournal.Review(card: card, rating: rating, at: at))
        guard let memory = try journal.memories()[card] else { return }
        if output.json {
            return printOut(
                JSONValue.object([
                    "card": .string(card), "rating": .string(rating.word),
                    "stage": .string(memory.stage.rawValue),
                    "stability": .number(memory.stability),
                    "difficulty": .number(memory.difficulty),
                    "due": .integer(Int(memory.due.milliseconds)),
                    "variant": .string(ReviewSchedule.variant),
                ]).serialized())
        }
        let wait = Double(memory.due.milliseconds - at.milliseconds) * 1000
        let days = Int(wait / 86_400e6)
        printOut(
            TerminalStyle.output.painted(
                days >= 1
                    ? "again in \(NumberText.counted(days, "day"))"
                    : "again in \(NumberText.duration(microseconds: wait))", .muted))
    }

    private func summary(_ session: ReviewSession, total: Int) -> String {
        if total == 0 {
            return "There are no cards yet: conduct library card SOURCE --question … --answer …"
        }
        var text =
            "\(session.due) due today, \(session.late) late, \(session.new) new of "
            + "\(NumberText.counted(total, "card")). This sitting: \(session.cards.count)."
        if session.sittings > 1 {
            text += " What is late comes back over \(session.sittings) sittings."
        }
        return text
    }

    private func json(_ session: ReviewSession) -> JSONValue {
        [
            "due": .integer(session.due), "late": .integer(session.late),
            "new": .integer(session.new), "sittings": .integer(session.sittings),
            "variant": .string(ReviewSchedule.variant),
            "cards": .array(
                session.cards.map { ["id": .string($0.id), "question": .string($0.question)] }),
        ]
    }
}
