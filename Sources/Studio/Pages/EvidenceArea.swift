import Hummingbird
import LanguageModel
import Reports
import Workspace

/// The evidence chain: every record with what it came from and what came of it.
struct EvidenceArea: StudioArea {
    let environment: StudioEnvironment

    /// How many records of a kind one page lists.
    private static let most = 300

    func add(to router: Router<StudioContext>) {
        router.get("/records") { request, _ in
            let kind = try kind(request.query)
            return environment.response(
                Page(title: "Records", section: "records", body: try await list(kind)),
                to: request)
        }
        router.get("/records/:record") { request, context in
            try await page(id(context), request)
        }
        router.get("/api/records") { request, _ in
            var records: [StoredRecord] = []
            if let kind = try kind(request.query) {
                records = try await environment.reader.records(kind, named: request.query["name"])
            }
            let counts = try await counts()
            return Response(
                json: [
                    "kinds": .object(
                        Dictionary(
                            counts.map { ($0.kind.rawValue, .integer($0.count)) },
                            uniquingKeysWith: { $1 })),
                    "records": .array(records.suffix(Self.most).reversed().map(\.json)),
                ])
        }
        router.get("/api/records/:record") { _, context in
            let id = try await id(context)
            guard id.kind.isStoredRecord else {
                throw StudioFailure(404, "A \(id.kind.word) has a call of its own.")
            }
            return Response(json: try await environment.reader.record(id).json)
        }
        router.get("/api/trace/:record") { _, context in
            let trace = try await environment.reader.trace(id(context))
            func json(_ edges: [TraceEdge]) -> JSONValue {
                .array(
                    edges.map { edge in
                        var node = edge.node.json.object ?? [:]
                        node["relation"] = .string(edge.relation)
                        return .object(node)
                    })
            }
            return Response(
                json: [
                    "record": trace.record.json, "parents": json(trace.parents),
                    "children": json(trace.children),
                ])
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/records", "The newest records of a kind",
                parameters: [
                    APIOperation.Parameter(
                        "kind", "the kind's prefix; without it the kinds are counted alone",
                        values: Self.kinds.map(\.rawValue)),
                    APIOperation.Parameter("name", "only of this name"),
                ], answer: "kinds with their counts, and records of the kind, newest first"),
            APIOperation(
                "GET", "/api/records/{record}", "A record with its links", answer: "the record"),
            APIOperation(
                "GET", "/api/trace/{record}",
                "What a record of any kind came from, and what came of it",
                answer: "record, parents, children: what conduct trace tells"),
        ]
    }

    private static let kinds = RecordKind.allCases.filter(\.isStoredRecord)

    private func kind(_ query: QueryText) throws(StudioFailure) -> RecordKind? {
        guard let word = query["kind"] else { return nil }
        guard let kind = Self.kinds.first(where: { $0.rawValue == word || $0.word == word }) else {
            throw StudioFailure(
                400,
                "kind must be one of "
                    + Self.kinds.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return kind
    }

    /// The record that the path names: a whole id, or a beginning of one with its kind.
    private func id(_ context: StudioContext) async throws -> RecordID {
        let text = context.parameters.get("record") ?? ""
        if let id = RecordID(text) { return id }
        guard let kind = RecordKind.allCases.first(where: { text.hasPrefix($0.rawValue + "_") })
        else {
            throw StudioFailure(404, "A record's id begins with its kind, such as fnd_ or ann_.")
        }
        do { return try await environment.reader.resolve(text, as: kind) } catch let error
            as StoreError where error.code == .notFound
        { throw StudioFailure(404, error.description) }
    }

    private func counts() async throws -> [RecordActivity] {
        try await environment.reader.activity(since: Timestamp(milliseconds: 0))
            .filter(\.kind.isStoredRecord)
    }

    // MARK: pages

    private func list(_ kind: RecordKind?) async throws -> Markup {
        let counts = try await counts()
        var output: Markup = """
            <header class="head"><div><h1>Records</h1><p class="lead">Everything that was judged, found, \
            trained or claimed, each with what it rests on.</p></div></header>
            """
        guard !counts.isEmpty else {
            return output + """
                <div class="empty"><p>There are none yet. Judgments, findings, trainings and artifacts \
                leave their records here; runs and samples have <a href="/runs">their own pages</a>.</p></div>
                """
        }
        output += "<nav class=\"tabs\" aria-label=\"Kinds\">"
        let shown = kind ?? counts[0].kind
        for item in counts {
            let mark: Markup = item.kind == shown ? " aria-current=\"page\"" : ""
            output += """
                <a href="/records?kind=\(item.kind.rawValue)"\(mark)>\(item.kind.word) \
                <span class="muted">\(NumberText.count(item.count))</span></a>
                """
        }
        output += "</nav>"
        let records = try await environment.reader.records(shown)
        output += """
            <div class="table-box"><table class="near"><thead><tr><th scope="col">\(shown.word)</th>\
            <th scope="col">by</th><th scope="col">made</th><th scope="col">says</th></tr></thead><tbody>
            """
        for record in records.suffix(Self.most).reversed() {
            let says = Self.gist(record.body)
            output += """
                <tr><th scope="row"><a href="/records/\(record.id.description)" data-item>\
                \(record.name.isEmpty ? Marks.short(record.id) : record.name)</a></th>\
                <td>\(record.author)</td><td>\(Marks.time(record.created))</td>\
                <td class="text-cell">\(SafeText.line(says))</td></tr>

                """
        }
        output += "</tbody></table></div>"
        if records.count > Self.most {
            output += """
                <p class="note">The newest \(Self.most) of \(NumberText.count(records.count)); the API has \
                them by name.</p>
                """
        }
        return output
    }

    /// The short parts of a record, as far as a line goes.
    private static func gist(_ body: JSONValue) -> String {
        let parts = (body.object ?? [:]).sorted { $0.key < $1.key }.compactMap {
            name, value -> String? in
            switch value {
            case .string(let text): "\(name): \(text)"
            case .integer, .number, .bool: "\(name): \(value.serialized())"
            case .null, .array, .object: nil
            }
        }
        return String(
            String.UnicodeScalarView(parts.joined(separator: " · ").unicodeScalars.prefix(240)))
    }

    private func page(_ id: RecordID, _ request: Request) async throws -> Response {
        let trace = try await environment.reader.trace(id)
        var body: Markup = """
            <header class="head"><div><div class="over">\(id.kind.word)</div>
            <h1>\(trace.record.title.isEmpty ? id.description : trace.record.title)</h1>
            <p class="over">\(id.description)</p></div></header>
            <div class="split"><div>
            """
        if id.kind.isStoredRecord {
            let record = try await environment.reader.record(id)
            let facts: [(String, Markup)] = [
                ("name", "\(record.name)"), ("by", "\(record.author)"),
                ("made", Marks.time(record.created)), ("sha256", "<code>\(record.hash)</code>"),
            ]
            let lines = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined()
            body += """
                <section><h2>What it says</h2>\(Self.markup(record.body, depth: 0))\
                <dl class="facts">\(lines)</dl></section>
                """
        } else if let path = TraceNode.path(id) {
            body += "<p><a class=\"button\" href=\"\(path)\">Open the \(id.kind.word)</a></p>"
        }
        body += """
            </div><div>
            \(Self.edges("What it rests on", trace.parents))\
            \(Self.edges("What rests on it", trace.children))</div></div>
            """
        return environment.response(
            Page(
                title: "\(id.kind.word) \(Marks.short(id))", section: "records",
                trail: [("Records", "/records?kind=\(id.kind.rawValue)")], body: body), to: request)
    }

    private static func edges(_ title: String, _ edges: [TraceEdge]) -> Markup {
        var output: Markup = "<section><h2>\(title)</h2><ul class=\"side-list\">"
        for edge in edges {
            output += "<li><span class=\"muted\">\(edge.relation)</span> \(edge.node.link)</li>"
        }
        if edges.isEmpty { output += "<li class=\"muted\">Nothing recorded.</li>" }
        return output + "</ul></section>"
    }

    /// JSON as names and texts; deep or long parts as they are.
    private static func markup(_ value: JSONValue, depth: Int) -> Markup {
        switch value {
        case .object(let members) where depth < 3:
            var output: Markup = "<dl class=\"facts\">"
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                output += "<dt>\(name)</dt><dd>\(markup(value, depth: depth + 1))</dd>"
            }
            return output + "</dl>"
        case .string(let text):
            if let id = RecordID(text), let path = TraceNode.path(id) {
                return "<a href=\"\(path)\">\(text)</a>"
            }
            return "<span class=\"said\">\(text)</span>"
        case .integer, .number, .bool, .null: return "\(value.serialized())"
        case .array, .object: return "<pre class=\"text\">\(value.serialized())</pre>"
        }
    }
}

extension TraceNode {
    /// Where a record's page is.
    static func path(_ id: RecordID) -> String? {
        switch id.kind {
        case .run: "/runs/\(id)"
        case .sample: "/samples/\(id)"
        default: "/records/\(id)"
        }
    }

    /// The node as the API gives it.
    var json: JSONValue {
        [
            "kind": .string(kind), "id": .string(id), "title": .string(title),
            "missing": .bool(isMissing),
        ]
    }

    /// The node with a way to it, where it has a page.
    var link: Markup {
        let name = title.isEmpty ? id : title
        if isMissing { return "\(kind) \(id) <span class=\"bad\">(not in this store)</span>" }
        guard let record = RecordID(id), let path = Self.path(record) else {
            return "\(kind) <b>\(name)</b>"
        }
        return "\(kind) <a href=\"\(path)\" data-item>\(name)</a>"
    }
}
