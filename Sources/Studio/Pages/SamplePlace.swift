import Reports
import Workspace

/// Where a sample stands in the list that the reader came from.
struct SamplePlace: Sendable {
    /// The list's filters.
    var list: QueryText
    var previous: String?
    var next: String?

    /// The names that a list is filtered by.
    private static let names: Set<String> = [
        "q", "verdict", "scorer", "scoring", "model", "prompt", "case", "clause", "tag", "failed",
        "order",
    ]

    /// The list's filters within a query or a form.
    static func query(_ text: QueryText) -> QueryText {
        if let list = text["list"] { return query(QueryText(list)) }
        return QueryText(text.items.filter { names.contains($0.name) && !$0.value.isEmpty })
    }

    init(_ sample: Sample, _ query: QueryText, _ environment: StudioEnvironment) async throws {
        list = Self.query(query)
        let filter = try await SampleFilter(list, run: sample.run, reader: environment.reader)
        func neighbour(_ newestFirst: Bool) async throws -> String? {
            var query = filter.query
            query.newestFirst = newestFirst
            let page = try await environment.reader.samples(query, after: sample.id, limit: 1)
            return page.samples.first.map { "/samples/\($0.id)\(list.suffix)" }
        }
        previous = try await neighbour(!filter.query.newestFirst)
        next = try await neighbour(filter.query.newestFirst)
    }

    var links: Markup {
        var output = Markup()
        if let previous {
            output += "<a class=\"button\" href=\"\(previous)\" rel=\"prev\">← Previous</a>"
        }
        if let next { output += "<a class=\"button\" href=\"\(next)\" rel=\"next\">Next →</a>" }
        return output
    }
}
