import LanguageModel
package import Workspace

extension StoredRecord {
    /// A record of any kind as evidence: the estimates with intervals that its body holds, then
    /// its facts.
    ///
    /// An estimate is an object with `value` or `estimate` and, where it has an interval, `low`
    /// and `high` or `lower` and `upper`.
    package func view(_ reference: EvidenceReference) throws(EvidenceUnavailable) -> EvidenceResult
    {
        if reference.form == .inline || reference.view == "value" { return try value(reference) }
        if reference.view == "headline" {
            return try value(reference).headline(least: reference.least)
        }
        if reference.view != "facts", let known = kindView() { return known }
        var result = EvidenceResult(
            title: "\(id.kind.word)\(name.isEmpty ? "" : " \(name)")", content: content,
            record: id.description)
        let estimates = Self.estimates(in: body, path: [])
        if !estimates.isEmpty {
            var table = Table(columns: [
                Table.Column("what"), Table.Column("estimate", .trailing),
            ])
            table.rows = estimates.prefix(60).map {
                [Table.Cell($0.name), Table.Cell($0.text, .strong)]
            }
            result.tables.append(table)
            if estimates.contains(where: { $0.low != nil }) {
                result.charts.append(
                    ForestPlot(
                        title: result.title, summary: "Estimates with their intervals.",
                        rows: estimates.prefix(30).map {
                            ForestPlot.Row($0.name, value: $0.value, low: $0.low, high: $0.high)
                        }, unit: .number))
            }
        }
        let facts = Self.facts(in: body, path: [])
        if !facts.isEmpty {
            var table = Table(columns: [Table.Column("fact"), Table.Column("value")])
            table.rows = facts.prefix(60).map { [Table.Cell($0.name), Table.Cell($0.text)] }
            if facts.count > 60 { table.notes = ["\(facts.count - 60) more in the record."] }
            result.tables.append(table)
        }
        result.notes = provenance
        return result
    }

    var provenance: [String] {
        [
            "\(id.kind.word.prefix(1).uppercased())\(id.kind.word.dropFirst()) \(id), "
                + "\(NumberText.time(milliseconds: created.milliseconds))"
                + (author.isEmpty ? "" : ", by \(author)") + "."
        ]
    }

    private var content: JSONValue { ["record": .string(id.description), "body": body] }

    private func value(_ reference: EvidenceReference) throws(EvidenceUnavailable) -> EvidenceResult
    {
        let path = reference.metric ?? ""
        var found: JSONValue? = body
        for part in path.split(separator: ".") {
            if let index = Int(part), let items = found?.array {
                found = items.indices.contains(index) ? items[index] : nil
            } else {
                found = found?[String(part)]
            }
        }
        guard let found, let estimate = Self.estimate(found, name: path) else {
            let names = Self.estimates(in: body, path: []).map(\.name)
            throw EvidenceUnavailable(
                "the \(id.kind.word) \(id) has no number '\(path)'",
                advice: Spelling.suggestion(for: path, among: names, naming: "there are")
                    ?? "look with conduct trace \(id)")
        }
        var result = EvidenceResult(
            title: "\(id.kind.word) \(path)",
            content: ["record": .string(id.description), path: found],
            record: id.description)
        result.value = estimate.text
        result.sampleSize =
            ["n", "cases", "scored", "items"].lazy.compactMap { found[$0]?.int }.first
        result.notes = provenance
        return result
    }

    private struct Shown {
        var name: String
        var value: Double
        var low: Double?
        var high: Double?

        var text: String { ChartUnit.number.text(value, low: low, high: high) }
    }

    private static func estimate(_ value: JSONValue, name: String) -> Shown? {
        if let number = value.double { return Shown(name: name, value: number) }
        guard let number = value["value"]?.double ?? value["estimate"]?.double else { return nil }
        return Shown(
            name: name, value: number, low: value["low"]?.double ?? value["lower"]?.double,
            high: value["high"]?.double ?? value["upper"]?.double)
    }

    private static func estimates(in value: JSONValue, path: [String]) -> [Shown] {
        switch value {
        case .object(let members):
            if members["value"]?.double != nil || members["estimate"]?.double != nil,
                let shown = estimate(value, name: path.joined(separator: "."))
            {
                return [shown]
            }
            return members.keys.sorted().flatMap { key in
                members[key].map { estimates(in: $0, path: path + [key]) } ?? []
            }
        case .array(let items):
            return items.prefix(200).enumerated().flatMap { index, item in
                estimates(in: item, path: path + [label(of: item) ?? "\(index)"])
            }
        default: return []
        }
    }

    private static func label(of item: JSONValue) -> String? {
        ["name", "id", "label", "question", "method", "model", "player", "key"].lazy
            .compactMap { item[$0]?.string }.first
    }

    private static func facts(in value: JSONValue, path: [String]) -> [(name: String, text: String)]
    {
        switch value {
        case .object(let members):
            if members["value"]?.double != nil || members["estimate"]?.double != nil { return [] }
            return members.keys.sorted().flatMap { key in
                members[key].map { facts(in: $0, path: path + [key]) } ?? []
            }
        case .array(let items):
            if items.count <= 12, items.allSatisfy({ $0.string != nil }) {
                return [
                    (
                        path.joined(separator: "."),
                        items.compactMap(\.string).joined(separator: ", ")
                    )
                ]
            }
            return items.prefix(100).enumerated().flatMap { index, item in
                facts(in: item, path: path + [label(of: item) ?? "\(index)"])
            }
        case .null: return []
        case .string(let text): return [(path.joined(separator: "."), text)]
        case .number(let number):
            return [(path.joined(separator: "."), NumberText.significant(number, digits: 4))]
        default: return [(path.joined(separator: "."), value.serialized())]
        }
    }
}
