import Annotation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Blind votes between two answers, and the standing that follows from them.
struct ArenaArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/arena") { request, _ in
            environment.response(
                Page(title: "Arena", section: "arena", body: try await list()), to: request)
        }
        router.get("/arena/:arena") { request, context in
            let desk = try await desk(context)
            let voters = request.query["voters"].flatMap(ArenaBoard.Voters.init) ?? .people
            let table = ArenaBoardTable(try await environment.judgments.board(desk, voters))
            let name = desk.definition.name
            let path = "/arena/\(QueryText.encoded(name))"
            return environment.response(
                Page(
                    title: name, section: "arena", trail: [("Arena", "/arena")],
                    body: """
                        <header class="head"><div><h1>\(name)</h1><p class="over">\(desk.definition.question)</p></div>
                        <div class="actions"><a class="button" href="/api/arenas/\(QueryText.encoded(name))/preferences?voters=\(voters.rawValue)" download>Preferences</a>\
                        <a class="button primary" href="\(path)/vote" data-hotkey="v" data-says="Vote">\
                        Vote <kbd>v</kbd></a></div></header>
                        \(Self.filter(path, voters))\(table.html())
                        """), to: request)
        }
        router.get("/arena/:arena/vote") { request, context in
            let desk = try await desk(context)
            let voter = request.query["as"] ?? environment.settings.author
            let next =
                request.query["undo"] == nil
                ? try await desk.next(for: voter) : try await desk.undo(for: voter)
            return environment.response(
                ArenaPage(desk.definition, voter: voter).page(next), to: request)
        }
        router.post("/arena/:arena/vote") { request, context in
            let desk = try await desk(context)
            let form = try await request.form()
            let voter = form["as"] ?? environment.settings.author
            do { _ = try await take(form, voter, desk) } catch let error as AnnotationError
                where error.code == .conflict
            {
                // A form sent twice, or a page gone back to: the next pair is what is wanted.
            }
            return Response(
                goingTo: "/arena/\(QueryText.encoded(desk.definition.name))/vote"
                    + "?as=\(QueryText.encoded(voter))")
        }
        router.get("/api/arenas") { _, _ in
            let arenas = try await environment.reader.records(.arena)
            return Response(json: ["arenas": .array(arenas.map { .string($0.name) })])
        }
        router.get("/api/arenas/:arena/board") { request, context in
            let voters = request.query["voters"].flatMap(ArenaBoard.Voters.init) ?? .people
            return Response(
                json: try await environment.judgments.board(try await desk(context), voters).json)
        }
        router.get("/api/arenas/:arena/preferences") { request, context in
            let desk = try await desk(context)
            let voters = request.query["voters"].flatMap(ArenaBoard.Voters.init) ?? .people
            let votes = try await desk.current().filter {
                voters == .all || $0.isModel == (voters == .models)
            }
            let (lines, _) = try await ArenaPreferences.lines(votes, reader: environment.reader)
            return Response(
                attachment: lines.map { $0.serialized() + "\n" }.joined(),
                name: "\(desk.definition.name)-pairs.jsonl",
                type: "application/jsonl; charset=utf-8")
        }
        router.get("/api/arenas/:arena/next") { request, context in
            let voter = request.query["as"] ?? environment.settings.author
            let next = try await desk(context).next(for: voter)
            return Response(json: ["next": next?.json ?? .null])
        }
        router.post("/api/arenas/:arena/undo") { request, context in
            let form = try await request.form()
            let voter = form["as"] ?? environment.settings.author
            let last = try await desk(context).undo(for: voter)
            return Response(json: ["next": last?.json ?? .null])
        }
        router.post("/api/arenas/:arena/votes") { request, context in
            let form = try await request.form()
            let voter = form["as"] ?? environment.settings.author
            let vote = try await take(form, voter, try await desk(context))
            return Response(json: ["vote": .string(vote.id.description)])
        }
    }

    var operations: [APIOperation] {
        let voter = APIOperation.Parameter("as", "who votes; by default the studio's author")
        let voters = APIOperation.Parameter(
            "voters", "whose votes are counted", values: ArenaBoard.Voters.allCases.map(\.rawValue))
        return [
            APIOperation("GET", "/api/arenas", "The arenas", answer: "names"),
            APIOperation(
                "GET", "/api/arenas/{arena}/board", "Who is better than whom",
                parameters: [voters], answer: "ratings with intervals, effects and cautions"),
            APIOperation(
                "GET", "/api/arenas/{arena}/preferences",
                "Preferences that follow from the votes, each with the votes it rests on",
                parameters: [voters], answer: "what conduct arena export writes",
                type: "text/plain"),
            APIOperation(
                "GET", "/api/arenas/{arena}/next", "The next pair for a voter, blind",
                parameters: [voter], answer: "the pair with its ticket, or null"),
            APIOperation(
                "POST", "/api/arenas/{arena}/undo", "The voter's last vote once more",
                body: ["type": "object", "properties": ["as": ["type": "string"]]],
                answer: "the pair with the former vote, or null; send its id as replaces"),
            APIOperation(
                "POST", "/api/arenas/{arena}/votes",
                "Vote; the same ticket twice is stored once",
                body: [
                    "type": "object", "required": ["ticket", "matchup", "choice"],
                    "properties": [
                        "as": ["type": "string"], "ticket": ["type": "string"],
                        "matchup": ["type": "string"],
                        "choice": [
                            "enum": .array(ArenaVote.Choice.allCases.map { .string($0.rawValue) })
                        ],
                        "reason": ["type": "string"], "confidence": ["enum": [1, 2, 3]],
                        "replaces": ["type": "string"],
                    ],
                ], answer: "the vote's id"),
        ]
    }

    /// Whose votes count: what models said stands apart from what people said.
    private static func filter(_ path: String, _ chosen: ArenaBoard.Voters) -> Markup {
        let options = [ArenaBoard.Voters.models, .all].map {
            Field.Option($0.rawValue, $0.rawValue)
        }
        let chosen = chosen == .people ? nil : chosen.rawValue
        return """
            <form class="filter" action="\(path)" data-auto>\(Field.select("voters", "Whose votes", options, chosen, any: "people"))\
            <button type="submit">Show</button></form>

            """
    }

    private func desk(_ context: StudioContext) async throws -> ArenaDesk {
        guard let arenas = environment.arenas else {
            throw StudioFailure(404, "A store without a workspace has no arena.")
        }
        return try await arenas.desk(context.parameters.get("arena") ?? "")
    }

    private func take(
        _ form: QueryText, _ voter: String, _ desk: ArenaDesk
    ) async throws -> ArenaVote {
        guard let ticket = form["ticket"].flatMap({ RecordID($0) }),
            let matchup = form["matchup"].flatMap({ RecordID($0) }),
            let choice = form["choice"].flatMap(ArenaVote.Choice.init)
        else { throw StudioFailure(400, "A vote names ticket, matchup and choice.") }
        let vote = try await desk.vote(
            ticket: ticket, matchup: matchup, choice: choice, reason: form["reason"],
            confidence: form["confidence"].flatMap { Int($0) },
            replaces: form["replaces"].flatMap { RecordID($0) }, by: voter)
        environment.watch.tell()
        return vote
    }

    private func list() async throws -> Markup {
        var cards = Markup()
        for record in try await environment.reader.records(.arena) {
            let votes = try await environment.reader.records(.vote, named: record.name)
            cards += """
                <div class="card"><h3><a href="/arena/\(QueryText.encoded(record.name))" data-item>\(record.name)</a></h3>
                <p>\(NumberText.counted(votes.count, "vote"))</p></div>
                """
        }
        let head: Markup = "<header class=\"head\"><div><h1>Arena</h1></div></header>\n"
        guard cards.html.isEmpty else { return head + "<div class=\"cards\">\(cards)</div>\n" }
        return head + """
            <div class="empty"><p><b>No arena yet.</b> Set one up on the answers of a run:</p>
            <p><code>conduct arena new candour --run latest --players prompts</code></p></div>
            """
    }
}
