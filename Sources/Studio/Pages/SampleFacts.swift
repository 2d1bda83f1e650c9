import LanguageModel
import Reports
import Workspace

/// All that is stored of one sample.
struct SampleFacts: Sendable {
    var sample: Sample
    var run: Run
    /// The case as it was; nil where it was not stored.
    var item: CaseSnapshot?
    /// Scores of all scorings, the run's own first.
    var scores: [Score]
    var scorings: [Scoring]
    /// Corrections, oldest first: the last for each scorer counts.
    var overrides: [Override]
    var isSimulated: Bool

    init(_ id: RecordID, _ environment: StudioEnvironment) async throws {
        let reader = environment.reader
        sample = try await reader.sample(id)
        run = try await reader.run(sample.run)
        item = try await reader.caseSnapshot(sample.caseID, of: sample.run)
        scores = try await reader.scores(ofSample: id)
        scorings = try await reader.scorings(of: sample.run)
        overrides = try await reader.overrides(ofSample: id)
        let alias = sample.model
        isSimulated = try await reader.models(of: sample.run)
            .contains { $0.alias == alias && $0.isSimulated }
    }

    /// The correction that counts for a scorer.
    func standing(_ scorer: String) -> Override? { overrides.last { $0.scorer == scorer } }

    var json: JSONValue {
        var object = sample.json.object ?? [:]
        object["scores"] = .array(scores.map(\.json))
        object["overrides"] = .array(overrides.map(\.record))
        object["tags"] = .object((item?.tags ?? [:]).mapValues(JSONValue.string))
        object["clauses"] = .array((item?.clauses ?? []).map(JSONValue.string))
        object["case"] = item?.content ?? .null
        object["simulated"] = .bool(isSimulated)
        return .object(object)
    }

    /// Cost, time, tokens and where the sample came from, by name.
    var list: Markup {
        var facts: [(String, Markup)] = []
        func add(_ name: String, _ text: String) { facts.append((name, "\(text)")) }
        if let reason = sample.finishReason { add("ended by", reason.rawValue) }
        if let usage = sample.usage {
            let cached = usage.cachedInput.map { ", \(NumberText.count($0)) cached" } ?? ""
            add(
                "tokens",
                "\(NumberText.count(usage.input)) in\(cached), \(NumberText.count(usage.output)) out"
            )
        }
        if let latency = sample.latency {
            var text = NumberText.duration(microseconds: Double(latency))
            if let first = sample.timeToFirstToken {
                text += ", first token after \(NumberText.duration(microseconds: Double(first)))"
            }
            add("latency", text)
        }
        add("cost", sample.cost.map { NumberText.dollars(Double($0) / 1e9) } ?? "unknown")
        if sample.retries > 0 { add("retries", NumberText.count(sample.retries)) }
        if let from = sample.reusedFrom {
            facts.append(
                ("reused from", "<a href=\"/samples/\(from.description)\">\(from.description)</a>"))
        } else if sample.isReused {
            add("call", "reused from the store")
        }
        add("seed", String(sample.seed))
        if let served = sample.servedModel { add("served as", served) }
        facts.append(
            ("evidence", "<a href=\"/records/\(sample.id.description)\">what rests on it</a>"))
        add("begun", NumberText.time(milliseconds: sample.started.milliseconds))
        for (name, value) in (item?.tags ?? [:]).sorted(by: { $0.key < $1.key }) {
            let query = QueryText([("tag", "\(name)=\(value)")]).suffix
            facts.append(
                (
                    "tag \(name)",
                    "<a href=\"/runs/\(run.id.description)/samples\(query)\">\(value)</a>"
                ))
        }
        for clause in item?.clauses ?? [] {
            let query = QueryText([("clause", clause)]).suffix
            facts.append(
                ("clause", "<a href=\"/runs/\(run.id.description)/samples\(query)\">\(clause)</a>"))
        }
        let lines = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined()
        var output: Markup = "<dl class=\"facts\">\(lines)</dl>"
        if let content = item?.content {
            output += """
                <details class="more" id="case"><summary>The case as it was stored</summary>\
                <pre class="text">\(content.serialized())</pre></details>
                """
        }
        return output
    }
}
