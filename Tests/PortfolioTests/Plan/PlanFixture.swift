import FoundationEssentials
import LanguageModel
import Portfolio
import Workspace

/// A workspace of its own for a test.
final class Lab {
    let path: String
    let folder: WorkspaceFolder
    let store: Store

    init(plan: String? = nil) throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "conduct-plan-\(UUID().uuidString)").path
        var files = [(path: "conduct.yaml", content: "models: {}\n")]
        if let plan { files.append((path: "plan.yaml", content: plan)) }
        folder = try WorkspaceFolder.create(at: path, files: files).folder
        store = try Store.open(at: folder.storePath)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func desk(_ today: String) throws -> PlanDesk {
        try PlanDesk(folder, today: try day(today))
    }

    var meter: EvidenceMeter { EvidenceMeter(folder: folder, reader: store.reader) }

    func view(_ today: String) async throws -> PlanView {
        try await PlanView(
            try desk(today), meter: meter, reader: store.reader, hasCommand: { _ in true })
    }

    /// Adds records of a kind with nothing but a number in them.
    func add(_ kind: RecordKind, _ count: Int, body: (Int) -> JSONValue) async throws {
        let records = (0..<count).map {
            StoredRecord(id: store.ids.next(kind), body: body($0))
        }
        try await store.append(records)
    }
}

struct NotADate: Error {}

func day(_ text: String) throws -> CalendarDate {
    guard let date = CalendarDate(text) else { throw NotADate() }
    return date
}
