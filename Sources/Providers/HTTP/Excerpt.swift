/// A short, harmless piece of untrusted text for an error message.
enum Excerpt {
    /// The first scalars on one line: control characters (a terminal would obey them), format
    /// characters and runs of white space become single spaces.
    static func of(_ text: String, limit: Int = 200) -> String {
        var output = String.UnicodeScalarView()
        var pendingSpace = false
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator,
                .spaceSeparator, .unassigned:
                pendingSpace = count > 0
            default:
                if pendingSpace { output.append(" ") }
                pendingSpace = false
                output.append(scalar)
                count += 1
                if count >= limit { return String(output) + "…" }
            }
        }
        return String(output)
    }

    /// The same of bytes; what is not UTF-8 becomes U+FFFD.
    static func of(_ bytes: some Sequence<UInt8>, limit: Int = 200) -> String {
        // A scalar has at most four bytes, so this prefix is enough.
        of(String(decoding: Array(bytes.prefix(limit * 8)), as: UTF8.self), limit: limit)
    }
}
