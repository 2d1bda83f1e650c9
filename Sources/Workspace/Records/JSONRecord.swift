import LanguageModel

/// Reads the fields of an exported record, naming the one that is missing or wrong.
struct JSONRecord {
    let value: JSONValue

    /// Wraps a record; its `record` member says what it is.
    init(_ value: JSONValue) { self.value = value }

    var kind: String { value["record"]?.string ?? "" }

    func text(_ name: String) throws(RecordFormatError) -> String {
        guard let text = value[name]?.string else { throw error(name, "text") }
        return text
    }

    func optionalText(_ name: String) throws(RecordFormatError) -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else { throw error(name, "text or null") }
        return text
    }

    func int(_ name: String) throws(RecordFormatError) -> Int {
        guard let int = value[name]?.int else { throw error(name, "a whole number") }
        return int
    }

    func optionalInt(_ name: String) throws(RecordFormatError) -> Int? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let int = member.int else { throw error(name, "a whole number or null") }
        return int
    }

    func optionalDouble(_ name: String) throws(RecordFormatError) -> Double? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let double = member.double else { throw error(name, "a number or null") }
        return double
    }

    func bool(_ name: String) throws(RecordFormatError) -> Bool {
        guard let bool = value[name]?.bool else { throw error(name, "true or false") }
        return bool
    }

    func json(_ name: String) throws(RecordFormatError) -> JSONValue {
        guard let member = value[name] else { throw error(name, "a value") }
        return member
    }

    func optionalJSON(_ name: String) -> JSONValue? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }

    func array(_ name: String) throws(RecordFormatError) -> [JSONValue] {
        guard let array = value[name]?.array else { throw error(name, "a list") }
        return array
    }

    func strings(_ name: String) throws(RecordFormatError) -> [String] {
        let array = try array(name)
        let strings = array.compactMap(\.string)
        guard strings.count == array.count else { throw error(name, "a list of texts") }
        return strings
    }

    func object(_ name: String) throws(RecordFormatError) -> [String: JSONValue] {
        guard let object = value[name]?.object else { throw error(name, "an object") }
        return object
    }

    func time(_ name: String) throws(RecordFormatError) -> Timestamp {
        Timestamp(milliseconds: Int64(try int(name)))
    }

    func optionalTime(_ name: String) throws(RecordFormatError) -> Timestamp? {
        try optionalInt(name).map { Timestamp(milliseconds: Int64($0)) }
    }

    func id(_ name: String, _ kind: RecordKind) throws(RecordFormatError) -> RecordID {
        guard let id = RecordID(value[name]?.string ?? ""), id.kind == kind else {
            throw error(name, "the id of a \(kind.word)")
        }
        return id
    }

    func optionalID(_ name: String, _ kind: RecordKind) throws(RecordFormatError) -> RecordID? {
        optionalJSON(name) == nil ? nil : try id(name, kind)
    }

    func messages(_ name: String) throws(RecordFormatError) -> [Message] {
        var messages: [Message] = []
        for item in try array(name) {
            do { messages.append(try Message(json: item)) } catch {
                throw self.error(name, "messages; \(error)")
            }
        }
        return messages
    }

    func verdict(_ name: String) throws(RecordFormatError) -> Verdict {
        guard let verdict = Verdict(rawValue: value[name]?.string ?? "") else {
            throw error(name, "pass, fail or unscored")
        }
        return verdict
    }

    func error(_ name: String, _ expected: String) -> RecordFormatError {
        RecordFormatError(
            description: "the \(kind.isEmpty ? "record" : kind)'s '\(name)' should be \(expected)")
    }
}

/// What is wrong with an exported record.
package struct RecordFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}

/// Builds exported records: absent values are left out.
struct JSONMembers {
    private(set) var members: [String: JSONValue]

    init(_ kind: String? = nil) {
        members = kind.map { ["record": .string($0)] } ?? [:]
    }

    var json: JSONValue { .object(members) }

    mutating func set(_ name: String, _ value: String?) {
        members[name] = value.map(JSONValue.string)
    }

    mutating func set(_ name: String, _ value: Int?) {
        members[name] = value.map(JSONValue.integer)
    }

    mutating func set(_ name: String, _ value: Double?) {
        members[name] = value.map(JSONValue.number)
    }

    mutating func set(_ name: String, _ value: Bool) { members[name] = .bool(value) }

    mutating func set(_ name: String, _ value: RecordID?) { set(name, value?.description) }

    mutating func set(_ name: String, _ value: Timestamp?) {
        set(name, (value?.milliseconds).map(Int.init))
    }

    mutating func set(_ name: String, _ value: [String]) {
        members[name] = .array(value.map(JSONValue.string))
    }

    mutating func set(_ name: String, json value: JSONValue?) { members[name] = value }
}
