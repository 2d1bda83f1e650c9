/// The conditions on inputs that many methods share, each as one line at the top of a method.
enum Check {
    /// A confidence level strictly between 0 and 1.
    static func level(_ level: Double) throws(Undefined) {
        guard level > 0, level < 1 else {
            throw .outOfRange(what: "the confidence level", allowed: "between 0 and 1")
        }
    }

    /// A probability strictly between 0 and 1.
    static func probability(_ value: Double, _ what: String) throws(Undefined) {
        guard value > 0, value < 1 else {
            throw .outOfRange(what: what, allowed: "between 0 and 1")
        }
    }

    /// A share within 0...1, ends included.
    static func share(_ value: Double, _ what: String) throws(Undefined) {
        guard value >= 0, value <= 1 else {
            throw .outOfRange(what: what, allowed: "within 0...1")
        }
    }

    /// A finite number above 0.
    static func positive(_ value: Double, _ what: String) throws(Undefined) {
        guard value > 0, value.isFinite else {
            throw .outOfRange(what: what, allowed: "a finite number above 0")
        }
    }

    /// A finite number of at least 0.
    static func notNegative(_ value: Double, _ what: String) throws(Undefined) {
        guard value >= 0, value.isFinite else {
            throw .outOfRange(what: what, allowed: "a finite number of at least 0")
        }
    }

    /// Only finite numbers, small enough that sums of their squares are finite too.
    static func finite(_ values: [Double]) throws(Undefined) {
        for position in values.indices where !(abs(values[position]) <= largest) {
            guard values[position].isFinite else { throw .notFinite(position: position) }
            throw .outOfRange(
                what: "the value at position \(position)", allowed: "at most 1e100 in size")
        }
    }

    /// The largest value that methods take.
    private static let largest = 1e100

    /// At least one observation, all of them finite.
    static func data(_ values: [Double]) throws(Undefined) {
        guard !values.isEmpty else { throw .noData }
        try finite(values)
    }

    /// Two columns of equal length.
    static func lengths(_ first: Int, _ second: Int) throws(Undefined) {
        guard first == second else { throw .lengthsDiffer(first: first, second: second) }
    }

    /// A number of things that suffices.
    static func atLeast(_ needed: Int, _ things: String, found: Int) throws(Undefined) {
        guard found >= needed else {
            throw .tooFew(things: things, needed: needed, found: found)
        }
    }

    /// A number of successes within a number of trials.
    static func counts(successes: Int, trials: Int) throws(Undefined) {
        guard trials > 0 else { throw .noData }
        guard (0...trials).contains(successes) else {
            throw .outOfRange(what: "the number of successes", allowed: "within 0...\(trials)")
        }
    }
}
