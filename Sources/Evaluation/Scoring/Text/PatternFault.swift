import Foundation

/// Finds the place in a malformed regular expression, which `NSRegularExpression` does not tell.
///
/// The pattern is cut into elements (a group's opening, a set, an escape, a repetition, a
/// character). The first element whose prefix no longer compiles, with the groups still open
/// closed, is where the fault lies.
enum PatternFault {
    /// What is wrong, and where.
    static func locate(in pattern: String, options: NSRegularExpression.Options)
        -> TimedPattern.Malformed
    {
        let scalars = Array(pattern.unicodeScalars)
        guard !scalars.isEmpty else {
            return TimedPattern.Malformed(message: "the pattern is empty", column: 1)
        }
        var groups: [Int] = []
        var start = 0
        while start < scalars.count {
            let (kind, end) = element(scalars, start)
            switch kind {
            case .open: groups.append(start)
            case .close:
                guard groups.popLast() != nil else {
                    return TimedPattern.Malformed(
                        message: "')' closes no group; write \\) for the character",
                        column: start + 1)
                }
            case .set, .escape, .repetition, .other: break
            }
            let prefix = text(scalars[..<end]) + String(repeating: ")", count: groups.count)
            if !compiles(prefix, options) {
                return TimedPattern.Malformed(message: kind.message, column: start + 1)
            }
            start = end
        }
        if let open = groups.last {
            return TimedPattern.Malformed(
                message: "'(' is not closed; write \\( for the character", column: open + 1)
        }
        return TimedPattern.Malformed(message: "not a regular expression", column: nil)
    }

    private enum Kind {
        case open, close, set, escape, repetition, other

        var message: String {
            switch self {
            case .open: "no such kind of group"
            case .close: "the group is malformed"
            case .set: "the set is malformed or not closed; write \\[ for the character"
            case .escape: "no such escape, property or group"
            case .repetition: "nothing that can be repeated this way comes before"
            case .other: "not allowed here"
            }
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func compiles(_ pattern: String, _ options: NSRegularExpression.Options) -> Bool
    {
        (try? NSRegularExpression(pattern: pattern, options: options)) != nil
    }

    /// The element that begins at a place, and where it ends.
    private static func element(_ scalars: [Unicode.Scalar], _ start: Int) -> (Kind, end: Int) {
        func find(_ scalar: Unicode.Scalar, from: Int) -> Int? {
            scalars[min(from, scalars.count)...].firstIndex(of: scalar)
        }
        let next = start + 1
        switch scalars[start] {
        case "\\":
            guard next < scalars.count else { return (.escape, next) }
            let after = next + 1
            if after < scalars.count, scalars[after] == "{", let end = find("}", from: after) {
                return (.escape, end + 1)
            }
            if scalars[next] == "k", after < scalars.count, let end = find(">", from: after) {
                return (.escape, end + 1)
            }
            let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
            return (.escape, min(scalars.count, after + (digits[scalars[next]] ?? 0)))
        case "(":
            guard next < scalars.count, scalars[next] == "?" else { return (.open, next) }
            var end = next + 1
            while end < scalars.count, "<=!:>#".unicodeScalars.contains(scalars[end]) { end += 1 }
            if end > next + 1, scalars[end - 1] == "<", let close = find(">", from: end) {
                end = close + 1
            }
            return (.open, end)
        case ")": return (.close, next)
        case "[":
            var depth = 0
            var index = start
            while index < scalars.count {
                switch scalars[index] {
                case "\\": index += 1
                case "[": depth += 1
                case "]":
                    depth -= 1
                    if depth == 0 { return (.set, index + 1) }
                default: break
                }
                index += 1
            }
            return (.set, scalars.count)
        case "*", "+", "?", "{":
            var end = next
            if scalars[start] == "{" { end = find("}", from: next).map { $0 + 1 } ?? scalars.count }
            if end < scalars.count, scalars[end] == "?" || scalars[end] == "+" { end += 1 }
            return (.repetition, end)
        default: return (.other, next)
        }
    }
}
