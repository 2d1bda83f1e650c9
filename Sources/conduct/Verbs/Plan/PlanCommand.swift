import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct plan`.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "The ninety days: what is to do, and what counts as done.",
        discussion: """
            Progress is earned: an item with evidence counts when the evidence is in the \
            workspace. Its history is journal/plan.jsonl, to which lines are only added; a \
            plan.yaml of your own replaces the built-in plan.

            EXAMPLES
              conduct plan start 2026-11-30
              conduct plan                                what is to do today
              conduct plan done annotate                  counts at 20 annotations
              conduct plan log 45                         minutes, for the check-in
              conduct plan move --to 2026-12-14           the rest follows
              conduct plan check-in                       the questions of the block
              conduct plan calendar > plan.ics
            """,
        subcommands: [
            PlanToday.self, PlanShow.self, PlanStart.self, PlanDone.self, PlanSkip.self,
            PlanLog.self,
            PlanMove.self, PlanPause.self, PlanResume.self, PlanRest.self, PlanUndo.self,
            PlanHistory.self, PlanAdd.self, PlanRead.self, PlanGateVerb.self,
            PlanCalendarVerb.self, PlanCheckInVerb.self, PlanSkills.self, PlanMarketVerb.self,
            PlanDiagram.self, PlanReflect.self,
            PlanAuditVerb.self,
        ],
        defaultSubcommand: PlanToday.self)
}

/// `conduct plan today`.
struct PlanToday: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "What is to do today, and what is due.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let view = try await OpenPlan(workspace, today).view()
        printOut(output.json ? view.json.serialized() : view.today(.output))
    }
}

/// `conduct plan show`.
struct PlanShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The whole plan, one block or one item.",
        discussion: """
            EXAMPLES
              conduct plan show
              conduct plan show --block 5
              conduct plan show 33                        the item of plan day 33
              conduct plan show --yaml > plan.yaml        the built-in plan, to be changed
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "An item's name or a plan day.")
    var item: String?

    @Option(name: .long, help: "Only this block, by number.")
    var block: Int?

    @Flag(name: .long, help: "Print the built-in plan as YAML.")
    var yaml = false

    func run() async throws {
        if yaml { return printOut(NinetyDays.yaml) }
        let open = try OpenPlan(workspace, today)
        let view = try await open.view()
        guard let item else {
            return printOut(
                output.json
                    ? view.json.serialized() : view.table(block: block).terminalText(.output))
        }
        let found = try open.desk.item(item)
        if output.json { return printOut(view.item(found).serialized()) }
        let entry =
            open.desk.schedule.entry(found.id)
            ?? PlanSchedule.Entry(item: found, dates: [today.date], status: .open)
        printOut(view.describe(entry, .output))
    }
}

/// `conduct plan gate`.
struct PlanGateVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "The artifacts of a phase with what each lacks; exit 1 while one does.",
        discussion: """
            EXAMPLES
              conduct plan gate 1
              conduct plan gate --employer Notion         the artifacts that speak to Notion
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The phase, by number; by default all.")
    var phase: Int?

    @Option(name: .long, help: "Only artifacts that speak to this employer.")
    var employer: String?

    func run() async throws {
        let view = try await OpenPlan(workspace, today).view()
        let gate = PlanGate(view, phase: phase, employer: employer)
        printOut(output.json ? gate.json.serialized() : gate.table.terminalText(.output))
        if !gate.isOpen { throw Failure(.no) }
    }
}

/// `conduct plan calendar`.
struct PlanCalendarVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The plan as a calendar file (ICS).",
        discussion: """
            EXAMPLES
              conduct plan calendar > plan.ics
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    func run() async throws {
        let desk = try PlanDesk(try workspace.folder(), today: today.date)
        guard desk.state.start != nil else {
            throw Failure(.badInput, "the plan has not begun; begin it with: conduct plan start")
        }
        printOut(PlanCalendar.ics(desk.schedule, stamp: .now), terminator: "")
    }
}
