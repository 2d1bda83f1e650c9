import Providers
import Workspace

extension Script {
    /// The script that a document writes.
    init(_ document: ScriptedModelDocument) {
        self.init(
            name: document.name, defaultReply: document.defaultReply.text,
            behaviours: document.behaviours.map { behaviour in
                Behaviour(
                    name: behaviour.name, when: Condition(behaviour.condition),
                    rate: behaviour.rate, reply: behaviour.reply?.text,
                    changes: behaviour.changes)
            },
            judge: document.judge.map { judge in
                Judge(
                    accuracy: judge.accuracy, positionBias: judge.positionBias,
                    favoursFirst: judge.favours == .first, ties: judge.ties,
                    unreadable: judge.unreadable)
            },
            latency: document.latency.map {
                Latency(milliseconds: $0.milliseconds, jitter: $0.jitter)
            })
    }
}

extension Script.Condition {
    init(_ condition: ScriptedModelDocument.Condition) {
        self =
            switch condition {
            case .always: .always
            case .matches(let pattern): .matches(pattern)
            case .contains(let text): .matches(Self.literal(text))
            case .systemMatches(let pattern): .systemMatches(pattern)
            case .toolMatches(let pattern): .toolMatches(pattern)
            case .anyMatches(let pattern): .anyMatches(pattern)
            case .variable(let name, let value): .variable(name, equals: value)
            case .mentions(let name): .mentions(variable: name)
            case .all(let parts): .all(parts.map(Self.init))
            case .any(let parts): .any(parts.map(Self.init))
            case .not(let part): .not(Self(part))
            }
    }

    /// A pattern that matches a text as it stands.
    private static func literal(_ text: String) -> String {
        var pattern = ""
        for scalar in text.unicodeScalars {
            if "\\^$.|?*+()[]{}/-#&~ ".unicodeScalars.contains(scalar) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }
}
