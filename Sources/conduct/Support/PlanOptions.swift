import ArgumentParser
import LanguageModel
import Portfolio
import Reports
package import Workspace

extension CalendarDate: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// `--today`: the day that a verb of the plan takes it to be.
struct TodayOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The day it is taken to be, YYYY-MM-DD; by default today where you are (TZ).",
            valueName: "date"))
    var today: CalendarDate?

    var date: CalendarDate { today ?? .today }
}

/// The plan's desk with its view, opened for a verb.
struct OpenPlan {
    var desk: PlanDesk
    let meter: EvidenceMeter
    let store: Store
    let folder: WorkspaceFolder

    init(_ workspace: WorkspaceOptions, _ today: TodayOptions) throws {
        (folder, store) = try workspace.open()
        desk = try PlanDesk(folder, today: today.date)
        meter = EvidenceMeter(folder: folder, reader: store.reader)
    }

    /// The desk as it is now, with the evidence measured.
    func view() async throws -> PlanView {
        try await PlanView(
            desk, meter: meter, reader: store.reader, hasCommand: { CommandTree.has($0) })
    }

    /// Prints the plan as JSON, or a sentence with what is next.
    func answer(_ sentence: String, json: Bool) async throws {
        let view = try await view()
        if json { return printOut(view.json.serialized()) }
        printOut(sentence)
        if let end = desk.schedule.end, let current = desk.schedule.current {
            let behind = desk.schedule.behind
            let late = behind > 0 ? " · behind by \(behind)" : ""
            printOut("Next: \(current.item.id), \(current.first.short)\(late) · ends \(end)")
        }
    }
}
