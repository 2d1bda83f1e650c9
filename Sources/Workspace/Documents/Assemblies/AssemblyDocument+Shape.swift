import LanguageModel

extension AssemblyDocument {
    /// The keys of an assembly.
    package static let shape = Shape.object(
        ObjectShape(
            "an assembly", "A context put together from ordered slots with budgets of tokens.",
            fields: [
                .required("assembly", .label, "Its name.", examples: ["support-chat"]),
                .optional("note", .text, "A note for people."),
                .optional("budget", .count, "The most tokens of the whole.", examples: [2000]),
                .required(
                    "slots", .list(slotShape, minimum: 1), "The parts, in the order of the context."
                ),
            ], examples: [example]))

    private static let slotShape = Shape.object(
        ObjectShape(
            "a slot", "One part of the context.",
            fields: [
                .required(
                    "slot",
                    .words(of: Slot.Kind.self) { kind in
                        switch kind {
                        case .system: "who the model is and what it does"
                        case .examples: "worked examples"
                        case .retrieved: "passages that were found"
                        case .history: "earlier turns"
                        case .tools: "what tools there are and what they said"
                        case .user: "what the user asks now"
                        }
                    }, "What it holds."),
                .optional("text", .nonEmptyText, "A template."),
                .optional("file", .nonEmptyText, "A template from a file of the workspace."),
                .optional("items", .list(.nonEmptyText, minimum: 1), "Templates, one an item."),
                .optional(
                    "variable", .label, "The variable that gives the items: a text or a list."),
                .optional("budget", .count, "The most tokens of this slot."),
                .optional(
                    "keep",
                    .words(of: Slot.Keep.self) {
                        $0 == .first ? "the first items stay" : "the last items stay"
                    }, "Which items stay when not all fit.", default: "first"),
                .optional(
                    "required", .boolean, "Whether it is an error that something does not fit.",
                    default: false),
                .optional("separator", .text, "What stands between items.", default: "\n\n"),
            ], exactlyOne: [["text", "file", "items", "variable"]]))

    /// An example for schemas and documentation.
    static let example = """
        assembly: support-chat
        budget: 2000
        slots:
          - {slot: system, text: "You help the customers of {{ shop }}.", required: true}
          - {slot: examples, items: ["Q: Where is my parcel?\\nA: Let me look."], budget: 300}
          - {slot: retrieved, variable: passages, budget: 900, keep: first}
          - {slot: history, variable: history, budget: 500, keep: last}
          - {slot: user, text: "{{ question }}", required: true}
        """
}
