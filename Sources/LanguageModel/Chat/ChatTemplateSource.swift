/// A Jinja template taken apart, without running it: plain text, code, and the strings in the
/// code, which together are all that it can write.
struct TemplateSource {
    /// A stretch of a template.
    enum Part: Hashable {
        case text(String)
        case code(String)
        case literal(String)
    }

    let parts: [Part]

    init(_ source: String) {
        var scanner = Scanner(scalars: Array(source.unicodeScalars))
        parts = scanner.parts()
    }

    /// What the template can write by itself: its strings and its plain text.
    var literals: [String] {
        parts.compactMap { part in
            switch part {
            case .text(let text), .literal(let text): text
            case .code: nil
            }
        }
    }

    /// Whether something the template writes contains a text.
    func writes(_ text: String) -> Bool { literals.contains { $0.contains(text) } }

    /// Whether the template's code uses a name.
    func mentions(_ name: String) -> Bool {
        parts.contains { if case .code(let code) = $0 { code.contains(name) } else { false } }
    }

    /// Whether the template takes white space off messages.
    var trims: Bool {
        parts.contains { part in
            guard case .code(let code) = part else { return false }
            let dense = code.filter { $0 != " " }
            return dense.contains("|trim") || dense.contains(".strip()")
        }
    }

    /// The system prompt for conversations that bring none: a whole system turn in ChatML's form,
    /// or what is assigned to `system_message`.
    var defaultSystemPrompt: String? {
        for literal in literals {
            let opening = "<|im_start|>system\n"
            guard let start = literal.firstRange(of: opening),
                let end = literal[start.upperBound...].firstRange(of: "<|im_end|>")
            else { continue }
            return String(literal[start.upperBound..<end.lowerBound])
        }
        for (before, after) in zip(parts, parts.dropFirst()) {
            if case .code(let code) = before, case .literal(let text) = after, !text.isEmpty,
                code.filter({ $0 != " " }).hasSuffix("setsystem_message=")
            {
                return text
            }
        }
        return nil
    }

    /// Whether a space is written before an answer: `' ' + message['content'] …`.
    var answersBeginWithSpace: Bool {
        zip(parts, parts.dropFirst()).contains { before, after in
            if case .literal(" ") = before, case .code(let code) = after {
                code.filter { $0 != " " }.hasPrefix("+message")
            } else {
                false
            }
        }
    }

    /// Whether a space is written after an answer: `eos_token + ' '`.
    var endsAnswersWithSpace: Bool {
        zip(parts, parts.dropFirst()).contains { before, after in
            if case .code(let code) = before, case .literal(" ") = after {
                code.filter { $0 != " " }.hasSuffix("eos_token+")
            } else {
                false
            }
        }
    }
}

private struct Scanner {
    let scalars: [Unicode.Scalar]
    var position = 0
    var found: [TemplateSource.Part] = []

    mutating func parts() -> [TemplateSource.Part] {
        var text = ""
        while position < scalars.count {
            if starts(with: "{#") {
                skip(past: "#}")
            } else if starts(with: "{{") || starts(with: "{%") {
                if !text.isEmpty { found.append(.text(text)) }
                text = ""
                let closing = scalars[position + 1] == "{" ? "}}" : "%}"
                position += 2
                code(until: closing)
            } else {
                text.unicodeScalars.append(scalars[position])
                position += 1
            }
        }
        if !text.isEmpty { found.append(.text(text)) }
        return found
    }

    private func starts(with text: String) -> Bool {
        scalars[position...].starts(with: text.unicodeScalars)
    }

    private mutating func skip(past closing: String) {
        while position < scalars.count, !starts(with: closing) { position += 1 }
        position = min(position + closing.unicodeScalars.count, scalars.count)
    }

    private mutating func code(until closing: String) {
        var code = ""
        while position < scalars.count, !starts(with: closing) {
            let scalar = scalars[position]
            if scalar == "'" || scalar == "\"" {
                if !code.isEmpty { found.append(.code(code)) }
                code = ""
                literal()
            } else {
                code.unicodeScalars.append(scalar)
                position += 1
            }
        }
        if !code.isEmpty { found.append(.code(code)) }
        position = min(position + closing.unicodeScalars.count, scalars.count)
    }

    private mutating func literal() {
        let quote = scalars[position]
        position += 1
        var text = ""
        while position < scalars.count, scalars[position] != quote {
            if scalars[position] == "\\", position + 1 < scalars.count {
                position += 1
                switch scalars[position] {
                case "n": text += "\n"
                case "t": text += "\t"
                case "r": text += "\r"
                default: text.unicodeScalars.append(scalars[position])
                }
            } else {
                text.unicodeScalars.append(scalars[position])
            }
            position += 1
        }
        position = min(position + 1, scalars.count)
        found.append(.literal(text))
    }
}
