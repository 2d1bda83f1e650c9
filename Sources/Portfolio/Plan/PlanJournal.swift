package import Workspace

/// The plan's history: `journal/plan.jsonl`, to which lines are only ever added.
package struct PlanJournal: Sendable {
    /// The file's path in the workspace.
    package static let path = "journal/plan.jsonl"
    private let folder: WorkspaceFolder

    package init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// All events, in the order written.
    ///
    /// - Throws: the first line that is none, with its place.
    package func events() throws(DocumentError) -> [PlanEvent] {
        let file = try folder.resolve(Self.path)
        guard FileAccess.exists(file) else { return [] }
        let reader = try JSONLinesReader(file: file, path: Self.path)
        var events: [PlanEvent] = []
        while let node = try reader.next() { events.append(try PlanEvent(node)) }
        return events
    }

    /// Adds an event; it is on disk when this returns.
    @discardableResult
    package func append(
        _ kind: PlanEvent.Kind, on day: CalendarDate, at moment: Timestamp = .now
    ) throws -> PlanEvent {
        let event = PlanEvent(kind, on: day, at: moment, after: try events().count)
        let root = try folder.resolve("journal")
        try JudgmentJournal(folder: root).append(event.json, author: "plan")
        return event
    }
}
