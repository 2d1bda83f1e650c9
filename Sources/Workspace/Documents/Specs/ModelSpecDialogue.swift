import LanguageModel

/// The elements of a Model Spec example: messages, and answers to compare.
struct ModelSpecDialogue {
    private var rest: Substring
    private(set) var messages: [Message] = []
    private(set) var answers: [ModelSpecImport.Answer] = []

    init(_ text: String) { rest = Substring(text) }

    /// Reads all elements.
    ///
    /// - Returns: whether there is a conversation with at least one message.
    mutating func read() -> Bool {
        var isComparing = false
        while let tag = nextTag() {
            switch tag.name {
            case "comparison": isComparing = true
            case "/comparison": isComparing = false
            case "user": messages.append(Message(.user, body(until: tag.name)))
            // A developer speaks through the system message in most services.
            case "developer", "system":
                messages.append(Message(.system, body(until: tag.name)))
            case "tool": messages.append(Message(.user, body(until: tag.name)))
            case "assistant":
                let text = body(until: tag.name)
                let (mark, reason, answer) = Self.mark(text)
                if isComparing {
                    if let mark {
                        answers.append(
                            ModelSpecImport.Answer(kind: mark, reason: reason, text: answer))
                    }
                } else {
                    messages.append(Message(.assistant, answer))
                }
            default: break
            }
        }
        return !messages.isEmpty
    }

    private mutating func nextTag() -> (name: String, attributes: String)? {
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: ">") else { return nil }
            let inside = rest[..<close]
            let name = inside.prefix { $0.isLetter || $0 == "/" }
            guard !name.isEmpty, Self.names.contains(String(name)) else { continue }
            rest = rest[rest.index(after: close)...]
            return (String(name), String(inside.dropFirst(name.count)))
        }
        return nil
    }

    private static let names: Set<String> = [
        "user", "developer", "system", "assistant", "tool", "comparison", "/comparison",
    ]

    private mutating func body(until name: String) -> String {
        guard let close = rest.firstRange(of: "</\(name)>") else {
            defer { rest = "" }
            return String(rest).trimmingASCIIWhitespace()
        }
        let text = String(rest[..<close.lowerBound])
        rest = rest[close.upperBound...]
        return text.trimmingASCIIWhitespace()
    }

    /// `<!-- GOOD: why -->` at an answer's beginning.
    private static func mark(_ text: String) -> (Clause.Example.Kind?, String, String) {
        guard text.hasPrefix("<!--"), let end = text.firstRange(of: "-->") else {
            return (nil, "", text)
        }
        let comment = String(text[text.index(text.startIndex, offsetBy: 4)..<end.lowerBound])
            .trimmingASCIIWhitespace()
        let answer = String(text[end.upperBound...]).trimmingASCIIWhitespace()
        let word = comment.prefix { $0.isLetter }
        let reason = String(comment.dropFirst(word.count).drop { $0 == ":" || $0 == " " })
        let kind: Clause.Example.Kind? =
            switch word {
            case "GOOD": .good
            case "OK": .ok
            case "BAD": .bad
            default: nil
            }
        return (kind, reason, answer)
    }
}
