import Workspace

/// Which runs to list, and in which order.
struct RunChoice: Sendable {
    var query: QueryText
    var before: RecordID?
    private var status: RunStatus?
    private var sort: Sort
    private var isDescending: Bool

    /// How many runs one page looks through.
    static let most = 200

    private enum Sort: String, CaseIterable { case begun, name, state, rate, samples, cost, took }

    /// - Throws: `StudioFailure` for a word that means nothing.
    init(_ query: QueryText) throws(StudioFailure) {
        self.query = query
        if let text = query["before"] {
            guard let id = RecordID(text), id.kind == .run else {
                throw StudioFailure(400, "before must be a run's id.")
            }
            before = id
        }
        if let text = query["status"] {
            guard let known = RunStatus(rawValue: text) else {
                throw StudioFailure(
                    400, "status must be running, interrupted, complete or failed.")
            }
            status = known
        }
        var text = query["sort"] ?? "-begun"
        isDescending = text.hasPrefix("-")
        if isDescending { text.removeFirst() }
        guard let known = Sort(rawValue: text) else {
            throw StudioFailure(
                400,
                "sort must be one of \(Sort.allCases.map(\.rawValue).joined(separator: ", ")), "
                    + "with - before it for the greatest first.")
        }
        sort = known
    }

    static let kinds = ["eval", "experiment", "probe", "import", "merge"].map {
        Field.Option($0, $0)
    }

    static let parameters = [
        APIOperation.Parameter("q", "a text within name, label, note, id or model"),
        APIOperation.Parameter("suite", "the suite's name"),
        APIOperation.Parameter(
            "status", "how far it is", values: RunStatus.allCases.map(\.rawValue)),
        APIOperation.Parameter("kind", "what made it, such as eval or import"),
        APIOperation.Parameter(
            "sort",
            "begun, name, state, rate, samples, cost or took; - before it for the greatest first"
        ),
        APIOperation.Parameter("before", "only runs older than this id: the next page"),
    ]

    func accepts(_ line: RunLine) -> Bool {
        let run = line.summary.run
        if let status, line.summary.status != status { return false }
        if let suite = query["suite"], run.suite != suite { return false }
        if let kind = query["kind"], run.kind.rawValue != kind { return false }
        guard let text = query["q"]?.lowercased() else { return true }
        let texts = [run.suite, run.notes, run.id.description] + run.labels + line.models
        return texts.contains { $0.lowercased().contains(text) }
    }

    func sorted(_ lines: [RunLine]) -> [RunLine] {
        func ordered<Value: Comparable>(_ value: (RunLine) -> Value) -> [RunLine] {
            lines.sorted { isDescending ? value($0) > value($1) : value($0) < value($1) }
        }
        return switch sort {
        case .begun: ordered { $0.summary.id }
        case .name: ordered { $0.summary.run.suite.lowercased() }
        case .state: ordered { $0.summary.status.rawValue }
        case .rate: ordered { $0.rate ?? -1 }
        case .samples: ordered { $0.summary.samples }
        case .cost: ordered { $0.summary.cost }
        case .took:
            ordered {
                ($0.summary.run.finished ?? .now).milliseconds
                    - $0.summary.run.created.milliseconds
            }
        }
    }

    /// The table's headings: each sorts by its column, the second time the other way round.
    var heads: [RunLine.Head] {
        let columns: [(String, Sort?, Bool)] = [
            ("Run", .name, false), ("State", .state, false), ("Passes", .rate, false),
            ("Suite’s runs", nil, false), ("Samples", .samples, true), ("Cost", .cost, true),
            ("Took", .took, true), ("Begun", .begun, false),
        ]
        return columns.map { name, column, isNumber in
            guard let column else { return RunLine.Head(name: name) }
            let isCurrent = column == sort
            // Numbers and times are wanted greatest first, names from the beginning.
            let startsDescending = column != .name && column != .state
            let descends = isCurrent ? !isDescending : startsDescending
            let value = (descends ? "-" : "") + column.rawValue
            return RunLine.Head(
                name: name, href: "/runs" + query.setting("sort", value).suffix,
                direction: isCurrent ? (isDescending ? "descending" : "ascending") : nil,
                isNumber: isNumber)
        }
    }
}
