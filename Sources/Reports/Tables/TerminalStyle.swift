/// What a terminal can show.
package struct TerminalStyle: Sendable, Hashable {
    /// Columns available; nil when output goes to a file or a pipe and nothing must be cut.
    package var columns: Int?
    /// Whether escape sequences for colour may be written.
    package var usesColour: Bool
    /// Whether lines and marks beyond ASCII may be written.
    package var usesUnicode: Bool

    package init(columns: Int? = nil, usesColour: Bool = false, usesUnicode: Bool = true) {
        self.columns = columns
        self.usesColour = usesColour
        self.usesUnicode = usesUnicode
    }

    /// What to use for an output stream.
    ///
    /// Colour needs a terminal, and is off with a non-empty `NO_COLOR` (https://no-color.org) or
    /// `TERM=dumb`. Unicode is used unless the locale names another encoding.
    ///
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - isTerminal: whether the stream is a terminal.
    ///   - columns: the terminal's width, where known; `COLUMNS` overrides it.
    package static func detected(
        environment: [String: String], isTerminal: Bool, columns: Int? = nil
    ) -> TerminalStyle {
        let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let locale =
            [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]]
            .compactMap { $0 }.first { !$0.isEmpty }
        let encoding = locale?.split(separator: ".").dropFirst().last?.lowercased()
        let isUnicode = encoding.map { $0.hasPrefix("utf-8") || $0.hasPrefix("utf8") } ?? true
        let width = environment["COLUMNS"].flatMap(Int.init) ?? columns ?? 80
        return TerminalStyle(
            columns: isTerminal ? max(width, 20) : nil,
            usesColour: isTerminal && !noColour && environment["TERM"] != "dumb",
            usesUnicode: isUnicode)
    }

    /// The text in a tone's colour, or as it is.
    package func painted(_ text: String, _ tone: Table.Tone) -> String {
        guard usesColour, !text.isEmpty else { return text }
        let code: String
        switch tone {
        case .plain: return text
        case .strong: code = "1"
        case .muted: code = "2"
        case .good: code = "36"
        case .bad: code = "31"
        case .warning: code = "33"
        }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The text in ASCII where the terminal shows nothing else: marks of ours are spelled, the
    /// rest is left to the user's data.
    package func plain(_ text: String) -> String {
        guard !usesUnicode else { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{2212}", "–", "—": output += "-"
            case "…": output += "..."
            case "×": output += "x"
            case "→": output += "->"
            case "≥": output += ">="
            case "≤": output += "<="
            case "±": output += "+/-"
            case "µ": output += "u"
            case "·": output += "|"
            case "•": output += "*"
            case "“", "”": output += "\""
            case "’", "‘": output += "'"
            case "Δ": output += "diff"
            case "✓": output += "+"
            case "✗": output += "x"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
