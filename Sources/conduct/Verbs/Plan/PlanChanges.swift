import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct plan start`.
struct PlanStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Begin the plan, or plan what is still open anew from a day on.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The first day, YYYY-MM-DD; by default today.")
    var date: CalendarDate?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let day = date ?? today.date
        try open.desk.start(day)
        try await open.answer("The plan begins on \(day).", json: output.json)
    }
}

/// `conduct plan done`.
struct PlanDone: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Count an item as done: its evidence decides.",
        discussion: """
            EXAMPLES
              conduct plan done annotate
              conduct plan done 33                        by plan day
              conduct plan done annotate --override "annotated in another tool, 24 items"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The item's name or a plan day of it.")
    var item: String

    @Option(name: .long, help: "Count it without its evidence, and say why; shown as such.")
    var override: String?

    @Option(name: .long, help: "Minutes spent on it, for the check-in.")
    var minutes: Int?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let item = try open.desk.item(item)
        let findings = try await open.meter.measure(item)
        try open.desk.done(item, findings: findings, override: override)
        if let minutes { try open.desk.spend(minutes, on: item) }
        let how =
            findings.allSatisfy(\.isMet)
            ? findings.isEmpty
                ? "by your word" : "earned: \(findings.map(\.text).joined(separator: "; "))"
            : "by override"
        try await open.answer("\(item.id) is done, \(how).", json: output.json)
    }
}

/// `conduct plan log`.
struct PlanLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Keep the minutes that you worked; the check-in shows them.",
        discussion: """
            EXAMPLES
              conduct plan log 45
              conduct plan log 90 annotate                on one item
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The minutes.")
    var minutes: Int

    @Argument(help: "The item's name or a plan day of it.")
    var item: String?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let found = try item.map { try open.desk.item($0) }
        try open.desk.spend(minutes, on: found)
        let text =
            "\(minutes) minutes" + (found.map { " on \($0.id)" } ?? "")
            + ", \(open.desk.state.minutes.reduce(0) { $0 + $1.minutes }) in all."
        try await open.answer(text, json: output.json)
    }
}

/// `conduct plan skip`.
struct PlanSkip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Leave an item out, with the reason.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The item's name or a plan day of it.")
    var item: String

    @Option(name: .long, help: "Why.")
    var reason: String

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let item = try open.desk.item(item)
        try open.desk.skip(item, reason: reason)
        try await open.answer("\(item.id) is left out.", json: output.json)
    }
}

/// `conduct plan move`.
struct PlanMove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Plan an item, and all that follows it, from a day on.",
        discussion: """
            EXAMPLES
              conduct plan move --to 2026-12-14           the first open item
              conduct plan move memo --to 2027-02-20
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The item's name or a plan day of it; by default the first open one.")
    var item: String?

    @Option(name: .long, help: "The day, YYYY-MM-DD.")
    var to: CalendarDate

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let found = try item.map { try open.desk.item($0) }
        let moved = found ?? open.desk.schedule.current?.item
        try open.desk.move(found, to: to)
        try await open.answer(
            "\(moved?.id ?? "The rest") is planned from \(to) on; what follows it moves along.",
            json: output.json)
    }
}

/// `conduct plan pause`.
struct PlanPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Plan nothing for a while; what is open moves along.",
        discussion: """
            EXAMPLES
              conduct plan pause                          until conduct plan resume
              conduct plan pause --until 2027-01-04
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The first day of the pause; by default today.")
    var from: CalendarDate?

    @Option(name: .long, help: "The day on which it goes on.")
    var until: CalendarDate?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        try open.desk.pause(from: from ?? today.date, until: until)
        try await open.answer("The plan is paused.", json: output.json)
    }
}

/// `conduct plan resume`.
struct PlanResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on after a pause, today.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        try open.desk.resume()
        try await open.answer("The plan goes on.", json: output.json)
    }
}

/// `conduct plan rest`.
struct PlanRest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rest", abstract: "Weekdays without work, from today on.",
        discussion: """
            EXAMPLES
              conduct plan rest saturday sunday
              conduct plan rest none
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Weekdays in English, or none.")
    var days: [String]

    func run() async throws {
        var numbers: [Int] = []
        for day in days where day.lowercased() != "none" {
            guard let index = PlanShape.weekdays.firstIndex(of: day.lowercased()) else {
                throw ValidationError(
                    "'\(day)' is no weekday; write \(PlanShape.weekdays.joined(separator: ", ")) or "
                        + "none")
            }
            numbers.append(index + 1)
        }
        if Set(numbers).count == 7 {
            throw ValidationError("with seven days of rest nothing could be planned")
        }
        var open = try OpenPlan(workspace, today)
        try open.desk.record(.rest(numbers.sorted()))
        try await open.answer(
            "Days of rest: \(numbers.isEmpty ? "none" : days.joined(separator: ", ")).",
            json: output.json)
    }
}

/// `conduct plan undo`.
struct PlanUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the last change, or one of the history.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The change's id, as conduct plan history shows it.")
    var change: String?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let event = try open.desk.undo(change)
        try await open.answer("Taken back: \(event.summary).", json: output.json)
    }
}

/// `conduct plan history`.
struct PlanHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Every change that counts, oldest first.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try PlanDesk(try workspace.folder(), today: today.date)
        if output.json {
            return printOut(JSONValue.array(desk.state.events.map(\.json)).serialized())
        }
        var table = Table(columns: [.init("id"), .init("day"), .init("change")])
        table.rows = desk.state.events.map {
            [.init($0.id, .muted), .init($0.on.description), .init($0.summary)]
        }
        printOut(table.rows.isEmpty ? "Nothing has happened yet." : table.terminalText(.output))
    }
}

/// `conduct plan add`.
struct PlanAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Switch an exercise in; what follows it moves along.",
        discussion: """
            EXAMPLES
              conduct plan add                            list the exercises
              conduct plan add production-log
              conduct plan add agents --after adversarial
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The exercise.")
    var exercise: String?

    @Option(name: .long, help: "The item that it is to follow.")
    var after: String?

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        guard let exercise else {
            let view = try await open.view()
            if output.json {
                return printOut(
                    JSONValue.array(open.desk.plan.exercises.map(view.item)).serialized())
            }
            var table = Table(columns: [
                .init("exercise"), .init("days", .trailing), .init("follows"), .init("why"),
            ])
            table.rows = open.desk.plan.exercises.map {
                [
                    .init($0.id, .strong), .init("\($0.length)"), .init($0.after ?? ""),
                    .init($0.why ?? ""),
                ]
            }
            return printOut(table.terminalText(.output))
        }
        let added = try open.desk.add(exercise, after: after)
        let place = open.desk.state.added.last?.after ?? ""
        try await open.answer("\(added.id) follows \(place).", json: output.json)
    }
}

/// `conduct plan read`.
struct PlanRead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Note that something was read, itself or as a summary.",
        discussion: """
            EXAMPLES
              conduct plan read dpo
              conduct plan read dpo --summary
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The reading's name, as conduct plan show ITEM gives it.")
    var reading: String

    @Flag(name: .long, help: "Only somebody's summary of it.")
    var summary = false

    func run() async throws {
        var open = try OpenPlan(workspace, today)
        let reading = try open.desk.read(reading, asSummary: summary)
        try await open.answer(
            "Read: \(reading.title)\(summary ? ", as a summary" : "").", json: output.json)
    }
}
