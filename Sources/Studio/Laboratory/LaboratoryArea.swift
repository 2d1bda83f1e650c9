import Alignment
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Trainings: curves live, what came of them, before and after.
struct LaboratoryArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/laboratory") { request, _ in
            environment.response(
                Page(
                    title: "Laboratory", section: "laboratory",
                    body: """
                        <header class="head"><div><h1>Laboratory</h1><p class="lead">What was trained, how it went, \
                        and what it changed.</p></div></header>
                        <div data-live="/parts/laboratory" data-every="2">\(try await overview())</div>
                        """), to: request)
        }
        router.get("/parts/laboratory") { request, _ in
            environment.part(try await overview(), to: request)
        }
        router.get("/laboratory/:training") { request, context in
            let id = try await id(context)
            return environment.response(
                Page(
                    title: "Training \(Marks.short(id))", section: "laboratory",
                    trail: [("Laboratory", "/laboratory")],
                    body: """
                        <div data-live="/parts/laboratory/\(id.description)" data-every="2">\(try await training(id))</div>
                        """), to: request)
        }
        router.get("/parts/laboratory/:training") { request, context in
            environment.part(try await training(try await id(context)), to: request)
        }
        router.get("/api/trainings") { _, _ in
            let records = try await environment.reader.records(.training)
            let open = try await open()
            func ids(_ standing: TrainingFolder.Standing) -> JSONValue {
                .array(
                    open.filter { $0.standing == standing }
                        .map { .string($0.training.id.description) })
            }
            return Response(
                json: [
                    "trainings": .array(records.reversed().map(\.json)),
                    "under_way": ids(.underWay), "interrupted": ids(.interrupted),
                    "failed": ids(.failed),
                    "adapters": .array(
                        try await environment.reader.records(.adapter).map(\.json)),
                ])
        }
        router.get("/api/trainings/:training") { _, context in
            let id = try await id(context)
            return Response(
                json: [
                    "id": .string(id.description), "state": .string(try await state(id)),
                    "training": try await record(id)?.json ?? .null,
                    "metrics": .array(metrics(id)),
                ])
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/trainings", "Trainings, those not finished, and adapters",
                answer:
                    "the records, newest first, and the ids of those under way, interrupted and failed"
            ),
            APIOperation(
                "GET", "/api/trainings/{training}", "A training with its curves",
                answer:
                    "state, the record (null while it is not finished), and the lines of its metrics"
            ),
        ]
    }

    /// The training that the path names; one under way has a folder and no record yet.
    private func id(_ context: StudioContext) async throws -> RecordID {
        let name = context.parameters.get("training") ?? ""
        if let id = RecordID(name), id.kind == .training,
            TrainingFolder.all(in: environment.folder).contains(where: { $0.id == id })
        {
            return id
        }
        if let named = try await environment.reader.latest(.training, named: name) {
            return named.id
        }
        do { return try await environment.reader.resolve(name, as: .training) } catch let error
            as StoreError where error.code == .notFound
        { throw StudioFailure(404, error.description) }
    }

    private func record(_ id: RecordID) async throws -> StoredRecord? {
        do { return try await environment.reader.record(id) } catch let error as StoreError
            where error.code == .notFound
        { return nil }
    }

    /// `finished`, or how a training without a record is.
    private func state(_ id: RecordID) async throws -> String {
        if try await record(id) != nil { return "finished" }
        return environment.folder.flatMap { TrainingFolder(id, in: $0).standing }?.rawValue ?? ""
    }

    private func metrics(_ id: RecordID) -> [JSONValue] {
        environment.folder.map { TrainingFolder(id, in: $0).metrics } ?? []
    }

    private func open() async throws -> [TrainingCard] {
        TrainingCard.all(
            in: environment.folder,
            kept: Set(try await environment.reader.records(.training).map(\.id)))
    }

    // MARK: pages

    private func overview() async throws -> Markup {
        let records = try await environment.reader.records(.training)
        let open = try await open()
        let frontiers = try await FrontierArea(environment: environment).list()
        guard !records.isEmpty || !open.isEmpty || !frontiers.html.isEmpty else {
            return """
                <div class="empty"><p><b>Nothing was trained yet.</b> Make pairs from what was judged and train on them:</p>
                <p><code>conduct align pairs</code></p></div>
                """
        }
        var output = Markup()
        for (title, isUnderWay) in [("Under way", true), ("Not finished", false)] {
            let cards = open.filter { ($0.standing == .underWay) == isUnderWay }
            guard !cards.isEmpty else { continue }
            output += """
                <section><h2>\(title)</h2><div class="cards">\(cards.map(\.markup).joined())</div></section>

                """
        }
        output += frontiers
        if !records.isEmpty {
            output += "<section><h2>Trainings</h2>\(Self.table(records).html())</section>\n"
        }
        return output + (try await adapters())
    }

    private static func table(_ records: [StoredRecord]) -> Table {
        var table = Table(columns: [
            .init("adapter"), .init("method"), .init("model"), .init("steps", .trailing),
            .init("loss", .trailing), .init("margin", .trailing), .init("took", .trailing),
            .init("when"),
        ])
        for record in records.reversed() {
            let body = record.body
            func span(_ key: String) -> String {
                guard let first = body["first"]?[key]?.double, let last = body["last"]?[key]?.double
                else { return "" }
                return "\(NumberText.significant(first)) → \(NumberText.significant(last))"
            }
            var name = Table.Cell(record.name, .strong)
            name.href = "/laboratory/\(record.id)"
            table.rows.append([
                name, .init(body["method"]?.string ?? ""), .init(body["model"]?.string ?? ""),
                .init(body["steps"]?.int.map(NumberText.count) ?? ""), .init(span("loss")),
                .init(span("margin")),
                .init(
                    body["seconds"]?.double.map {
                        NumberText.duration(microseconds: $0 * 1e6)
                    } ?? ""),
                .init(NumberText.time(milliseconds: record.created.milliseconds), .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }

    private func adapters() async throws -> Markup {
        var latest: [String: StoredRecord] = [:]
        for record in try await environment.reader.records(.adapter) {
            latest[record.name] = record
        }
        let lines =
            latest.isEmpty
            ? []
            : try await environment.runLines(limit: 200).filter {
                $0.summary.run.status == .complete
            }
        return AdapterTable(
            adapters: latest, lines: lines,
            configuration: try await environment.models.configuration()
        ).markup
    }

    private func training(_ id: RecordID) async throws -> Markup {
        let metrics = metrics(id)
        if let record = try await record(id) {
            let report = TrainingReport(record, metrics: metrics)
            return """
                <header class="head"><div><h1>\(report.title)</h1><p class="over">\(report.asked)</p></div>
                <div class="actions"><a class="button" href="/records/\(id.description)">Evidence</a></div></header>
                \(report.sections())
                """
        }
        guard let folder = environment.folder else {
            throw StudioFailure(404, "There is no training \(id).")
        }
        let training = TrainingFolder(id, in: folder)
        guard let card = TrainingCard(training, in: folder) else {
            throw StudioFailure(404, "Of the training \(id) nothing is left but its folder.")
        }
        return """
            <header class="head"><div><h1>\(DocumentName.stem(training.recipe))</h1>
            <p class="over">\(card.state) <span>\(training.recipe)</span> · <span>\(id.description)</span></p></div></header>
            <div class="card live-card">\(card.progress)</div>
            \(TrainingCurves(metrics).section())
            """
    }
}

extension TrainingFolder {
    /// The trainings of a workspace; none for a store alone.
    fileprivate static func all(in folder: WorkspaceFolder?) -> [TrainingFolder] {
        folder.map { all(in: $0) } ?? []
    }
}
