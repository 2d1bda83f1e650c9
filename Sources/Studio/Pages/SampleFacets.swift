import LanguageModel
import Reports
import Workspace

/// What a run's samples can be filtered by.
struct SampleFacets: Sendable {
    var scorers: [String]
    var models: [String]
    var prompts: [String]
    var tags: [TagLevels]
    var clauses: [String]

    init(_ run: RecordID, _ environment: StudioEnvironment) async throws {
        let reader = environment.reader
        scorers = try await reader.summary(of: run).verdicts.map(\.scorer)
        models = try await reader.models(of: run).map(\.alias)
        prompts = try await reader.prompts(of: run).map(\.promptID)
        tags = try await reader.tagLevels(of: run)
        clauses = try await reader.clauses(of: run)
    }

    var json: JSONValue {
        func list(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
        return [
            "scorers": list(scorers), "models": list(models), "prompts": list(prompts),
            "clauses": list(clauses),
            "tags": .object(
                Dictionary(
                    tags.map { ($0.name, list($0.values)) }, uniquingKeysWith: { first, _ in first }
                )),
        ]
    }

    /// The filters as a form.
    func form(_ query: QueryText, action: String) -> Markup {
        func options(_ names: [String]) -> [Field.Option] { names.map { Field.Option($0, $0) } }
        var output: Markup = """
            <form class="filter" action="\(action)" data-auto>
            \(Field.search("q", "Words in prompt or output", query["q"]))
            \(Field.select("verdict", "Verdict", [
                Field.Option("fail", "fails"), Field.Option("pass", "passes"),
                Field.Option("unscored", "could not score"),
            ], query["verdict"]))
            """
        if scorers.count > 1 {
            output += Field.select("scorer", "Scorer", options(scorers), query["scorer"])
        }
        if models.count > 1 {
            output += Field.select("model", "Model", options(models), query["model"])
        }
        if prompts.count > 1 {
            output += Field.select("prompt", "Prompt", options(prompts), query["prompt"])
        }
        var more = Markup()
        if !clauses.isEmpty {
            more += Field.select("clause", "Clause", options(clauses), query["clause"])
        }
        let given = query.all("tag")
        for tag in tags.filter({ !$0.isCut }).prefix(8) {
            let values = tag.values.map { Field.Option("\(tag.name)=\($0)", $0) }
            let chosen = given.first { $0.hasPrefix(tag.name + "=") }
            more += Field.select("tag", tag.name, values, chosen)
        }
        more += Field.select(
            "failed", "Answer", [Field.Option("false", "there"), Field.Option("true", "missing")],
            query["failed"])
        more += Field.select(
            "order", "Order", [Field.Option("newest", "newest first")], query["order"],
            any: "oldest first")
        for name in ["case", "scoring"] { output += Field.hidden(name, query[name]) }
        let isUsed = ["clause", "tag", "failed", "order"].contains { query[$0] != nil }
        let open: Markup = isUsed ? " open" : ""
        output += """
            <details id="more-filters"\(open)><summary>By tag, clause and more</summary>\
            <div>\(more)</div></details>
            """
        let clear: Markup =
            query.setting("after", nil).text.isEmpty
            ? "" : "<a class=\"button\" href=\"\(action)\">Clear</a>"
        return output + "<button type=\"submit\">Filter</button>\(clear)</form>\n"
    }
}
