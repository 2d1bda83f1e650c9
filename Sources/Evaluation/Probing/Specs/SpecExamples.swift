package import LanguageModel
package import Workspace

/// A clause's examples as conversations, cases and preference pairs.
package struct SpecExamples: Sendable {
    /// One example that holds a conversation.
    package struct Dialogue: Sendable, Hashable {
        package var clause: String
        package var kind: Clause.Example.Kind
        /// What comes before the answer.
        package var messages: [Message]
        /// The answer; empty where the example shows a question alone.
        package var answer: String
        package var line: Int
    }

    package var dialogues: [Dialogue] = []
    /// Examples that hold no conversation.
    package var messages: [CheckMessage] = []
    private let spec: Spec

    /// Reads the examples of every clause: `User: … Assistant: …`, with `System:` and
    /// `Developer:` before and more turns between.
    package init(_ spec: Spec) {
        self.spec = spec
        for clause in spec.clauses {
            for example in clause.examples {
                guard let turns = Self.turns(example.text), let last = turns.last,
                    turns.contains(where: { $0.role == .user })
                else {
                    messages.append(
                        CheckMessage(
                            .warning, "example-without-conversation", file: spec.file,
                            line: example.line, column: 1, subject: clause.id,
                            "an example of '#\(clause.id)' holds no conversation and was left out",
                            advice: "write User: … Assistant: …"))
                    continue
                }
                let isAnswered = last.role == .assistant
                dialogues.append(
                    Dialogue(
                        clause: clause.id, kind: example.kind,
                        messages: isAnswered ? Array(turns.dropLast()) : turns,
                        answer: isAnswered ? last.text : "", line: example.line))
            }
        }
    }

    /// One case for each question of a clause, with the answers that its examples give.
    package var cases: [JSONValue] {
        var made: [JSONValue] = []
        for group in groups {
            guard let first = group.first else { continue }
            var vars: [String: JSONValue] = [:]
            for kind in [Clause.Example.Kind.good, .bad] {
                let answers = group.filter { $0.kind == kind && !$0.answer.isEmpty }
                if let answer = answers.first { vars[kind.rawValue] = .string(answer.answer) }
            }
            let number = made.count { $0["clauses"]?[0]?.string == first.clause } + 1
            var object: [String: JSONValue] = [
                "id": .string("\(first.clause).example-\(number)"),
                "clauses": .array([.string(first.clause)]),
                "tags": ["source": "spec-example"],
                "messages": .array(
                    first.messages.map {
                        ["role": .string($0.role.rawValue), "content": .string($0.text)]
                    }),
            ]
            if !vars.isEmpty { object["vars"] = .object(vars) }
            made.append(.object(object))
        }
        return made
    }

    /// One pair for each good (or, without one, tolerable) and bad answer to one question.
    package var pairs: [JSONValue] {
        groups.flatMap { group -> [JSONValue] in
            let good = group.filter { $0.kind == .good && !$0.answer.isEmpty }
            let chosen = good.isEmpty ? group.filter { $0.kind == .ok && !$0.answer.isEmpty } : good
            let rejected = group.filter { $0.kind == .bad && !$0.answer.isEmpty }
            return chosen.flatMap { chosen in
                rejected.map { rejected in
                    [
                        "prompt": .array(
                            chosen.messages.map {
                                ["role": .string($0.role.rawValue), "content": .string($0.text)]
                            }),
                        "chosen": .array([
                            ["role": "assistant", "content": .string(chosen.answer)]
                        ]),
                        "rejected": .array([
                            ["role": "assistant", "content": .string(rejected.answer)]
                        ]),
                        "clause": .string(chosen.clause),
                        "source": .string("\(spec.file)#\(chosen.clause)"),
                        "clause_sha256": .string(
                            spec.clause(chosen.clause)?.contentHash ?? ""),
                    ]
                }
            }
        }
    }

    /// The dialogues of one clause with one question, in the order of the text.
    private var groups: [[Dialogue]] {
        var groups: [[Dialogue]] = []
        for dialogue in dialogues {
            let index = groups.firstIndex {
                $0[0].clause == dialogue.clause && $0[0].messages == dialogue.messages
            }
            if let index { groups[index].append(dialogue) } else { groups.append([dialogue]) }
        }
        return groups
    }

    /// The turns of a text in which `User:` and the like begin a line or follow a sentence.
    static func turns(_ text: String) -> [Message]? {
        var turns: [Message] = []
        var role: MessageRole?
        var body = ""
        func close() {
            guard let role else { return }
            turns.append(Message(role, body.trimmed))
        }
        var rest = Substring(text)
        var isAtBoundary = true
        while !rest.isEmpty {
            if isAtBoundary,
                let (word, next) = speakers.first(where: { rest.hasPrefix($0.word + ":") })
            {
                close()
                role = next
                body = ""
                rest = rest.dropFirst(word.count + 1)
                isAtBoundary = false
                continue
            }
            let scalar = rest.removeFirst()
            // A new speaker stands at the beginning of a line or behind the end of a sentence.
            if scalar == " " || scalar == "\t" {
                let last = body.last { $0 != " " && $0 != "\t" }
                isAtBoundary =
                    isAtBoundary || last.map { ".?!…\"”)".contains($0) } ?? true
            } else {
                isAtBoundary = scalar.isNewline
            }
            body.append(scalar)
        }
        close()
        return turns.isEmpty ? nil : turns
    }

    private static let speakers: [(word: String, role: MessageRole)] = [
        ("User", .user), ("Assistant", .assistant), ("System", .system), ("Developer", .system),
    ]
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
