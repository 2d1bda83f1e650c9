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
            let table = ArenaBoardTable(try await board(desk, voters))
            let name = desk.definition.name
            let path = "/arena/\(QueryText.encoded(name))"
            return environment.response(
                Page(
                    title: name, section: "arena", trail: [("Arena", "/arena")],
                    body: """
                        <header class="head"><div><h1>\(name)</h1><p class="over">\(desk.definition.question)</p></div>
                        <div class="actions"><a class="button primary" href="\(path)/vote" data-hotkey="v" data-says="Vote">\
                        Vote <kbd>v</kbd></a></div></header>
                        \(table.html())
                        """), to: request)
        }
        router.get("/arena/:arena/vote") { request, context in
            let desk = try await desk(context)
            let voter = request.query["as"] ?? environment.settings.author
            let next = try await desk.next(for: voter)
            return environment.response(
                ArenaPage(desk.definition, voter: voter).page(next), to: request)
        }
        router.post("/arena/:arena/vote") { request, context in
            let desk = try await desk(context)
            let form = try await request.form()
            let voter = form["as"] ?? environment.settings.author
            _ = try await take(form, voter, desk)
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
            return Response(json: try await board(try await desk(context), voters).json)
        }
        router.get("/api/arenas/:arena/next") { request, context in
            let voter = request.query["as"] ?? environment.settings.author
            let next = try await desk(context).next(for: voter)
            return Response(json: ["next": next?.json ?? .null])
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
                "GET", "/api/arenas/{arena}/next", "The next pair for a voter, blind",
                parameters: [voter], answer: "the pair with its ticket, or null"),
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
                    ],
                ], answer: "the vote's id"),
        ]
    }

    private func desk(_ context: StudioContext) async throws -> ArenaDesk {
        guard let arenas = environment.arenas else {
            throw StudioFailure(404, "A store without a workspace has no arena.")
        }
        return try await arenas.desk(context.parameters.get("arena") ?? "")
    }

    private func board(_ desk: ArenaDesk, _ voters: ArenaBoard.Voters) async throws -> ArenaBoard {
        let votes = try await desk.current()
        return try await environment.worker.run {
            ArenaBoard(
                arena: desk.definition.name, players: desk.field.players, votes: votes,
                voters: voters)
        }
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
            confidence: form["confidence"].flatMap { Int($0) }, by: voter)
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

/// The page of one blind vote.
struct ArenaPage {
    let definition: ArenaDefinition
    let voter: String

    init(_ definition: ArenaDefinition, voter: String) {
        self.definition = definition
        self.voter = voter
    }

    func page(_ next: ArenaPresentation?) -> Page {
        let name = definition.name
        let path = "/arena/\(QueryText.encoded(name))"
        var body: Markup = """
            <header class="head"><div><h1>\(definition.question)</h1>
            <p class="over">\(voter)\(next.map { " · \($0.voted) voted" } ?? "")</p></div></header>

            """
        if let next {
            body += "<div class=\"label-shown\">"
            for message in next.conversation {
                body += """
                    <div class="turn"><h3>\(message.role.rawValue)</h3><pre class="text">\(message.text)</pre></div>
                    """
            }
            body += """
                <div class="label-sides"><div class="turn answer"><h3>left</h3><pre class="text">\(next.left)</pre></div>
                <div class="turn answer"><h3>right</h3><pre class="text">\(next.right)</pre></div></div></div>
                <form method="post" action="\(path)/vote">
                <input type="hidden" name="ticket" value="\(next.ticket.description)">
                <input type="hidden" name="matchup" value="\(next.matchup.description)">
                <input type="hidden" name="as" value="\(voter)">
                <div class="votes">
                """
            for (key, choice, title) in [
                ("1", "left", "Left"), ("2", "right", "Right"), ("3", "tie", "Tie"),
                ("4", "both-bad", "Both bad"), ("0", "skip", "Skip"),
            ] {
                body += """
                    <button name="choice" value="\(choice)" data-hotkey="\(key)" data-says="\(title)">\(title) <kbd>\(key)</kbd></button>

                    """
            }
            body += """
                </div><p class="row"><input name="reason" placeholder="Why?" aria-label="Why" maxlength="2000" data-hotkey="r" data-says="Say why">
                <label>How sure <select name="confidence"><option value=""></option><option value="1">a guess</option>\
                <option value="2">fairly</option><option value="3">certain</option></select></label></p></form>

                """
        } else {
            body += """
                <div class="empty" id="done"><p><b>No pair is left.</b> Thank you.</p>
                <p><a href="\(path)">The standing</a></p></div>
                """
        }
        return Page(
            title: definition.question, section: "arena",
            trail: [("Arena", "/arena"), (name, path)], body: body)
    }
}
