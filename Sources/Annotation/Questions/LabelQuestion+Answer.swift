package import LanguageModel
package import Workspace

extension LabelQuestion {
    /// An answer as it is stored, from an answer as it was given.
    ///
    /// What is stored does not depend on how the item was shown: the answers of an item are named
    /// by their keys, spans lie in order, choices are in the question's order.
    ///
    /// - Parameters:
    ///   - given: the answer in the words of the form: `left` and `right`, `1` … for places.
    ///   - item: what it is about.
    ///   - order: the keys of the item's answers as they were shown, first (left) to last.
    /// - Throws: `invalid` that names the question and says what it takes.
    package func stored(
        _ given: JSONValue, for item: LabelItem, shownAs order: [String]
    ) throws(AnnotationError) -> JSONValue {
        switch kind {
        case .choice(let options):
            return .string(try option(given, among: options))
        case .choices(let options, let minimum, let maximum):
            let values = try list(given)
            var chosen: Set<String> = []
            for value in values { chosen.insert(try option(value, among: options)) }
            if chosen.count < minimum || chosen.count > maximum ?? .max {
                throw wrong(
                    "\(chosen.count) chosen",
                    "choose " + Self.range(minimum, maximum) + " of the options")
            }
            return .array(options.map(\.value).filter(chosen.contains).map(JSONValue.string))
        case .rating(let levels):
            guard let level = given.int ?? given.string.flatMap({ Int($0) }),
                levels.contains(where: { $0.value == "\(level)" })
            else {
                throw wrong(
                    "\(given.serialized()) is no level",
                    "give a whole number from \(levels.first?.value ?? "") to "
                        + "\(levels.last?.value ?? "")")
            }
            return .integer(level)
        case .number(let minimum, let maximum):
            guard let number = given.double ?? given.string.flatMap({ Double($0) }),
                number.isFinite, number >= minimum ?? -.infinity, number <= maximum ?? .infinity
            else {
                throw wrong(
                    "\(given.serialized()) is no number in range",
                    "give a number" + Self.bounds(minimum, maximum))
            }
            return Int(exactly: number).map(JSONValue.integer) ?? .number(number)
        case .text(let maximumLength):
            guard let text = given.string, text.unicodeScalars.contains(where: { $0.value > 32 })
            else { throw wrong("there is no text", "write something") }
            guard text.unicodeScalars.count <= maximumLength else {
                throw wrong(
                    "the text has \(text.unicodeScalars.count) characters",
                    "write at most \(maximumLength)")
            }
            return .string(text)
        case .pairwise(let options): return try pair(given, among: options, order: order)
        case .ranking(let allowsTies):
            return try ranking(given, allowsTies: allowsTies, order: order)
        case .spans(let labels, let field, let allowsOverlap):
            return try spans(
                given, in: item.text(field: field), labels: labels, allowsOverlap: allowsOverlap)
        case .taxonomy(let tree, let minimum, let leavesOnly):
            return try taxonomy(given, tree: tree, minimum: minimum, leavesOnly: leavesOnly)
        }
    }

    private func option(
        _ given: JSONValue, among options: [LabelOption]
    ) throws(AnnotationError) -> String {
        let value = given.string ?? given.int.map(String.init) ?? given.bool.map { "\($0)" }
        guard let value, options.contains(where: { $0.value == value }) else {
            throw wrong(
                "\(given.serialized()) is none of its options",
                "give one of " + options.prefix(20).map(\.value).joined(separator: ", "))
        }
        return value
    }

    /// Left and right become the keys of the answers that stood there.
    private func pair(
        _ given: JSONValue, among options: [PairChoice], order: [String]
    ) throws(AnnotationError) -> JSONValue {
        guard order.count == 2 else {
            throw wrong("the item has \(order.count) answers", "compare items with two answers")
        }
        guard let choice = given.string.flatMap(PairChoice.init(rawValue:)),
            options.contains(choice)
        else {
            throw wrong(
                "\(given.serialized()) is none of its options",
                "give one of " + options.map(\.rawValue).joined(separator: ", "))
        }
        switch choice {
        case .left: return .string(order[0])
        case .right: return .string(order[1])
        case .tie, .bothBad: return .string(choice.rawValue)
        }
    }

    /// A ranking is given as the rank of each shown place (`{"1": 2, "2": 1}`), or as the places
    /// from best to worst, shared ranks as lists (`[2, [1, 3]]`).
    private func ranking(
        _ given: JSONValue, allowsTies: Bool, order: [String]
    ) throws(AnnotationError) -> JSONValue {
        let advice = "rank each of the \(order.count) answers once, by its shown number"
        func key(_ place: JSONValue) throws(AnnotationError) -> String {
            let number = place.int ?? place.string.flatMap { Int($0) }
            guard let number, (1...max(order.count, 1)).contains(number), !order.isEmpty else {
                throw wrong("\(place.serialized()) is no shown answer", advice)
            }
            return order[number - 1]
        }
        var groups: [[String]] = []
        if let ranks = given.object {
            var byRank: [Int: [String]] = [:]
            for (place, rank) in ranks {
                guard let rank = rank.int ?? rank.string.flatMap({ Int($0) }) else {
                    throw wrong("\(rank.serialized()) is no rank", advice)
                }
                byRank[rank, default: []].append(try key(.string(place)))
            }
            groups = byRank.keys.sorted().map { byRank[$0] ?? [] }
        } else {
            for place in try list(given) {
                guard let shared = place.array else {
                    groups.append([try key(place)])
                    continue
                }
                var group: [String] = []
                for place in shared { group.append(try key(place)) }
                groups.append(group)
            }
        }
        let ranked = groups.flatMap { $0 }
        guard Set(ranked) == Set(order), ranked.count == order.count,
            !groups.contains(where: \.isEmpty)
        else { throw wrong("\(ranked.count) of \(order.count) answers are ranked", advice) }
        if !allowsTies, groups.contains(where: { $0.count > 1 }) {
            throw wrong("two answers share a rank", "give each its own rank")
        }
        return .array(groups.map { .array($0.sorted().map(JSONValue.string)) })
    }

    private static func bounds(_ minimum: Double?, _ maximum: Double?) -> String {
        switch (minimum, maximum) {
        case (let low?, let high?):
            " from \(JSONValue.number(low).serialized()) to \(JSONValue.number(high).serialized())"
        case (let low?, nil): " of at least \(JSONValue.number(low).serialized())"
        case (nil, let high?): " of at most \(JSONValue.number(high).serialized())"
        case (nil, nil): ""
        }
    }

    private static func range(_ minimum: Int, _ maximum: Int?) -> String {
        guard let maximum else { return "at least \(minimum)" }
        return minimum == maximum ? "\(minimum)" : "\(minimum) to \(maximum)"
    }

    func list(_ given: JSONValue) throws(AnnotationError) -> [JSONValue] {
        guard let list = given.array, list.count <= 10_000 else {
            throw wrong("\(given.serialized().prefix(40)) is no list", "give a list")
        }
        return list
    }

    func wrong(_ what: String, _ advice: String) -> AnnotationError {
        AnnotationError(.invalid, "question '\(id)': \(what)", advice: advice, question: id)
    }
}
