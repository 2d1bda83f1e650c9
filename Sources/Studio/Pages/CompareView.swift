import Evaluation
import Reports

/// Which cases of a comparison are shown.
struct CompareView: Sendable {
    /// A case under one model and prompt of each run.
    struct Item: Sendable {
        var caseID: String
        /// The lane in each run, the first run's first.
        var lanes: [(model: String, prompt: String)]
        /// What flipped, by scorer and run.
        var flips: [Flip]
    }

    /// How many cases are left out at the beginning.
    let from: Int
    private let showsAll: Bool
    private let direction: Flip.Direction?
    private let kind: Flip.Kind?
    private let scorer: String?

    /// - Throws: `StudioFailure` for a word that means nothing.
    init(_ query: QueryText) throws(StudioFailure) {
        guard let from = Int(query["from"] ?? "0"), from >= 0 else {
            throw StudioFailure(400, "from must be 0 or more.")
        }
        self.from = from
        showsAll = query["show"] == "all"
        if let word = query["direction"] {
            guard let known = Flip.Direction(rawValue: word) else {
                throw StudioFailure(400, "direction must be broken or fixed.")
            }
            direction = known
        } else {
            direction = nil
        }
        if let word = query["kind"] {
            guard let known = Flip.Kind(rawValue: word) else {
                throw StudioFailure(400, "kind must be real, noise or undetermined.")
            }
            kind = known
        } else {
            kind = nil
        }
        scorer = query["scorer"]
    }

    /// The cases in their order: what broke before what was fixed, what is real before noise; then,
    /// where all are asked for, the rest as the suite has them.
    func items(_ compared: ComparedRuns) -> [Item] {
        var order: [String] = []
        var items: [String: Item] = [:]
        let flips = compared.comparisons.flatMap(\.flips).filter { flip in
            (direction == nil || flip.direction == direction) && (kind == nil || flip.kind == kind)
                && (scorer == nil || flip.scorer == scorer)
        }.sorted { Self.rank($0) < Self.rank($1) }
        for flip in flips {
            let key = "\(flip.caseID)\u{0}\(flip.model)\u{0}\(flip.prompt)"
            if items[key] == nil {
                order.append(key)
                items[key] = Item(
                    caseID: flip.caseID, lanes: lanes(compared, flip.model, flip.prompt),
                    flips: [])
            }
            items[key]?.flips.append(flip)
        }
        var found = order.compactMap { items[$0] }
        guard showsAll else { return found }
        var seen: Set<String> = []
        let differences = compared.comparisons.first?.differences ?? []
        let all = differences.map(\.lane).filter {
            seen.insert("\($0.model)\u{0}\($0.prompt)").inserted
        }
        for caseID in compared.caseIDs {
            for lane in all where items["\(caseID)\u{0}\(lane.model)\u{0}\(lane.prompt)"] == nil {
                found.append(
                    Item(
                        caseID: caseID, lanes: lanes(compared, lane.model, lane.prompt), flips: [])
                )
            }
        }
        return found
    }

    private static func rank(_ flip: Flip) -> Int {
        let kind =
            switch flip.kind {
            case .real: 0
            case .undetermined: 1
            case .noise: 2
            }
        return kind * 2 + (flip.direction == .broken ? 0 : 1)
    }

    /// What the lane of a flip is called in each run.
    private func lanes(_ compared: ComparedRuns, _ model: String, _ prompt: String)
        -> [(model: String, prompt: String)]
    {
        var first: (model: String, prompt: String)?
        var others: [(model: String, prompt: String)] = []
        for comparison in compared.comparisons {
            let lane = comparison.differences.map(\.lane).first {
                $0.model == model && $0.prompt == prompt
            }
            if first == nil, let lane { first = (lane.firstModel, lane.firstPrompt) }
            others.append((lane?.secondModel ?? model, lane?.secondPrompt ?? prompt))
        }
        return [first ?? (model, prompt)] + others
    }

    /// How many there are, and the choice among them.
    func form(_ compared: ComparedRuns, _ query: QueryText, count: Int) -> Markup {
        var seen: Set<String> = []
        let scorers = compared.comparisons.flatMap(\.differences).map(\.contrast.scorer)
            .filter { seen.insert($0).inserted }
        let runs = query.all("run").map { Field.hidden("run", $0) }.joined()
        let name = showsAll ? "case" : "flip"
        return """
            <section id="cases"><h2>\(NumberText.counted(count, name)) side by side</h2>
            <form class="filter" action="/compare" data-auto>\(runs)\
            \(Field.select("show", "Show", [Field.Option("all", "all cases, flips first")], query["show"], any: "flips"))\
            \(Field.select("direction", "Direction", [Field.Option("broken", "broken"), Field.Option("fixed", "fixed")], query["direction"]))\
            \(Field.select("kind", "Real or noise", [
                Field.Option("real", "real"), Field.Option("noise", "within repeat noise"),
                Field.Option("undetermined", "not known"),
            ], query["kind"]))\
            \(scorers.count > 1 ? Field.select("scorer", "Scorer", scorers.map { Field.Option($0, $0) }, query["scorer"]) : "")\
            <button type="submit">Show</button></form></section>

            """
    }
}
