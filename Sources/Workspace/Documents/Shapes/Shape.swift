package import LanguageModel

/// What a value of a document may be: one description from which both its errors and its JSON
/// Schema come.
package indirect enum Shape: Sendable {
    /// Anything.
    case any
    /// A text; numbers and truth values want quotes.
    case text
    /// A text that must not be empty.
    case nonEmptyText
    /// A scalar taken as it was written: an id, a tag.
    case label
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// A number within bounds.
    case number(NumberRange)
    /// true or false.
    case boolean
    /// One of several words, each with what it means.
    case choice([Choice])
    /// A list of one shape.
    case list(Shape, minimum: Int = 0)
    /// A mapping of any keys to one shape.
    case map(Shape, minimum: Int = 0)
    /// A mapping of known keys.
    case object(ObjectShape)
    /// One of several shapes, told apart by the kind of node or by the keys that identify an
    /// object.
    case either([Shape])
    /// One of several objects, told apart by the value of one key.
    case tagged(TaggedShape)
    /// A shape with a name, through which a shape may contain itself.
    case named(String, @Sendable () -> Shape)
}

extension Shape {
    /// One word of a choice.
    package struct Choice: Sendable, Hashable {
        /// The word as written.
        package let word: String
        /// What it means.
        package let summary: String

        package init(_ word: String, _ summary: String) {
            self.word = word
            self.summary = summary
        }
    }

    /// The bounds of a number.
    package struct NumberRange: Sendable, Hashable {
        /// The least value; nil for none.
        package var minimum: Double?
        /// The greatest value; nil for none.
        package var maximum: Double?
        /// Whether the least value itself is too small.
        package var excludesMinimum: Bool

        package init(minimum: Double? = nil, maximum: Double? = nil, excludesMinimum: Bool = false)
        {
            self.minimum = minimum
            self.maximum = maximum
            self.excludesMinimum = excludesMinimum
        }

        func contains(_ value: Double) -> Bool {
            guard value.isFinite else { return false }
            if let minimum, excludesMinimum ? value <= minimum : value < minimum { return false }
            if let maximum, value > maximum { return false }
            return true
        }

        var description: String {
            func text(_ value: Double) -> String { JSONValue.number(value).serialized() }
            switch (minimum, maximum) {
            case (let minimum?, let maximum?):
                return excludesMinimum
                    ? "above \(text(minimum)) and at most \(text(maximum))"
                    : "from \(text(minimum)) to \(text(maximum))"
            case (let minimum?, nil):
                return (excludesMinimum ? "above " : "at least ") + text(minimum)
            case (nil, let maximum?): return "at most " + text(maximum)
            case (nil, nil): return "finite"
            }
        }
    }

    /// Any finite number.
    package static var anyNumber: Shape { .number(NumberRange()) }
    /// A number from 0 to 1.
    package static var fraction: Shape { .number(NumberRange(minimum: 0, maximum: 1)) }
    /// A number above 0.
    package static var positive: Shape {
        .number(NumberRange(minimum: 0, excludesMinimum: true))
    }
    /// A number of at least 0.
    package static var nonNegative: Shape { .number(NumberRange(minimum: 0)) }
    /// A whole number of at least 1.
    package static var count: Shape { .integer(1...Int.max) }

    /// The words of an enumeration, in its order.
    package static func words<Word: RawRepresentable & CaseIterable>(
        of type: Word.Type, _ summary: (Word) -> String
    ) -> Shape where Word.RawValue == String {
        .choice(Word.allCases.map { Choice($0.rawValue, summary($0)) })
    }
}

/// A mapping of known keys.
package struct ObjectShape: Sendable {
    /// What the mapping is, as an error names it: "a case".
    package var name: String
    /// What it is for: one sentence.
    package var summary: String
    /// The keys, in the order in which a person would write them.
    package var fields: [Field]
    /// The shape of the values of any other key; nil makes unknown keys errors.
    package var others: Shape?
    /// Sets of keys of which exactly one must be there.
    package var exactlyOne: [[String]]
    /// Sets of keys of which at least one must be there.
    package var atLeastOne: [[String]]
    /// Sets of keys of which at most one may be there.
    package var atMostOne: [[String]]
    /// Keys any of which shows that an object of this shape was meant.
    package var identifying: [String]
    /// Whole examples, as YAML.
    package var examples: [String]

    package init(
        _ name: String, _ summary: String, fields: [Field], others: Shape? = nil,
        exactlyOne: [[String]] = [], atLeastOne: [[String]] = [], atMostOne: [[String]] = [],
        identifying: [String] = [], examples: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.others = others
        self.exactlyOne = exactlyOne
        self.atLeastOne = atLeastOne
        self.atMostOne = atMostOne
        self.identifying = identifying
        self.examples = examples
    }
}

/// One key of a mapping.
package struct Field: Sendable {
    /// The key, in kebab-case.
    package var key: String
    /// What its value may be.
    package var shape: Shape
    /// Whether it must be there.
    package var isRequired: Bool
    /// What it is for: one sentence.
    package var summary: String
    /// What holds where it is absent; nil for nothing.
    package var fallback: JSONValue?
    /// Values that it may have.
    package var examples: [JSONValue]

    /// A key that may be absent.
    package static func optional(
        _ key: String, _ shape: Shape, _ summary: String, default fallback: JSONValue? = nil,
        examples: [JSONValue] = []
    ) -> Field {
        Field(
            key: key, shape: shape, isRequired: false, summary: summary, fallback: fallback,
            examples: examples)
    }

    /// A key that must be there.
    package static func required(
        _ key: String, _ shape: Shape, _ summary: String, examples: [JSONValue] = []
    ) -> Field {
        Field(
            key: key, shape: shape, isRequired: true, summary: summary, fallback: nil,
            examples: examples)
    }
}

/// One of several objects, told apart by the value of one key.
package struct TaggedShape: Sendable {
    /// What the mapping is: "a model".
    package var name: String
    /// The key whose value decides.
    package var key: String
    /// What that key is for.
    package var summary: String
    /// The objects by the value of the key, without the key itself; in the order to be shown.
    package var cases: [(word: String, shape: ObjectShape)]
    /// Whole examples, as YAML.
    package var examples: [String]

    package init(
        _ name: String, key: String, _ summary: String,
        cases: [(word: String, shape: ObjectShape)], examples: [String] = []
    ) {
        self.name = name
        self.key = key
        self.summary = summary
        self.cases = cases
        self.examples = examples
    }
}
