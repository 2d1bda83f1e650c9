import LanguageModel

/// One way in which what was done differs from what was locked.
package struct Deviation: Codable, Sendable, Hashable {
    /// The part of the registration: `cases`, `analysis` … or `sample_size`, `scores`, `held_out`.
    package var part: String
    /// One sentence.
    package var sentence: String

    package init(_ part: String, _ sentence: String) {
        self.part = part
        self.sentence = sentence
    }
}

extension Registration {
    /// How this registration differs from one that was locked, part by part; empty for none.
    package func deviations(from locked: Registration) -> [Deviation] {
        let (mine, theirs) = (
            Self.stored(content).object ?? [:], Self.stored(locked.content).object ?? [:]
        )
        var deviations: [Deviation] = []
        for part in Set(mine.keys).union(theirs.keys).sorted() {
            let (now, then) = (mine[part] ?? .null, theirs[part] ?? .null)
            guard now != then else { continue }
            deviations += Self.difference(part, then: then, now: now)
        }
        return deviations
    }

    /// A value as it comes back from the store: there a whole number is an integer, however it
    /// was computed.
    private static func stored(_ value: JSONValue) -> JSONValue {
        (try? JSONValue(parsing: value.serialized())) ?? value
    }

    private static func difference(_ part: String, then: JSONValue, now: JSONValue) -> [Deviation] {
        let name = part.split(separator: "_").joined(separator: " ")
        if let before = keyed(then), let after = keyed(now) {
            let removed = before.keys.filter { after[$0] == nil }.sorted()
            let added = after.keys.filter { before[$0] == nil }.sorted()
            let changed = before.keys.filter { after[$0] != nil && after[$0] != before[$0] }
                .sorted()
            return [("changed", changed), ("added", added), ("removed", removed)].compactMap {
                verb, ids in
                ids.isEmpty
                    ? nil
                    : Deviation(
                        part,
                        "\(name): \(ids.count) \(verb) since the lock (\(listed(ids)))")
            }
        }
        if let before = then.object, let after = now.object {
            return Set(before.keys).union(after.keys).sorted().compactMap { key in
                let (old, new) = (before[key] ?? .null, after[key] ?? .null)
                guard old != new else { return nil }
                let label = key.split(separator: "_").joined(separator: " ")
                return Deviation(
                    part, "\(name): \(label) was \(shown(old)) and is \(shown(new))")
            }
        }
        return [Deviation(part, "\(name): was \(shown(then)) and is \(shown(now))")]
    }

    /// A list of objects with ids by their ids.
    private static func keyed(_ value: JSONValue) -> [String: JSONValue]? {
        guard let items = value.array else { return nil }
        var result: [String: JSONValue] = [:]
        for item in items {
            guard let id = item["id"]?.string else { return nil }
            result[id] = item
        }
        return result
    }

    private static func listed(_ ids: [String]) -> String {
        ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? " …" : "")
    }

    private static func shown(_ value: JSONValue) -> String {
        let text = value.string ?? value.serialized()
        let scalars = text.unicodeScalars
        return scalars.count <= 80 ? text : String(scalars.prefix(77)) + "…"
    }
}
