import LanguageModel

extension TemplateRenderer {
    /// The filters that take lists; nil where the filter is none of them.
    mutating func listFilter(_ value: JSONValue, _ call: TemplateFilterCall)
        throws(DocumentError) -> JSONValue?
    {
        switch call.name {
        case "length", "count":
            switch value {
            case .array(let items): return .integer(items.count)
            case .object(let members): return .integer(members.count)
            case .string(let text): return .integer(text.unicodeScalars.count)
            default: throw call.takes("a list, a mapping or a text", value)
            }
        case "first", "last":
            let items = try list(value, at: call.offset)
            guard let item = call.name == "first" ? items.first : items.last else {
                throw call.places.error(
                    .undefined, call.offset, "'\(call.name)' of what is empty",
                    suggestion: "ask first: {% if items %}")
            }
            return item
        case "list": return .array(try counted(value, call))
        case "items", "dictsort":
            guard let members = value.object else { throw call.takes("a mapping", value) }
            try step(members.count, at: call.offset)
            return .array(
                members.keys.templateSorted.map { .array([.string($0), members[$0] ?? .null]) })
        case "join":
            let separator = try call.text("d", default: "")
            let items = try attributes(counted(value, call), call)
            var texts: [String] = []
            for (index, item) in items.enumerated() {
                if index > 0 { texts.append(separator) }
                texts.append(item.templateText)
            }
            return .string(try joined(texts, call.offset))
        case "map": return .array(try attributes(counted(value, call), call))
        case "reverse":
            if let text = value.string {
                var result = String.UnicodeScalarView()
                result.append(contentsOf: text.unicodeScalars.reversed())
                return .string(String(result))
            }
            return .array(try counted(value, call).reversed())
        case "split":
            guard let text = value.string else { throw call.takes("a text", value) }
            return .array(try split(text, call.arguments["separator"], at: call.offset))
        case "sort": return .array(try sorted(counted(value, call), call))
        case "unique": return .array(try unique(counted(value, call), call))
        case "min", "max":
            let items = try sorted(counted(value, call), call)
            guard let item = call.name == "min" ? items.first : items.last else {
                throw call.places.error(
                    .undefined, call.offset, "'\(call.name)' of what is empty")
            }
            return item
        case "sum":
            var total = call.arguments["start"] ?? 0
            for item in try attributes(counted(value, call), call) {
                guard let x = total.double, let y = item.double,
                    let sum = TemplateArithmetic.apply(.add, total, item, x, y)
                else { throw call.takes("numbers", item) }
                total = sum
            }
            return total
        case "selectattr", "rejectattr":
            let isKeeping = call.name == "selectattr"
            return .array(
                try selected(counted(value, call), call) { $0 == isKeeping })
        default: return nil
        }
    }

    private mutating func counted(_ value: JSONValue, _ call: TemplateFilterCall)
        throws(DocumentError) -> [JSONValue]
    {
        let items = try list(value, at: call.offset)
        try step(items.count, at: call.offset)
        return items
    }

    /// Each item's attribute where one is asked for, else the items.
    private func attributes(_ items: [JSONValue], _ call: TemplateFilterCall)
        throws(DocumentError) -> [JSONValue]
    {
        guard let attribute = call.arguments["attribute"], !attribute.isNull else { return items }
        var values: [JSONValue] = []
        values.reserveCapacity(items.count)
        for item in items {
            guard let found = Self.attribute(attribute, of: item) else {
                throw call.places.error(
                    .undefined, call.offset, "an item has no '\(attribute.templateText)'")
            }
            values.append(found)
        }
        return values
    }

    /// `a.b` of an item; a number counts into lists.
    private static func attribute(_ path: JSONValue, of item: JSONValue) -> JSONValue? {
        if let index = path.int { return item[index] }
        var value: JSONValue? = item
        for part in (path.string ?? "").split(separator: ".") {
            value = value?[String(part)] ?? Int(part).flatMap { value?[$0] }
        }
        return value
    }

