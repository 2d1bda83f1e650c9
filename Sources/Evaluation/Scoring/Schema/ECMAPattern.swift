/// Patterns as JSON Schema has them (ECMA-262), rewritten for ICU.
///
/// Where the two differ: `\d`, `\w` and `\b` are ASCII's, `\s` is ECMA's white space, `$` is the
/// end of the text and never before a last line end, `\/` and other escaped punctuation is itself,
/// and a `[` inside a set is a character.
enum ECMAPattern {
    /// The pattern for ICU.
    static func translated(_ pattern: String) -> String {
        var output = ""
        var rest = pattern.unicodeScalars[...]
        var inSet = false
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let next = rest.popFirst() else {
                    output += "\\"
                    break
                }
                output += escape(next, inSet: inSet, &rest)
            case "[":
                if inSet {
                    output += "\\["
                } else {
                    inSet = true
                    output += "["
                    if rest.first == "^" {
                        rest.removeFirst()
                        output += "^"
                    }
                    // ECMA's empty sets: nothing, or everything.
                    if rest.first == "]" {
                        rest.removeFirst()
                        inSet = false
                        output.unicodeScalars.removeLast()
                        if output.unicodeScalars.last == "[" {
                            output.unicodeScalars.removeLast()
                            output += "[\\s\\S]"
                        } else {
                            output += "(?!)"
                        }
                    }
                }
            case "]" where inSet:
                inSet = false
                output += "]"
            case "&" where inSet, "#" where inSet:
                output += "\\"
                output.unicodeScalars.append(scalar)
            case "$" where !inSet: output += "\\z"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    private static let space =
        "\\t\\n\\u000B\\f\\r\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF"

    private static func escape(
        _ scalar: Unicode.Scalar, inSet: Bool, _ rest: inout Substring.UnicodeScalarView
    ) -> String {
        func set(_ content: String, negated: Bool = false) -> String {
            // ICU takes a set inside a set.
            (negated ? "[^" : "[") + content + "]"
        }
        switch scalar {
        case "d": return set("0-9")
        case "D": return set("0-9", negated: true)
        case "w": return set("A-Za-z0-9_")
        case "W": return set("A-Za-z0-9_", negated: true)
        case "s": return set(space)
        case "S": return set(space, negated: true)
        case "b" where inSet: return "\\u0008"
        case "b": return "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))"
        case "B": return "(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))"
        case "0" where rest.first.map({ !("0"..."9").contains($0) }) ?? true: return "\\u0000"
        case "c":
            guard let letter = rest.first,
                ("a"..."z").contains(letter) || ("A"..."Z").contains(letter)
            else { return "\\\\c" }
            rest.removeFirst()
            let hex = String(letter.value % 32, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        case "u" where rest.first == "{":
            return "\\x"
        default: return "\\" + String(scalar)
        }
    }
}
