import LanguageModel
import Workspace

/// Stores what a project rests on: its guideline's versions and its items.
enum ProjectKeeping {
    /// Keeps the guideline's words of now; a version that is there stays as it is.
    static func keepGuideline(_ project: LabelProject, in store: Store) async throws {
        let hash = project.guideline.hash
        let id = RecordID.derived(.guideline, from: [project.name, hash])
        let known = try await store.reader.records(.guideline, named: project.name)
        guard !known.contains(where: { $0.id == id }) else { return }
        var links = [RecordLink("written in", "document:\(project.guideline.path)")]
        if let former = known.max(by: { $0.created < $1.created }) {
            links.append(RecordLink("replaces", former.id))
        }
        try await store.append(
            StoredRecord(
                id: id, name: project.name, links: links,
                body: [
                    "project": .string(project.name), "path": .string(project.guideline.path),
                    "sha256": .string(hash), "text": .string(project.guideline.text),
                ]))
    }

    /// The project's items: those of the last draw while it asks for the same, else drawn anew.
    static func items(
        _ project: LabelProject, folder: WorkspaceFolder, store: Store
    ) async throws -> [LabelItem] {
        let former = try await store.reader.latest(.labelDraw, named: project.name)
            .flatMap { ItemDraw($0) }
        var fileHash: String?
        if case .file(let path, _) = project.items.source {
            fileHash = try FileAccess.hash(try folder.resolve(path), path: path)
        }
        if let former, former.itemsHash == project.itemsHash, former.fileHash == fileHash {
            return try await stored(former, store.reader)
        }
        var draw = ItemDraw(
            id: store.ids.next(.labelDraw), project: project.name, itemsHash: project.itemsHash,
            items: [], fileHash: fileHash, eligible: 0)
        let items: [LabelItem]
        switch project.items.source {
        case .run(let name, let filter):
            let run = try await store.reader.resolve(name, as: .run)
            draw.run = run
            (items, draw.eligible) = try await RunItems(
                project: project, filter: filter, run: run, reader: store.reader
            ).draw()
        case .file(let path, let fields):
            draw.file = path
            (items, draw.eligible) = try FileItems(
                project: project, path: path, fields: fields, folder: folder
            ).draw()
        }
        try check(project, items)
        draw.items = items.map(\.id)
        try await store.append(items.map { $0.record() } + [draw.record(replacing: former?.id)])
        return items
    }

    private static func stored(_ draw: ItemDraw, _ reader: StoreReader) async throws -> [LabelItem]
    {
        let all = try await reader.records(.item, named: draw.project)
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return draw.items.compactMap { byID[$0].flatMap { LabelItem($0) } }
    }

    /// Refuses items that a question can't be asked about.
    private static func check(
        _ project: LabelProject, _ items: [LabelItem]
    ) throws(AnnotationError) {
        for item in items {
            let questions = project.questions(for: item)
            guard !questions.isEmpty else {
                throw AnnotationError(
                    .empty, "no question can be asked about \(item.source)",
                    advice: "a pairwise question needs two answers, a ranking two or more")
            }
            for question in questions {
                switch question.kind {
                case .pairwise where item.answers.count != 2,
                    .ranking where item.answers.count < 2:
                    throw AnnotationError(
                        .empty,
                        "question '\(question.id)' compares answers; \(item.source) has "
                            + "\(item.answers.count)",
                        advice: "name the fields that hold the answers under 'answers:'",
                        question: question.id)
                case .spans(_, let field, _) where item.text(field: field) == nil:
                    throw AnnotationError(
                        .empty,
                        "question '\(question.id)' marks '\(field ?? LabelItem.answerField)', "
                            + "which \(item.source) does not show as a text",
                        advice: "name a shown text field under 'field:'", question: question.id)
                default: break
                }
            }
        }
    }
}
