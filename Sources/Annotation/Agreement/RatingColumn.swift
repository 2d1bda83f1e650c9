import LanguageModel
package import Statistics
package import Workspace

/// A question's answers as categories that raters gave to units: what coefficients take.
///
/// A choice, a rating or a vote is one category of the item. A set of options is compared whole, and
/// option by option. A ranking is compared by every pair of answers, marked parts by every Unicode
/// scalar of the text; intervals then take the item, or its cluster, as the unit.
package struct RatingColumn: Sendable {
    /// One rating.
    package struct Row: Sendable, Hashable {
        /// The item's place in the queue, and which part of it.
        package var item: Int
        package var part: Int
        package var rater: String
        package var category: Int
        package var isRepeat: Bool
        package var judgment: RecordID
        package var created: Timestamp
        package var guideline: String
    }

    /// The question's id.
    package var question: String
    /// What is compared: the question, or an option of it.
    package var name: String
    /// Whether it stands for the whole question.
    package var isMain: Bool
    /// The categories of the declared scale, in order.
    package var categories: [String]
    /// Their numbers, where they are numbers.
    package var values: [Double]?
    /// The difference function that fits the scale.
    package var metric: AlphaMetric
    package var rows: [Row]

    /// The columns of a question; none for free text.
    package static func columns(
        of question: LabelQuestion, in queue: LabelQueue
    ) -> [RatingColumn] {
        var builder = ColumnBuilder(question: question, queue: queue)
        return builder.columns()
    }

    /// The first ratings of each rater as a table, with the units' items.
    package func table() throws(Undefined) -> (table: RatingTable, units: [Int], raters: [String]) {
        try Self.table(rows.filter { !$0.isRepeat }, categories: categories, values: values)
    }

    /// Some rows as a table.
    static func table(
        _ rows: [Row], categories: [String], values: [Double]?
    ) throws(Undefined) -> (table: RatingTable, units: [Int], raters: [String]) {
        guard !rows.isEmpty, !categories.isEmpty else { throw .noData }
        let raters = Set(rows.map(\.rater)).sorted()
        let codes = Dictionary(zip(raters, raters.indices), uniquingKeysWith: { first, _ in first })
        let ordered = rows.sorted { ($0.item, $0.part) < ($1.item, $1.part) }
        let units = Grouping(ordered.map { SIMD2($0.item, $0.part) })
        var itemOf = [Int](repeating: 0, count: units.count)
        for (row, unit) in zip(ordered, units.codes) { itemOf[unit] = row.item }
        let table = try RatingTable(
            unit: units.codes, rater: ordered.map { codes[$0.rater] ?? 0 },
            category: ordered.map(\.category), units: units.count, raters: raters.count,
            categories: categories.count, values: values)
        return (table, itemOf, raters)
    }
}

/// Turns stored answers into columns.
private struct ColumnBuilder {
    let question: LabelQuestion
    let queue: LabelQueue
    private var places: [RecordID: Int] = [:]

    init(question: LabelQuestion, queue: LabelQueue) {
        self.question = question
        self.queue = queue
        for (index, item) in queue.items.enumerated() { places[item.id] = index }
    }

    private var answered: [(judgment: Judgment, place: Int, answer: JSONValue)] {
        queue.current.compactMap { judgment in
            guard let place = places[judgment.item], let answer = judgment.answers[question.id]
            else { return nil }
            return (judgment, place, answer)
        }
    }

    mutating func columns() -> [RatingColumn] {
        switch question.kind {
        case .choice(let options):
            return [simple(options.map(\.value), metric: .nominal) { $0.string }]
        case .rating(let levels):
            return [
                simple(
                    levels.map(\.value), values: levels.compactMap { Double($0.value) },
                    metric: .ordinal
                ) { $0.int.map(String.init) }
            ]
        case .pairwise(let choices):
            let order = ["a", PairChoice.tie.rawValue, "b", PairChoice.bothBad.rawValue]
            let used = order.filter { name in
                PairChoice(rawValue: name).map(choices.contains) ?? true
            }
            return [simple(used, metric: .nominal) { $0.string }]
        case .number:
            let numbers = Set(answered.compactMap(\.answer.double)).sorted()
            return [
                simple(
                    numbers.map { JSONValue.number($0).serialized() }, values: numbers,
                    metric: .interval
                ) { $0.double.map { JSONValue.number($0).serialized() } }
            ]
        case .choices(let options, _, _):
            return sets(options.map(\.value)) { answer in
                (answer.array ?? []).compactMap(\.string)
            }
        case .taxonomy(let tree, _, _):
            let paths = LabelQuestion.paths(of: tree).map { $0.joined(separator: " / ") }
            return sets(paths) { answer in
                (answer.array ?? []).map { path in
                    (path.array ?? []).compactMap(\.string).joined(separator: " / ")
                }
            }
        case .ranking: return [ranking()]
        case .spans(let labels, let field, _): return [spans(labels.map(\.value), field)]
        case .text: return []
        }
    }

