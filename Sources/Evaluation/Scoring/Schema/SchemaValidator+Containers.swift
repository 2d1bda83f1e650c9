import LanguageModel

extension SchemaValidator {
    /// Applies a rule about objects.
    mutating func applyToObject(
        _ rule: SchemaRule, _ value: JSONValue, _ members: [String: JSONValue],
        _ evaluated: inout Evaluated
    ) throws(JSONSchema.Undecided) -> Bool {
        var holds = true
        switch rule {
        case .members(let named, let matching, let others):
            for (key, item) in members.sorted(by: { $0.key < $1.key }) {
                var isNamed = false
                if let index = named.index(forKey: key), ScalarText.equal(named[index].key, key) {
                    isNamed = true
                    if try !check(item, named[index].value, under: key) { holds = false }
                }
                for (pattern, node) in matching where try matches(pattern, key) {
                    isNamed = true
                    if try !check(item, node, under: key) { holds = false }
                }
                if !isNamed, let others {
                    if try !check(item, others, under: key) { holds = false }
                }
                if isNamed || others != nil { evaluated.members.insert(key) }
            }
        case .memberNames(let node):
            for key in members.keys.sorted() where try tries(.string(key), node) == nil {
                holds = miss("the key is not allowed", under: key)
            }
        case .required(let names):
            for name in names where value.member(name) == nil {
                holds = miss("the key '\(name)' is missing")
            }
        case .memberCounts(let range):
            holds = range.contains(members.count) || miss("has \(members.count) keys")
        case .dependentRequired(let dependencies):
            for (key, names) in dependencies where value.member(key) != nil {
                for name in names where value.member(name) == nil {
                    holds = miss("with '\(key)' there must be '\(name)'")
                }
            }
        case .dependentSchemas(let dependencies):
            for (key, node) in dependencies where value.member(key) != nil {
                if try !merge(value, node, &evaluated) { holds = false }
            }
        case .unevaluatedMembers(let node):
            guard !evaluated.allMembers else { break }
            for (key, item) in members.sorted(by: { $0.key < $1.key })
            where !evaluated.members.contains(key) {
                if try !check(item, node, under: key) { holds = false }
            }
            evaluated.allMembers = true
        default: break
        }
        return holds
    }

    /// Applies a rule about arrays.
    mutating func applyToArray(
        _ rule: SchemaRule, _ items: [JSONValue], _ evaluated: inout Evaluated
    ) throws(JSONSchema.Undecided) -> Bool {
        var holds = true
        switch rule {
        case .items(let first, let rest):
            for (index, item) in items.enumerated() {
                guard let node = index < first.count ? first[index] : rest else { break }
                if try !check(item, node, under: String(index)) { holds = false }
            }
            evaluated.firstItems = max(
                evaluated.firstItems, rest == nil ? min(first.count, items.count) : items.count)
        case .contains(let node, let range):
            var count = 0
            for (index, item) in items.enumerated() where try tries(item, node) != nil {
                count += 1
                evaluated.items.insert(index)
            }
            holds = range.contains(count) || miss("\(count) items are of the kind asked for")
        case .unique:
            var seen: Set<[UInt8]> = []
            for (index, item) in items.enumerated()
            where !seen.insert(JSONEquality.key(item)).inserted {
                holds = miss("the item appears twice", under: String(index))
            }
        case .itemCounts(let range):
            holds = range.contains(items.count) || miss("has \(items.count) items")
        case .unevaluatedItems(let node):
            for (index, item) in items.enumerated()
            where index >= evaluated.firstItems && !evaluated.items.contains(index) {
                if try !check(item, node, under: String(index)) { holds = false }
            }
            evaluated.firstItems = items.count
        default: break
        }
        return holds
    }
}