    private func selected(
        _ items: [JSONValue], _ call: TemplateFilterCall, _ keeps: (Bool) -> Bool
    ) throws(DocumentError) -> [JSONValue] {
        let attribute = call.arguments["attribute"] ?? .null
        let test = try call.text("test", default: "")
        var kept: [JSONValue] = []
        for item in items {
            let found = Self.attribute(attribute, of: item)
            let holds: Bool
            switch test {
            case "": holds = found?.isTruthy ?? false
            case "defined": holds = found != nil
            case "undefined": holds = found == nil
            case "equalto", "eq", "==", "ne", "!=":
                guard let value = call.arguments["value"] else {
                    throw call.places.error(
                        .missingKey, call.offset, "the test '\(test)' needs a value")
                }
                let isEqual = found?.isTemplateEqual(to: value) ?? false
                holds = isEqual != (test == "ne" || test == "!=")
            case "in":
                guard let value = call.arguments["value"], let list = value.array else {
                    throw call.places.error(.missingKey, call.offset, "the test 'in' needs a list")
                }
                holds = found.map { one in list.contains { $0.isTemplateEqual(to: one) } } ?? false
            default:
                throw call.places.error(
                    .invalidValue, call.offset, "'\(call.name)' has no test '\(test)'",
                    suggestion: "defined, undefined, equalto, ne or in")
            }
            if keeps(holds) { kept.append(item) }
        }
        return kept
    }

    private func sorted(_ items: [JSONValue], _ call: TemplateFilterCall) throws(DocumentError)
        -> [JSONValue]
    {
        let keys = try keys(of: items, call)
        for (left, right) in zip(keys, keys.dropFirst()) where left.templatePrecedes(right) == nil {
            throw call.places.error(
                .wrongKind, call.offset,
                "\(left.templateKind) and \(right.templateKind) have no order")
        }
        let order = keys.indices.sorted { a, b in
            let isReversed = call.flag("reverse")
            let (first, second) = isReversed ? (b, a) : (a, b)
            if keys[first].templatePrecedes(keys[second]) == true { return true }
            if keys[second].templatePrecedes(keys[first]) == true { return false }
            return a < b
        }
        return order.map { items[$0] }
    }

    private func unique(_ items: [JSONValue], _ call: TemplateFilterCall) throws(DocumentError)
        -> [JSONValue]
    {
        let keys = try keys(of: items, call)
        var seen: Set<JSONValue> = []
        return zip(items, keys).filter { _, key in
            // 1 and 1.0 are one value to a template.
            seen.insert(key.double.map { .number($0) } ?? key).inserted
        }.map(\.0)
    }

    /// What items are ordered by: upper and lower case alike unless asked otherwise.
    private func keys(of items: [JSONValue], _ call: TemplateFilterCall) throws(DocumentError)
        -> [JSONValue]
    {
        let values = try attributes(items, call)
        if call.flag("case_sensitive") { return values }
        return values.map { value in
            value.string.map { .string($0.lowercased()) } ?? value
        }
    }

    mutating func split(_ text: String, _ separator: JSONValue?, at offset: Int)
        throws(DocumentError) -> [JSONValue]
    {
        guard let separator = separator?.string, !separator.isEmpty else {
            let parts = text.unicodeScalars.split { $0.properties.isWhitespace }
            try step(parts.count, at: offset)
            return parts.map { .string(String($0)) }
        }
        var parts: [JSONValue] = []
        var rest = Substring(text).unicodeScalars
        let pattern = Array(separator.unicodeScalars)
        while let found = rest.firstScalarRange(of: pattern) {
            try step(at: offset)
            parts.append(.string(String(rest[..<found.lowerBound])))
            rest = rest[found.upperBound...]
        }
        return parts + [.string(String(rest))]
    }
}
