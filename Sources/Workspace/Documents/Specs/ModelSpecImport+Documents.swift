package import LanguageModel

extension ModelSpecImport {
    /// The clauses as a specification of ours: what the Model Spec does not say (modality,
    /// reasons) is left out, so that `conduct spec lint` lists it.
    package func markdown(name: String) -> String {
        let used = sections.map(\.authority)
        var levels = ["root", "system", "developer", "user", "guideline"]
        for level in used where !levels.contains(level) { levels.append(level) }
        var text = """
            ---
            spec: \(JSONValue.string(name).serialized())
            levels: [\(levels.joined(separator: ", "))]
            note: Imported from \(JSONValue.string(path).serialized().dropFirst().dropLast()) \
            by conduct spec import. The OpenAI Model Spec is in the public domain (CC0 1.0).
            ---
            # \(name)


            """
        for section in sections {
            let marks = String(repeating: "#", count: max(2, min(6, section.level)))
            text += "\(marks) \(section.title) {#\(section.id) authority=\(section.authority)}\n\n"
            if !section.statement.isEmpty { text += Self.plain(section.statement) + "\n\n" }
            for example in examples where example.clause == section.id {
                for answer in example.answers {
                    let turns =
                        example.messages.map { "\(Self.speaker($0.role)): \($0.text)" }
                        + ["Assistant: \(answer.text)"]
                    text += "**Example (\(answer.kind.rawValue)).** "
                    text += turns.map(Self.plain).joined(separator: "\n")
                    text += "\n\n"
                }
            }
        }
        return text
    }

    private static func speaker(_ role: MessageRole) -> String {
        switch role {
        case .system: "System"
        case .assistant: "Assistant"
        case .user, .tool: "User"
        }
    }

    /// Text that begins no heading and carries no label of ours.
    private static func plain(_ text: String) -> String {
        text.unicodeLines.map { line in
            var line = String(line)
            if line.hasPrefix("#") || line.hasPrefix("~~~") || line.hasPrefix("```")
                || line.hasPrefix("<!--")
            {
                line = "\\" + line
            }
            for label in ClauseParts.Label.words {
                line = line.replacing("**\(label).**", with: "\(label).")
            }
            return line
        }.joined(separator: "\n")
    }

    /// The conversations as cases, with the footnotes of their clause as a tag.
    package var cases: [JSONValue] {
        var counts: [String: Int] = [:]
        return examples.filter { !$0.clause.isEmpty }.map { example in
            counts[example.clause, default: 0] += 1
            var vars: [String: JSONValue] = [:]
            for kind in [Clause.Example.Kind.good, .bad] {
                if let answer = example.answers.first(where: { $0.kind == kind }) {
                    vars[kind.rawValue] = .string(answer.text)
                }
            }
            var object: [String: JSONValue] = [
                "id": .string("\(example.clause).example-\(counts[example.clause] ?? 1)"),
                "clauses": .array([.string(example.clause)]),
                "tags": ["source": "model-spec"],
                "messages": Self.json(example.messages),
            ]
            if !vars.isEmpty { object["vars"] = .object(vars) }
            if !example.title.isEmpty { object["note"] = .string(example.title) }
            return .object(object)
        }
    }

    /// Each good (without one, tolerable) answer against each bad one, with the reasons given.
    package var pairs: [JSONValue] {
        examples.flatMap { example -> [JSONValue] in
            let good = example.answers.filter { $0.kind == .good }
            let chosen = good.isEmpty ? example.answers.filter { $0.kind == .ok } : good
            return chosen.flatMap { chosen in
                example.answers.filter { $0.kind == .bad }.map { rejected in
                    [
                        "prompt": Self.json(example.messages),
                        "chosen": [["role": "assistant", "content": .string(chosen.text)]],
                        "rejected": [["role": "assistant", "content": .string(rejected.text)]],
                        "clause": .string(example.clause),
                        "source": .string("\(path)#\(example.clause)"),
                        "reason_chosen": .string(chosen.reason),
                        "reason_rejected": .string(rejected.reason),
                    ]
                }
            }
        }
    }

    private static func json(_ messages: [Message]) -> JSONValue {
        .array(
            messages.map {
                ["role": .string($0.role.rawValue), "content": .string($0.text)]
            })
    }
}
