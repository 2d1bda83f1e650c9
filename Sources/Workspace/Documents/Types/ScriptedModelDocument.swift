package import LanguageModel

/// A part written for a simulated model: what it answers, and the behaviours planted in it at
/// stated rates. Its output is always labelled as simulated.
package struct ScriptedModelDocument: Sendable, Hashable {
    /// The model's name.
    package var name: String
    /// What it answers when no behaviour does: a template over the case's variables.
    package var defaultReply: Template
    /// The planted behaviours, in the order in which they are tried.
    package var behaviours: [Behaviour]
    /// How it judges when it is asked to; nil for a model that is no judge.
    package var judge: Judge?
    /// How long an answer takes.
    package var latency: Latency?
    /// SHA-256 of the document's canonical JSON.
    package var contentHash: String

    package init(
        name: String, defaultReply: Template, behaviours: [Behaviour] = [], judge: Judge? = nil,
        latency: Latency? = nil, contentHash: String = ""
    ) {
        self.name = name
        self.defaultReply = defaultReply
        self.behaviours = behaviours
        self.judge = judge
        self.latency = latency
        self.contentHash = contentHash
    }

    /// Something that the model does under a condition, in a stated share of the samples.
    package struct Behaviour: Sendable, Hashable {
        package var name: String
        package var condition: Condition
        /// The share of samples in which it happens while the condition holds.
        package var rate: Double
        /// What is answered; nil for a behaviour that only changes others.
        package var reply: Template?
        /// What is added to the rates of other behaviours.
        package var changes: [String: Double]

        package init(
            name: String, condition: Condition, rate: Double = 1, reply: Template? = nil,
            changes: [String: Double] = [:]
        ) {
            self.name = name
            self.condition = condition
            self.rate = rate
            self.reply = reply
            self.changes = changes
        }
    }

    /// When a behaviour may happen.
    package indirect enum Condition: Sendable, Hashable {
        case always
        /// The last user message matches a regular expression.
        case matches(String)
        /// The last user message contains a text.
        case contains(String)
        /// A system message matches.
        case systemMatches(String)
        /// A tool's result matches.
        case toolMatches(String)
        /// Any message matches.
        case anyMatches(String)
        /// A variable of the case has a value.
        case variable(String, equals: JSONValue)
        /// The value of the case's variable stands in the last user message.
        case mentions(String)
        case all([Condition])
        case any([Condition])
        case not(Condition)
    }

    /// A simulated judge with known faults.
    package struct Judge: Sendable, Hashable {
        /// The share of items on which it sees what is right.
        package var accuracy: Double
        /// The share of pairs that it decides by position alone.
        package var positionBias: Double
        /// The position that it then names.
        package var favours: Position
        /// The share of pairs that it calls a tie.
        package var ties: Double
        /// The share of verdicts that cannot be read.
        package var unreadable: Double

        package init(
            accuracy: Double, positionBias: Double = 0, favours: Position = .first,
            ties: Double = 0, unreadable: Double = 0
        ) {
            self.accuracy = accuracy
            self.positionBias = positionBias
            self.favours = favours
            self.ties = ties
            self.unreadable = unreadable
        }

        /// A place in a pair.
        package enum Position: String, Sendable, Hashable, Codable, CaseIterable {
            case first, second
        }
    }

    /// How long an answer takes.
    package struct Latency: Sendable, Hashable {
        /// The mean, in milliseconds.
        package var milliseconds: Double
        /// The most that is added or taken off, in milliseconds.
        package var jitter: Double

        package init(
            milliseconds: Double, jitter: Double = 0
        ) {
            self.milliseconds = milliseconds
            self.jitter = jitter
        }
    }
}
