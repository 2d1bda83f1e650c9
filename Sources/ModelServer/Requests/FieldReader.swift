import LanguageModel

/// Reads the fields of a request and remembers which, so that a field that nobody read is an
/// error and not a silent difference.
struct FieldReader {
    private let object: [String: JSONValue]
    private var known: Set<String> = []

    /// - Throws: `ServerFailure` for a body that is no JSON object.
    init(_ body: some Sequence<UInt8>) throws(ServerFailure) {
        let json: JSONValue
        do { json = try JSONValue(parsing: body) } catch {
            throw .invalid("the body is not JSON: \(error)", nil)
        }
        guard let object = json.object else {
            throw .invalid("the body must be a JSON object", nil)
        }
        self.object = object
    }

    /// The field's value; nil where it is missing or null.
    mutating func value(_ name: String) -> JSONValue? {
        known.insert(name)
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    mutating func string(_ name: String) throws(ServerFailure) -> String? {
        try read(name, "a string") { $0.string }
    }

    mutating func bool(_ name: String) throws(ServerFailure) -> Bool? {
        try read(name, "true or false") { $0.bool }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(ServerFailure) -> Int?
    {
        try read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            $0.int.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) throws(ServerFailure)
        -> Double?
    {
        try read(name, "a number from \(range.lowerBound) to \(range.upperBound)") {
            $0.double.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Fields that change nothing here and are let through.
    mutating func ignore(_ names: String...) { known.formUnion(names) }

    /// A field that would change the answer and is not offered.
    ///
    /// - Parameter isHarmless: whether a value asks for nothing beyond the usual.
    mutating func refuse(_ name: String, unless isHarmless: (JSONValue) -> Bool)
        throws(ServerFailure)
    {
        guard let value = value(name), !isHarmless(value) else { return }
        throw .invalid(
            "this server does not offer \(name); leave it out", name, code: "unsupported")
    }

    /// - Throws: `ServerFailure` that names a field which nobody has read.
    func finish() throws(ServerFailure) {
        guard let name = object.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw .invalid("unknown field '\(name.prefix(64))'", String(name.prefix(64)))
    }

    private mutating func read<Value>(
        _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
    ) throws(ServerFailure) -> Value? {
        guard let value = value(name) else { return nil }
        guard let converted = convert(value) else {
            throw .invalid("\(name) must be \(expected)", name)
        }
        return converted
    }
}
