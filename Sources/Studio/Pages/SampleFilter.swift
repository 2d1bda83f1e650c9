import Workspace

/// Which samples to list, as an address says it.
struct SampleFilter: Sendable {
    var text: QueryText
    var query: SampleQuery

    /// The most samples that one call gives.
    static let mostSamples = 500

    /// - Parameter run: the run that the path names; otherwise the query may name one.
    /// - Throws: `StudioFailure` for a word that means nothing; `StoreError` for an unknown run.
    init(_ text: QueryText, run: RecordID? = nil, reader: StoreReader) async throws {
        self.text = text
        var query = SampleQuery()
        query.run = run
        if run == nil, let name = text["run"] {
            query.run = try await reader.resolve(name, as: .run)
        }
        if let name = text["scoring"] {
            query.scoring = try await reader.resolve(name, as: .scoring)
        }
        if let word = text["verdict"] {
            guard let verdict = Verdict(rawValue: word) else {
                throw StudioFailure(400, "verdict must be pass, fail or unscored.")
            }
            query.verdict = verdict
        }
        if let word = text["failed"] {
            guard let flag = ["true": true, "false": false, "1": true, "0": false][word] else {
                throw StudioFailure(400, "failed must be true or false.")
            }
            query.isFailure = flag
        }
        if let word = text["order"] {
            guard word == "newest" || word == "oldest" else {
                throw StudioFailure(400, "order must be newest or oldest.")
            }
            query.newestFirst = word == "newest"
        }
        for tag in text.all("tag") {
            let parts = tag.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw StudioFailure(400, "tag must be a name and a value with = between them.")
            }
            query.tags[String(parts[0])] = String(parts[1])
        }
        query.scorer = text["scorer"]
        query.clause = text["clause"]
        query.model = text["model"]
        query.promptID = text["prompt"]
        query.caseID = text["case"]
        query.text = text["q"]
        self.query = query
    }

    /// A number of the address within bounds.
    static func limit(_ text: QueryText, standard: Int) throws(StudioFailure) -> Int {
        guard let word = text["limit"] else { return standard }
        guard let limit = Int(word), (1...mostSamples).contains(limit) else {
            throw StudioFailure(400, "limit must be 1 to \(mostSamples).")
        }
        return limit
    }

    /// The sample behind which a page begins.
    static func after(_ text: QueryText) throws(StudioFailure) -> RecordID? {
        guard let word = text["after"] else { return nil }
        guard let id = RecordID(word), id.kind == .sample else {
            throw StudioFailure(400, "after must be a sample's id.")
        }
        return id
    }

    static let parameters = [
        APIOperation.Parameter("q", "words that all occur in the prompt, or all in the output"),
        APIOperation.Parameter("verdict", "a verdict", values: Verdict.allCases.map(\.rawValue)),
        APIOperation.Parameter("scorer", "the scorer whose verdict counts"),
        APIOperation.Parameter("scoring", "the scoring; by default the run's own"),
        APIOperation.Parameter("model", "the model's alias"),
        APIOperation.Parameter("prompt", "the prompt's id"),
        APIOperation.Parameter("case", "the case's id"),
        APIOperation.Parameter("clause", "a clause that the case tests"),
        APIOperation.Parameter("tag", "name=value; several must all hold", isList: true),
        APIOperation.Parameter("failed", "whether there is no answer", values: ["true", "false"]),
        APIOperation.Parameter("order", "which come first", values: ["newest", "oldest"]),
    ]

    static let paging = [
        APIOperation.Parameter("after", "the former page's next"),
        APIOperation.Parameter("limit", "1 to \(mostSamples)", isNumber: true),
    ]
}
