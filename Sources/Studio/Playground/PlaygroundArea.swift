import Hummingbird
import LanguageModel
import NIOCore
import Reports
import Workspace

/// Prompt variants side by side with models, answers as they come.
struct PlaygroundArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/playground") { request, _ in
            environment.response(
                Page(title: "Playground", section: "playground", body: try await page()),
                to: request)
        }
        router.post("/api/playground") { request, _ in
            let asked = try PlaygroundRequest(try await request.json())
            let known = try await environment.models.configuration()
            for alias in asked.models where known.models[alias] == nil {
                throw StudioFailure(
                    400,
                    "conduct.yaml has no model \(alias.prefix(64)); it has "
                        + known.aliases.joined(separator: ", "))
            }
            let cells = PlaygroundCells(request: asked, models: environment.models)
            return EventStream.response { events in
                for await event in cells.events() {
                    switch event {
                    case .text(let variant, let model, let piece):
                        try await events.send(
                            "text",
                            [
                                "variant": .integer(variant), "model": .integer(model),
                                "text": .string(piece),
                            ])
                    case .done(let variant, let model, let facts):
                        var object = facts.object ?? [:]
                        object["variant"] = .integer(variant)
                        object["model"] = .integer(model)
                        try await events.send("done", .object(object))
                    case .failed(let variant, let model, let message):
                        try await events.send(
                            "failed",
                            [
                                "variant": .integer(variant), "model": .integer(model),
                                "message": .string(message),
                            ])
                    }
                }
            }
        }
        router.post("/api/playground/case") { request, _ in
            let json = try await request.json()
            guard case .object(let variables)? = json["variables"] else {
                throw StudioFailure(400, "variables must be an object.")
            }
            let tags = json["tags"]?.object?.compactMapValues(\.string) ?? [:]
            let path = try promotion().addCase(
                id: json["id"]?.string ?? "", variables: variables, tags: tags,
                note: json["note"]?.string ?? "")
            return Response(json: ["file": .string(path)])
        }
        router.post("/api/playground/suite") { request, _ in
            let json = try await request.json()
            let path = try promotion().addSuite(
                name: json["name"]?.string ?? "", PlaygroundRequest(json))
            return Response(json: ["file": .string(path)])
        }
        router.post("/api/playground/experiment") { request, _ in
            let json = try await request.json()
            let path = try promotion().addExperiment(
                name: json["name"]?.string ?? "", PlaygroundRequest(json))
            return Response(json: ["file": .string(path)])
        }
    }

    /// JSON Schema of what is kept under a name.
    private static let named: JSONValue = [
        "allOf": [
            PlaygroundRequest.schema,
            [
                "type": "object", "required": ["name"],
                "properties": [
                    "name": [
                        "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$",
                    ]
                ],
            ],
        ]
    ]

    var operations: [APIOperation] {
        [
            APIOperation(
                "POST", "/api/playground", "Ask models with prompt variants side by side",
                body: PlaygroundRequest.schema,
                answer: "a stream of events named text, done and failed, each with its cell",
                type: "text/event-stream"),
            APIOperation(
                "POST", "/api/playground/case", "Keep the variables of a cell as a case",
                body: [
                    "type": "object", "required": ["id", "variables"],
                    "properties": [
                        "id": ["type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"],
                        "variables": ["type": "object", "minProperties": 1],
                        "tags": [
                            "type": "object", "additionalProperties": ["type": "string"],
                        ],
                        "note": ["type": "string"],
                    ],
                ], answer: "file: where the case was written"),
            APIOperation(
                "POST", "/api/playground/suite", "Keep variants and variables as a suite",
                body: Self.named, answer: "file: where the suite was written"),
            APIOperation(
                "POST", "/api/playground/experiment",
                "Keep variants and models as the factors of an experiment",
                body: Self.named, answer: "file: where the experiment was written"),
        ]
    }

    private func promotion() throws -> PlaygroundPromotion {
        guard let folder = environment.folder else {
            throw StudioFailure(409, "There is no workspace to write files to.")
        }
        return PlaygroundPromotion(folder: folder)
    }

    private func page() async throws -> Markup {
        let aliases = try await environment.models.configuration().aliases
        let boxes = aliases.enumerated().map { index, alias -> Markup in
            let mark: Markup = index == 0 ? " checked" : ""
            return """
                <label><input type="checkbox" name="model" value="\(alias)"\(mark)> \(alias)</label>
                """
        }
        return """
            <header class="head"><div><h1>Playground</h1></div><div class="actions">\
            <button type="button" id="add" data-hotkey="v" data-says="add a variant">Add a variant</button>\
            <button type="button" id="run" class="primary" data-hotkey="r" \
            data-says="run (in a field: Ctrl Enter)">Run</button></div></header>
            <noscript><div class="banner"><p>The playground needs scripts; conduct eval does not.</p></div></noscript>
            <form id="playground" class="play" autocomplete="off">
            <div class="play-set"><fieldset><legend>Models</legend><div class="choices">\(boxes.joined())</div></fieldset>
            <label>Temperature<input name="temperature" inputmode="decimal" placeholder="as configured"></label>\
            <label>Most tokens<input name="max_tokens" inputmode="numeric" placeholder="as configured"></label>\
            <label>Seed<input name="seed" inputmode="numeric" placeholder="0"></label></div>
            <div id="variables" class="play-set" aria-label="Variables"></div>
            </form>
            <div id="variants"></div>
            <template id="variant"><section class="variant"><header><h2>Variant</h2>\
            <button type="button" class="plain" data-remove aria-label="Remove this variant">×</button></header>\
            <textarea rows="7" spellcheck="false" aria-label="Prompt: # system and # user, a template below each"># system
            You tell people what is true, kindly.
            # user
            {{ question }}</textarea><div class="sides" aria-live="polite"></div></section></template>
            <section><h2>Keep it</h2><form id="keep" class="form"><div class="row"><label>Under the name\
            <input name="name" pattern="[A-Za-z0-9_][A-Za-z0-9_\\-]*" maxlength="64"></label>\
            <button type="submit" value="suite">Write a suite</button>\
            <button type="submit" value="experiment">Write an experiment</button></div></form>
            <p class="note">A suite gets the variants as prompts and the variables as a case; an experiment also \
            varies the variants and the models as factors, over all cases that were kept with the same variables. A single answer is kept as a case in \(PlaygroundPromotion.casesPath) by its own button.</p></section>
            """
    }
}