    private func row(_ judgment: Judgment, _ place: Int, part: Int = 0, _ category: Int)
        -> RatingColumn.Row
    {
        RatingColumn.Row(
            item: place, part: part, rater: judgment.annotator, category: category,
            isRepeat: judgment.isRepeat, judgment: judgment.id, created: judgment.created,
            guideline: judgment.guideline)
    }

    private func simple(
        _ categories: [String], values: [Double]? = nil, metric: AlphaMetric,
        _ name: (JSONValue) -> String?
    ) -> RatingColumn {
        let codes = Dictionary(
            zip(categories, categories.indices), uniquingKeysWith: { first, _ in first })
        return RatingColumn(
            question: question.id, name: question.id, isMain: true, categories: categories,
            values: values, metric: metric,
            rows: answered.compactMap { judgment, place, answer in
                name(answer).flatMap { codes[$0] }.map { row(judgment, place, $0) }
            })
    }

    private func sets(
        _ options: [String], _ members: (JSONValue) -> [String]
    ) -> [RatingColumn] {
        let named = answered.map { judgment, place, answer in
            (judgment, place, Set(members(answer)))
        }
        func name(_ set: Set<String>) -> String {
            set.isEmpty ? "nothing" : options.filter(set.contains).joined(separator: " + ")
        }
        let all = Set(named.map { name($0.2) }).sorted()
        var columns = [
            RatingColumn(
                question: question.id, name: question.id, isMain: true, categories: all,
                values: nil, metric: .nominal,
                rows: named.map { judgment, place, set in
                    row(judgment, place, all.firstIndex(of: name(set)) ?? 0)
                })
        ]
        for option in options {
            columns.append(
                RatingColumn(
                    question: question.id, name: "\(question.id): \(option)", isMain: false,
                    categories: ["no", "yes"], values: nil, metric: .nominal,
                    rows: named.map { judgment, place, set in
                        row(judgment, place, set.contains(option) ? 1 : 0)
                    }))
        }
        return columns
    }

    private func ranking() -> RatingColumn {
        var rows: [RatingColumn.Row] = []
        for (judgment, place, answer) in answered {
            var ranks: [String: Int] = [:]
            for (rank, group) in (answer.array ?? []).enumerated() {
                for key in (group.array ?? []).compactMap(\.string) { ranks[key] = rank }
            }
            let keys = queue.items[place].keys
            for (i, first) in keys.enumerated() {
                for (j, second) in keys.enumerated() where j > i {
                    guard let a = ranks[first], let b = ranks[second] else { continue }
                    rows.append(
                        row(
                            judgment, place, part: i * keys.count + j, a < b ? 0 : a == b ? 1 : 2))
                }
            }
        }
        return RatingColumn(
            question: question.id, name: question.id, isMain: true,
            categories: ["first above", "level", "second above"], values: nil, metric: .ordinal,
            rows: rows)
    }

    private func spans(_ labels: [String], _ field: String?) -> RatingColumn {
        var categories = ["no label"] + labels
        var rows: [RatingColumn.Row] = []
        for (judgment, place, answer) in answered {
            let length = queue.items[place].text(field: field)?.unicodeScalars.count ?? 0
            var marks = [[String]](repeating: [], count: length)
            for span in answer.array ?? [] {
                guard let start = span["start"]?.int, let end = span["end"]?.int,
                    let label = span["label"]?.string, start >= 0, end <= length
                else { continue }
                for offset in start..<max(start, end) where !marks[offset].contains(label) {
                    marks[offset].append(label)
                }
            }
            for (offset, mark) in marks.enumerated() {
                let name = mark.isEmpty ? categories[0] : mark.sorted().joined(separator: " + ")
                if !categories.contains(name) { categories.append(name) }
                rows.append(
                    row(judgment, place, part: offset, categories.firstIndex(of: name) ?? 0))
            }
        }
        return RatingColumn(
            question: question.id, name: question.id, isMain: true, categories: categories,
            values: nil, metric: .nominal, rows: rows)
    }
}
