/// Text from models, files and services made harmless for where it is shown.
package enum SafeText {
    /// Text for one line of a terminal: nothing in it can move the cursor, change colours, ring,
    /// or reorder what stands beside it.
    ///
    /// Line breaks and tabs become spaces; control characters become their pictures (U+2400…);
    /// bidirectional controls become their code points in brackets.
    package static func line(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: output += " "
            default: append(scalar, to: &output)
            }
        }
        return output
    }

    /// Text for several lines of a terminal: as `line`, but line breaks and tabs stay.
    package static func lines(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: output += "\n"
            case 0x09: output += "    "
            case 0x0D: break
            default: append(scalar, to: &output)
            }
        }
        return output
    }

    /// Text for HTML content and double-quoted attributes.
    ///
    /// `&`, `<`, `>`, `"`, `'` become references; control characters, which HTML forbids even as
    /// references, become their pictures; bidirectional controls are spelled out.
    package static func html(_ text: String) -> String {
        var output = ""
        output.reserveCapacity(text.utf8.count + text.utf8.count / 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\n", "\t": output.unicodeScalars.append(scalar)
            case "\r": break
            default: append(scalar, to: &output)
            }
        }
        return output
    }

    /// Text for one line of Markdown in which nothing is markup.
    package static func markdown(_ text: String) -> String {
        var output = ""
        for scalar in line(text).unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "|", "~", "!":
                output += "\\"
                output.unicodeScalars.append(scalar)
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "&": output += "&amp;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// Text inside a Markdown code fence that it cannot close.
    package static func fenced(_ text: String, info: String = "text") -> String {
        var longest = 2
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\(info)\n\(lines(text))\n\(fence)"
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
        switch scalar.value {
        case 0...0x1F: output.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
        case 0x7F: output += "\u{2421}"
        case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFFFE, 0xFFFF:
            output += "[U+\(hexadecimal(scalar.value))]"
        default: output.unicodeScalars.append(scalar)
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
}
