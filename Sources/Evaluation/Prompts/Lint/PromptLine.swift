import LanguageModel
import Workspace

/// One line of a prompt with what can be read off it.
struct PromptLine: Sendable {
    let text: String
    let role: MessageRole
    /// The part of the prompt that it stands in.
    let part: Int
    /// From 1 in the file; 0 where it was not found there.
    let number: Int
    let lowered: String
    let words: [Substring]
    /// The names between {{ and }}, as they begin.
    let variables: [String]
    /// Tags opened and closed on this line.
    let opened: Int
    let closed: Int

    init(_ text: String, role: MessageRole, part: Int, number: Int) {
        (self.text, self.role, self.part, self.number) = (text, role, part, number)
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true)
            .joined(separator: " ")
        lowered = trimmed.lowercased()
        words = lowered.split { !($0.isLetter || $0 == "'" || $0 == "’") }
        variables = Self.variables(in: text)
        let tags = TagBalance.tags(in: text)
        opened = tags.count { $0.kind == .open }
        closed = tags.count { $0.kind == .close }
    }

    var isBlank: Bool { lowered.isEmpty }

    /// Whether the line is a variable and nothing else.
    var isOnlyVariable: Bool {
        variables.count == 1 && lowered.hasPrefix("{{") && lowered.hasSuffix("}}")
            && lowered.utf8.count { $0 == UInt8(ascii: "{") } == 2
    }

    var isQuestion: Bool { lowered.hasSuffix("?") }

    private static let verbs: Set<Substring> = [
        "answer", "respond", "reply", "write", "use", "give", "keep", "say", "explain", "return",
        "list", "summarise", "summarize", "classify", "translate", "rate", "score", "judge",
        "decide", "choose", "follow", "include", "avoid", "begin", "start", "end", "be", "state",
        "provide", "describe", "extract", "output", "think", "consider", "check", "tell", "ask",
        "make", "do", "don't", "don’t", "never", "always", "ensure", "refuse", "cite", "format",
        "please",
    ]

    /// Whether the line tells the model to do or not to do something.
    var isInstruction: Bool {
        isStrongInstruction || isProhibition
            || openings.contains { Self.verbs.contains($0) }
            || lowered.hasPrefix("you should") || lowered.hasPrefix("your task")
            || lowered.contains("you tell ") || lowered.contains("please ")
    }

    /// The first word of each sentence.
    private var openings: [Substring] {
        lowered.split { $0 == "." || $0 == "!" || $0 == "?" || $0 == ":" || $0 == ";" }
            .compactMap { sentence in
                sentence.split { !($0.isLetter || $0 == "'" || $0 == "’") }.first
            }
    }

    /// Whether the line is a rule with must, always, never and their like.
    var isStrongInstruction: Bool {
        ["must", "always", "never", "required", "important", "only"].contains {
            words.contains($0)
        }
    }

    /// Whether the line forbids.
    var isProhibition: Bool {
        lowered.contains("do not ") || lowered.contains("don't ") || lowered.contains("don’t ")
            || words.contains("never") || lowered.contains("must not")
            || words.contains("avoid")
    }

    /// The lines of a prompt, each with its place in the file.
    static func lines(of prompt: PromptTemplate, in file: String) -> [PromptLine] {
        let written = file.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
        var next = 0
        var result: [PromptLine] = []
        for (index, part) in prompt.parts.enumerated() {
            let own = part.template.text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
            let start = (next..<max(next, written.count)).first { place in
                own.indices.allSatisfy { offset in
                    place + offset < written.count
                        && (written[place + offset] == own[offset]
                            || written[place + offset] == "\\" + own[offset])
                }
            }
            for (offset, line) in own.enumerated() {
                result.append(
                    PromptLine(
                        String(line), role: part.role, part: index,
                        number: start.map { $0 + offset + 1 } ?? 0))
            }
            if let start { next = start + own.count }
        }
        return result
    }

    /// The lines by part.
    static func parts(_ lines: [PromptLine]) -> [[PromptLine]] {
        var parts: [[PromptLine]] = []
        for line in lines {
            if parts.last?.last?.part == line.part {
                parts[parts.count - 1].append(line)
            } else {
                parts.append([line])
            }
        }
        return parts
    }

    private static func variables(in text: String) -> [String] {
        var names: [String] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { break }
            let inner = rest[..<close.lowerBound].drop { $0 == " " || $0 == "-" }
            let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !name.isEmpty { names.append(String(name)) }
            rest = rest[close.upperBound...]
        }
        return names
    }
}
