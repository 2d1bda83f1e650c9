package import LanguageModel
import Statistics
package import Workspace

/// A base prompt with the changes of one combination of levels.
package struct AssembledPrompt: Sendable, Hashable {
    /// The prompt that is changed.
    let base: PromptTemplate
    /// The changes, in the order of factors.
    let changes: [LevelChange]
    /// The examples shown, in the order shown.
    let examples: [ExperimentDocument.Example]

    package init(
        base: PromptTemplate, changes: [LevelChange], examples: [ExperimentDocument.Example],
        seed: Int
    ) {
        self.base = changes.compactMap(\.prompt).first ?? base
        self.changes = changes
        let count = changes.compactMap(\.exampleCount).first ?? examples.count
        var shown = Array(examples.prefix(count))
        switch changes.compactMap(\.exampleOrder).first ?? .given {
        case .given: break
        case .reversed: shown.reverse()
        case .shuffled:
            var generator = CounterGenerator(seed: UInt64(seed), stream: 0xE8A3)
            generator.shuffle(&shown)
        }
        self.examples = shown
    }

    /// The variables that levels give, over those of a case.
    var variables: [String: JSONValue] {
        changes.reduce(into: [:]) { all, change in
            all.merge(change.variables) { $1 }
        }
    }

    /// The conversation for a case.
    ///
    /// The composition concerns the system message and the last user message before the first
    /// answer; what stands between (earlier turns of the case) stays as it is.
    package func render(_ item: EvalPlan.Case) throws -> RenderedPrompt {
        var item = item
        let own = variables
        item.vars.merge(own) { $1 }
        var rendered = try base.rendered(for: item)
        let plain = rendered.messages.filter { $0.role == .system }.map(\.text)
        let composition = try composition(base: plain) { template throws(DocumentError) in
            try template.render(item.vars)
        }
        var others = rendered.messages.filter { $0.role != .system }
        if let last = others.lastIndex(where: { $0.role == .user }) {
            let question = others[last].text
            let text = composition.user(question)
            if text != question {
                let rest = others[last].parts.filter { part in
                    if case .text = part { false } else { true }
                }
                others[last].parts = [.text(text)] + rest
            }
        }
        var messages: [Message] = []
        if !composition.system.isEmpty { messages.append(Message(.system, composition.system)) }
        for example in examples {
            let shown = try base.render(example.vars.merging(own) { $1 })
            let question = shown.last { $0.role == .user }?.text ?? ""
            messages.append(Message(.user, composition.exampleQuestion(question)))
            messages.append(Message(.assistant, example.answer))
        }
        rendered.messages = messages + others
        return rendered
    }

    private func composition(
        base: [String], _ text: (Template) throws(DocumentError) -> String
    ) throws(DocumentError) -> PromptComposition {
        var composition = PromptComposition()
        composition.instructions = base
        for change in changes {
            for fragment in change.fragments {
                let text = try text(fragment.template)
                switch fragment.place {
                case .opening: composition.opening.append(text)
                case .instructions: composition.instructions.append(text)
                case .before: composition.before.append(text)
                case .after: composition.after.append(text)
                }
            }
            if let structure = change.structure { composition.structure = structure }
            if let position = change.position { composition.position = position }
        }
        return composition
    }

    /// The templates as a list of `{role, content}`, as a prompt's snapshot holds them, with
    /// variables that levels give.
    package var content: JSONValue {
        let plain = base.parts.filter { $0.role == .system }.map(\.template.text)
        let composed = try? composition(base: plain) { template throws(DocumentError) in
            template.text
        }
        guard let composition = composed else { return base.content }
        var messages: [JSONValue] = []
        func add(_ role: MessageRole, _ text: String) {
            messages.append(["role": .string(role.rawValue), "content": .string(text)])
        }
        if !composition.system.isEmpty { add(.system, composition.system) }
        for example in examples {
            add(.user, "example: " + JSONValue.object(example.vars).serialized())
            add(.assistant, example.answer)
        }
        let others = base.parts.filter { $0.role != .system }
        let last = others.lastIndex { $0.role == .user }
        for (index, part) in others.enumerated() {
            add(
                part.role,
                index == last ? composition.user(part.template.text) : part.template.text)
        }
        if last == nil { add(.user, composition.user("(the case's own message)")) }
        let own = variables
        if !own.isEmpty { messages.append(["role": "vars", "content": .object(own)]) }
        return .array(messages)
    }
}
