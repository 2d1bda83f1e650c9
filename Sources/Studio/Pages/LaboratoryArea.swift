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
            return Response(
                json: [
                    "trainings": .array(records.reversed().map(\.json)),
                    "under_way": .array(
                        try await underWay().map { .string($0.id.description) }),
                    "adapters": .array(
                        try await environment.reader.records(.adapter).map(\.json)),
                ])
        }
        router.get("/api/trainings/:training") { _, context in
            let id = try await id(context)
            return Response(
                json: [
                    "id": .string(id.description),
                    "training": try await record(id)?.json ?? .null,
                    "metrics": .array(metrics(id)),
                ])
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/trainings", "Trainings, those under way, and adapters",
                answer: "the records, newest first, and the ids of those under way"),
            APIOperation(
                "GET", "/api/trainings/{training}", "A training with its curves",
                answer: "the record, null while it is under way, and the lines of its metrics"),
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

    private func metrics(_ id: RecordID) -> [JSONValue] {
        environment.folder.map { TrainingFolder(id, in: $0).metrics } ?? []
    }

    private func underWay() async throws -> [TrainingFolder] {
        let kept = Set(try await environment.reader.records(.training).map(\.id))
        return TrainingFolder.all(in: environment.folder).filter {
            $0.status == .running && !kept.contains($0.id)
        }
    }

    // MARK: pages

    private func overview() async throws -> Markup {
        let records = try await environment.reader.records(.training)
        let running = try await underWay()
        guard !records.isEmpty || !running.isEmpty else {
            return """
                <div class="empty"><p><b>Nothing was trained yet.</b> Make pairs from what was judged and train on them:</p>
                <p><code>conduct align pairs</code></p></div>
                """
        }
        var output = Markup()
        if !running.isEmpty {
            output += "<section><h2>Under way</h2><div class=\"cards\">"
            for training in running { output += card(training) }
            output += "</div></section>\n"
        }
        if !records.isEmpty {
            output += "<section><h2>Trainings</h2>\(Self.table(records).html())</section>\n"
        }
        output += try await adapters()
        return output
    }

    private func card(_ training: TrainingFolder) -> Markup {
        """
        <div class="card"><h3><a href="/laboratory/\(training.id.description)" data-item>\(DocumentName.stem(training.recipe))</a></h3>
        \(Self.progress(training))</div>

        """
    }

    /// How far a training is, and when it last took a step: a program that was killed leaves its
    /// state as it was.
    private static func progress(_ training: TrainingFolder) -> Markup {
        guard let progress = TrainingCurves(training.metrics).progress else {
            return "<p>before its first step</p>"
        }
        let steps = progress.steps ?? progress.step
        var line = "step \(NumberText.count(progress.step)) of \(NumberText.count(steps))"
        if let speed = progress.tokensPerSecond {
            line += ", \(NumberText.fixed(speed, decimals: 0)) tokens a second"
        }
        let last = training.lastChange ?? .now
        let idle = Timestamp.now.milliseconds - last.milliseconds
        let pause: Markup =
            idle > 120_000
            ? """
            <p class="warning">The last step was \(Marks.time(last)). If it was interrupted, the same command goes on from there.</p>
            """ : ""
        return "<p>\(line)</p>\(Marks.progress(progress.step, of: steps))\(pause)"
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

    /// Each adapter, and the newest runs of every suite before and after it.
    private func adapters() async throws -> Markup {
        var latest: [String: StoredRecord] = [:]
        for record in try await environment.reader.records(.adapter) {
            latest[record.name] = record
        }
        guard !latest.isEmpty else { return "" }
        let lines = try await environment.runLines(limit: 200).filter {
            $0.summary.run.status == .complete
        }
        var table = Table(columns: [
            .init("adapter"), .init("kind"), .init("suite"), .init("before", .trailing),
            .init("after", .trailing), .init("compare"),
        ])
        for (name, record) in latest.sorted(by: { $0.key < $1.key }) {
            table.beginGroup()
            let base = record.body["base"]?.string ?? ""
            let kind = record.body["kind"]?.string ?? "adapter"
            let pairs = BeforeAndAfter.all(lines, base: base, trained: "\(base)+\(name)")
            func row(_ cells: [Table.Cell], first: Bool) {
                var link = Table.Cell(first ? name : "", .strong)
                if first { link.href = "/records/\(record.id)" }
                table.rows.append([link, .init(first ? kind : "", .muted)] + cells)
            }
            if pairs.isEmpty {
                row([.init("not run yet", .muted), .init(""), .init(""), .init("")], first: true)
            }
            for (index, pair) in pairs.enumerated() {
                func rate(_ line: RunLine) -> Table.Cell {
                    var cell = Table.Cell(
                        line.rate.map { NumberText.percent($0, decimals: 1) } ?? "–")
                    cell.href = "/runs/\(line.summary.id)"
                    return cell
                }
                var link = Table.Cell("paired, case by case")
                link.href = "/compare?run=\(pair.before.summary.id)&run=\(pair.after.summary.id)"
                row(
                    [
                        .init(pair.after.summary.run.suite), rate(pair.before), rate(pair.after),
                        link,
                    ], first: index == 0)
            }
        }
        table.notes = [
            "Share that passes by the suite's first scorer in the newest run with the base model and "
                + "with the adapter; intervals and tests stand in the comparison."
        ]
        return "<section><h2>Adapters, before and after</h2>\(table.html())</section>\n"
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
        let word = training.status == .failed ? "failed" : "under way"
        return """
            <header class="head"><div><h1>\(DocumentName.stem(training.recipe))</h1>
            <p class="over"><span class="state running">\(word)</span> <span>\(training.recipe)</span> · <span>\(id.description)</span></p></div></header>
            <div class="card live-card">\(Self.progress(training))</div>
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
