import Evaluation
import LanguageModel
import Reports
import Workspace

extension EvidenceResolver {
    func specification(_ reference: EvidenceReference, in folder: WorkspaceFolder) throws
        -> (Spec, String)
    {
        let path = reference.id.hasSuffix(".md") ? reference.id : "specs/\(reference.id).md"
        guard FileAccess.exists(try folder.resolve(path)) else {
            throw EvidenceUnavailable(
                "there is no specification \(path)", advice: "make one: conduct spec new NAME")
        }
        return (try Spec.read(path, in: folder).spec, path)
    }

    static func view(_ spec: Spec) -> EvidenceResult {
        var table = Table(columns: [
            Table.Column("clause"), Table.Column("modality"), Table.Column("authority"),
            Table.Column("may override"), Table.Column("rule"), Table.Column("why"),
        ])
        for clause in spec.clauses {
            table.rows.append([
                Table.Cell("#\(clause.id)", .strong), Table.Cell(clause.modality?.rawValue ?? ""),
                Table.Cell(clause.authority ?? ""),
                Table.Cell(
                    clause.overridableBy.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") }
                        ?? ""),
                Table.Cell(MarkdownText.plain(clause.statement).trimmed),
                Table.Cell(MarkdownText.plain(clause.rationale ?? "").trimmed),
            ])
        }
        var result = EvidenceResult(
            title: "\(spec.name): clauses",
            content: [
                "spec": .string(spec.file),
                "clauses": .object(
                    Dictionary(
                        spec.clauses.map { ($0.id, JSONValue.string($0.contentHash)) },
                        uniquingKeysWith: { $1 })),
                "count": .integer(spec.clauses.count),
            ], record: spec.file)
        result.tables = [table.droppingEmptyColumns()]
        result.notes = ["Specification \(spec.file), sha256 \(spec.contentHash.prefix(16))…"]
        return result
    }

    static func view(_ frameworks: SpecFrameworks) -> EvidenceResult {
        var result = EvidenceResult(
            title: "\(frameworks.spec): moral frameworks", content: frameworks.json,
            record: frameworks.file)
        result.tables = [frameworks.table.droppingEmptyColumns()]
        result.notes = [
            "Specification \(frameworks.file), sha256 \(frameworks.contentHash.prefix(16))…"
        ]
        return result
    }

    static func view(_ coverage: SpecCoverage) throws -> EvidenceResult {
        // Freshness is no part of the result: the check says what is stale, and why.
        let content = try JSONValue(parsing: coverage.jsonText())
        var result = EvidenceResult(
            title: "\(coverage.spec): coverage", content: content, record: coverage.file)
        result.tables = [coverage.table()]
        if let chart = coverage.chart() { result.charts = [chart] }
        result.notes = [
            "Coverage of \(coverage.file) by \(coverage.suites.joined(separator: ", "))."
        ]
        return result
    }

    /// Titles for a chart's narrow column: words with which another title begins as well are left
    /// out where three or more of them do.
    static func apart(_ titles: [String]) -> [String: String] {
        var names: [String: String] = [:]
        let words = titles.map { $0.split(separator: " ").map(String.init) }
        for (index, title) in titles.enumerated() {
            var shared = 0
            for other in words.indices where other != index && titles[other] != title {
                let same = zip(words[index], words[other]).prefix { $0 == $1 }.count
                shared = max(shared, same)
            }
            let rest = words[index].dropFirst(shared)
            names[title] =
                shared >= 3 && !rest.isEmpty ? "… " + rest.joined(separator: " ") : title
        }
        return names
    }

    static func view(
        _ entries: [FindingBook.Entry], _ reference: EvidenceReference
    ) throws -> EvidenceResult {
        let shown = entries.filter { entry in
            let document = entry.document
            guard entry.record != nil, document.status != .merged else { return false }
            if reference.id != "all", reference.id != "latest",
                document.spec != reference.id, document.file != reference.id,
                document.id != reference.id
            {
                return false
            }
            return reference.conditions.allSatisfy { key, value in
                switch key {
                case "severity": document.severity.rawValue == value
                case "clause": document.clause == value
                case "status": document.status.rawValue == value
                case "model": document.model == value
                case "failure": document.failure == value
                default: false
                }
            }
        }
        guard !shown.isEmpty else {
            throw EvidenceUnavailable(
                "no recorded finding meets the conditions",
                advice: "make one: conduct finding new --from SAMPLE")
        }
        var table = Table(columns: [
            Table.Column("finding"), Table.Column("severity"), Table.Column("clause"),
            Table.Column("model"), Table.Column("shows", .trailing), Table.Column("expected"),
            Table.Column("hypothesis"),
        ])
        var points: [ForestPlot.Row] = []
        let names = Self.apart(shown.map(\.document.title))
        let order = FindingDocument.Severity.allCases
        for entry in shown.sorted(by: {
            (order.firstIndex(of: $0.document.severity) ?? 0, $0.document.file)
                < (order.firstIndex(of: $1.document.severity) ?? 0, $1.document.file)
        }) {
            let document = entry.document
            let last = entry.reproductions.last
            table.rows.append([
                Table.Cell(document.title, .strong), Table.Cell(document.severity.rawValue),
                Table.Cell(document.clause.map { "#\($0)" } ?? ""),
                Table.Cell((document.model ?? "") + (document.isSimulated ? " (simulated)" : "")),
                Table.Cell(
                    last.map { "\($0.shown)/\($0.scored) \(Wording.rate($0.rate))" } ?? "not re-run"
                ),
                Table.Cell(document.expected), Table.Cell(document.hypothesis),
            ])
            if let rate = last?.rate {
                points.append(
                    ForestPlot.Row(
                        names[document.title] ?? document.title, value: rate.value, low: rate.low,
                        high: rate.high))
            }
        }
        var result = EvidenceResult(
            title: "Findings",
            content: [
                "count": .integer(shown.count),
                "findings": .array(
                    shown.map { entry in
                        [
                            "id": .string(entry.document.id ?? ""),
                            "content": entry.document.content,
                            "shown": entry.reproductions.last.map { .integer($0.shown) } ?? .null,
                            "scored": entry.reproductions.last.map { .integer($0.scored) } ?? .null,
                        ]
                    }),
            ], record: reference.id)
        result.tables = [table.droppingEmptyColumns()]
        if !points.isEmpty {
            result.charts = [
                ForestPlot(
                    title: "How often the failures show when run again",
                    summary: "Reproduction rates with Wilson intervals.", rows: points)
            ]
        }
        result.notes = ["\(NumberText.counted(shown.count, "finding")), merged ones left out."]
        return result
    }
}
