package import LanguageModel

/// Something that is varied: a name and at least two levels.
package struct ExperimentFactor: Sendable, Hashable {
    /// What a factor's levels mean.
    package enum Kind: String, Sendable, Hashable {
        /// A factor that Conduct knows by its name.
        case builtIn = "built-in"
        /// A template variable of the factor's name.
        case variable
        /// Levels that say themselves what they change.
        case custom
    }

    /// Its name.
    package var name: String
    /// What its levels mean.
    package var kind: Kind
    /// The levels, in order; the first is the one that others are compared with.
    package var levels: [Level]
    /// A note for people.
    package var note: String?

    /// One level: its name and what it changes.
    package struct Level: Sendable, Hashable {
        package var label: String
        package var change: LevelChange

        package init(label: String, change: LevelChange) {
            self.label = label
            self.change = change
        }
    }

    package init(name: String, kind: Kind, levels: [Level], note: String? = nil) {
        self.name = name
        self.kind = kind
        self.levels = levels
        self.note = note
    }
}

/// What a level changes about a prompt and how it is asked.
package struct LevelChange: Sendable, Hashable {
    /// Where a text goes.
    package enum Place: String, Sendable, Hashable, CaseIterable {
        /// At the very beginning of the system message.
        case opening
        /// Among the instructions, below those of the base prompt.
        case instructions
        /// In the user's message, above the question.
        case before
        /// In the user's message, below the question.
        case after
    }

    /// A text with its place.
    package struct Fragment: Sendable, Hashable {
        package var place: Place
        package var template: Template

        package init(place: Place, template: Template) {
            self.place = place
            self.template = template
        }
    }

    /// How the parts of a prompt are marked.
    package enum Structure: String, Sendable, Hashable, CaseIterable { case plain, markdown, xml }

    /// Where the instructions stand.
    package enum Position: String, Sendable, Hashable, CaseIterable {
        case system, before, after, both
    }

    /// In which order examples are shown.
    package enum ExampleOrder: String, Sendable, Hashable, CaseIterable {
        case given, reversed, shuffled
    }

    /// Texts that are added.
    package var fragments: [Fragment] = []
    /// Variables for the prompt's templates.
    package var variables: [String: JSONValue] = [:]
    /// How the model generates.
    package var parameters: GenerationParameters?
    /// Which model is asked.
    package var model: String?
    /// The base prompt instead of the experiment's.
    package var prompt: PromptTemplate?
    /// How many examples are shown.
    package var exampleCount: Int?
    package var exampleOrder: ExampleOrder?
    package var structure: Structure?
    package var position: Position?

    package init() {}

    /// The change as canonical JSON: what a lock hashes and a report can show.
    package var content: JSONValue {
        var object: [String: JSONValue] = [:]
        if !fragments.isEmpty {
            object["texts"] = .array(
                fragments.map {
                    ["place": .string($0.place.rawValue), "text": .string($0.template.text)]
                })
        }
        if !variables.isEmpty { object["vars"] = .object(variables) }
        object["parameters"] = parameters?.content
        object["model"] = model.map(JSONValue.string)
        object["prompt"] = prompt.map { .string($0.contentHash) }
        object["examples"] = exampleCount.map(JSONValue.integer)
        object["example_order"] = exampleOrder.map { .string($0.rawValue) }
        object["structure"] = structure.map { .string($0.rawValue) }
        object["position"] = position.map { .string($0.rawValue) }
        return .object(object)
    }
}
