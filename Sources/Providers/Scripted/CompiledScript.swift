import LanguageModel

/// A script whose patterns and templates have been read once.
struct CompiledScript: Sendable {
    /// What a request means for the model: each answer that could come, and how likely it is.
    struct Outcome {
        /// The behaviour that gives the answer; nil for the default.
        var behaviour: Int?
        var template: ReplyTemplate
        var captures: [String]
        /// The rate at which it happens once those before it have not, in [0, 1].
        var rate: Double
    }

    struct Behaviour: Sendable {
        var name: String
        var condition: Condition
        var rate: Double
        var reply: ReplyTemplate?
        var changes: [String: Double]
    }

    indirect enum Condition: Sendable {
        case always
        case pattern(TimedPattern, Place)
        case variable(String, JSONValue)
        case mentions(String)
        case all([Condition])
        case any([Condition])
        case not(Condition)
    }

    enum Place: Sendable { case lastUser, system, tool, anywhere }

    let behaviours: [Behaviour]
    let defaultReply: ReplyTemplate

    /// Reads a script.
    ///
    /// - Throws: `ProviderError.invalidRequest` for rates outside [0, 1], names given twice,
    ///   changes of behaviours that are not there, and patterns or templates that are wrong.
    init(_ script: Script) throws(ProviderError) {
        defaultReply = try ReplyTemplate(script.defaultReply)
        let names = Set(script.behaviours.map(\.name))
        var seen: Set<String> = []
        var compiled: [Behaviour] = []
        for behaviour in script.behaviours {
            func refusal(_ reason: String) -> ProviderError {
                ProviderError(
                    .invalidRequest,
                    "behaviour '\(Excerpt.of(behaviour.name))' of \(script.name) \(reason)")
            }
            guard seen.insert(behaviour.name).inserted else { throw refusal("is there twice") }
            guard (0...1).contains(behaviour.rate) else {
                throw refusal("has the rate \(behaviour.rate), which is not between 0 and 1")
            }
            guard behaviour.reply != nil || !behaviour.changes.isEmpty else {
                throw refusal("has neither a reply nor changes")
            }
            for (name, change) in behaviour.changes {
                guard names.contains(name), name != behaviour.name else {
                    throw refusal("changes '\(Excerpt.of(name))', which is no other behaviour")
                }
                guard change.isFinite else { throw refusal("changes '\(name)' by no number") }
            }
            compiled.append(
                Behaviour(
                    name: behaviour.name, condition: try Condition(behaviour.condition),
                    rate: behaviour.rate,
                    reply: try behaviour.reply.map { text throws(ProviderError) in
                        try ReplyTemplate(text)
                    }, changes: behaviour.changes))
        }
        behaviours = compiled
    }

    /// Each answer that could come of a conversation, in the order in which they are tried; the
    /// last has rate 1.
    ///
    /// - Parameter draw: a number in [0, 1) for a behaviour that changes others.
    func outcomes(
        of messages: [Message], variables: [String: JSONValue], draw: (String) -> Double
    ) throws(ProviderError) -> [Outcome] {
        let scene = Scene(messages: messages, variables: variables)
        var held: [(index: Int, captures: [String])] = []
        var changes: [String: Double] = [:]
        for (index, behaviour) in behaviours.enumerated() {
            guard let captures = try behaviour.condition.holds(in: scene) else { continue }
            held.append((index, captures))
            guard !behaviour.changes.isEmpty, draw(behaviour.name) < behaviour.rate else {
                continue
            }
            changes.merge(behaviour.changes, uniquingKeysWith: +)
        }
        var outcomes: [Outcome] = []
        for (index, captures) in held {
            guard let reply = behaviours[index].reply else { continue }
            let rate = behaviours[index].rate + (changes[behaviours[index].name] ?? 0)
            outcomes.append(
                Outcome(
                    behaviour: index, template: reply, captures: captures,
                    rate: min(1, max(0, rate))))
        }
        outcomes.append(
            Outcome(behaviour: nil, template: defaultReply, captures: [], rate: 1))
        return outcomes
    }
}

/// What conditions look at.
struct Scene {
    let messages: [Message]
    let variables: [String: JSONValue]

    var lastUser: String { messages.last { $0.role == .user }?.text ?? "" }

    func texts(at place: CompiledScript.Place) -> [String] {
        switch place {
        case .lastUser: [lastUser]
        case .system: messages.filter { $0.role == .system }.map(\.text)
        case .tool: messages.filter { $0.role == .tool }.map(\.text)
        case .anywhere: messages.map(\.text)
        }
    }
}

extension CompiledScript.Condition {
    init(_ condition: Script.Condition) throws(ProviderError) {
        func compiled(_ conditions: [Script.Condition]) throws(ProviderError)
            -> [CompiledScript.Condition]
        {
            var result: [CompiledScript.Condition] = []
            for condition in conditions { result.append(try Self(condition)) }
            return result
        }
        switch condition {
        case .always: self = .always
        case .matches(let text): self = .pattern(try TimedPattern(text), .lastUser)
        case .systemMatches(let text): self = .pattern(try TimedPattern(text), .system)
        case .toolMatches(let text): self = .pattern(try TimedPattern(text), .tool)
        case .anyMatches(let text): self = .pattern(try TimedPattern(text), .anywhere)
        case .variable(let name, let value): self = .variable(name, value)
        case .mentions(let name): self = .mentions(name)
        case .all(let conditions): self = .all(try compiled(conditions))
        case .any(let conditions): self = .any(try compiled(conditions))
        case .not(let condition): self = .not(try Self(condition))
        }
    }

    /// What the patterns captured where the condition holds, else nil.
    func holds(in scene: Scene) throws(ProviderError) -> [String]? {
        switch self {
        case .always: return []
        case .pattern(let pattern, let place):
            for text in scene.texts(at: place) {
                if let captures = try pattern.firstMatch(in: text) { return captures }
            }
            return nil
        case .variable(let name, let value): return scene.variables[name] == value ? [] : nil
        case .mentions(let name):
            guard let value = scene.variables[name] else { return nil }
            let text = value.string ?? value.serialized()
            return Words.contains(scene.lastUser, text) ? [] : nil
        case .all(let conditions):
            var captures: [String] = []
            for condition in conditions {
                guard let more = try condition.holds(in: scene) else { return nil }
                if captures.isEmpty { captures = more }
            }
            return captures
        case .any(let conditions):
            for condition in conditions {
                if let captures = try condition.holds(in: scene) { return captures }
            }
            return nil
        case .not(let condition): return try condition.holds(in: scene) == nil ? [] : nil
        }
    }
}
