import LanguageModel

/// Sets quoted text apart from the words that instruct a judge.
///
/// Quoted lines begin with "| " and stand between two marker lines that carry a code. The code is
/// taken from SHA-256 over all that is quoted, so that it differs from call to call, and a text
/// that contains it would have to contain its own hash; and yet the same call has the same code,
/// so that a judging call is stored and found again like any other. Marking each line as quoted is
/// the "datamarking" of Hines et al. 2024 (arXiv:2403.14720).
struct JudgeBoundary: Sendable, Hashable {
    /// 32 hexadecimal digits.
    let code: String

    /// The boundary for a call that quotes these texts.
    init(quoting texts: [String], purpose: String) {
        let content: JSONValue = [
            "purpose": .string(purpose), "quoted": .array(texts.map(JSONValue.string)),
        ]
        code = String(SHA256.hex(content.serializedBytes()).prefix(32))
    }

    /// A text as a quotation under a label.
    func quote(_ text: String, as label: String) -> String {
        "BEGIN \(label) \(code)\n\(Self.marked(text))\nEND \(label) \(code)"
    }

    /// The text with "| " before each line, whatever ends a line for any reader, and without
    /// characters that only steer a display.
    static func marked(_ text: String) -> String {
        var output = String.UnicodeScalarView("| ".unicodeScalars)
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n":
                if previous != "\r" { output.append(contentsOf: "\n| ".unicodeScalars) }
            case "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
                output.append(contentsOf: "\n| ".unicodeScalars)
            case "\t": output.append(scalar)
            default:
                // Controls and invisible format characters, the tags in which text can hide
                // (U+E0000 to U+E007F) among them, are shown as what they are.
                let category = scalar.properties.generalCategory
                let isHidden =
                    category == .control
                    || category == .format && scalar != "\u{200D}" && scalar != "\u{200C}"
                if isHidden {
                    output.append(contentsOf: "<U+".unicodeScalars)
                    output.append(
                        contentsOf: String(scalar.value, radix: 16, uppercase: true).unicodeScalars)
                    output.append(">")
                } else {
                    output.append(scalar)
                }
            }
            previous = scalar
        }
        return String(output)
    }
}
