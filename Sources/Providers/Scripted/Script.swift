package import LanguageModel

/// A part written for a simulated model: what it answers, and the behaviours planted in it at
/// stated rates.
///
/// Behaviours that have a reply are tried in their order; the first whose condition holds and
/// whose draw falls below its rate answers, else the default does. Behaviours that have changes
/// move the rates of others while their own condition holds (what chain of thought gains, what a
/// candid system prompt takes away).
package struct Script: Sendable, Hashable {
    /// The model's name.
    package var name: String
    /// What is answered when no behaviour does: a reply template (see `ReplyTemplate`).
    package var defaultReply: String
    /// The planted behaviours, in the order in which they are tried.
    package var behaviours: [Behaviour]
    /// How it judges where it is asked to (see `JudgingTask`); nil for a model that answers such
    /// a request like any other.
    package var judge: Judge?
    /// How long an answer takes; nil for no time at all.
    package var latency: Latency?

    package init(
        name: String, defaultReply: String, behaviours: [Behaviour] = [], judge: Judge? = nil,
        latency: Latency? = nil
    ) {
        self.name = name
        self.defaultReply = defaultReply
        self.behaviours = behaviours
        self.judge = judge
        self.latency = latency
    }

    /// A judge with known faults. Each share is of the requests that the ones before it left.
    package struct Judge: Sendable, Hashable {
        /// The share of verdicts that nobody can read, in [0, 1].
        package var unreadable: Double
        /// The share of pairs that it calls a tie, in [0, 1].
        package var ties: Double
        /// The share of pairs that it decides by position alone, in [0, 1].
        package var positionBias: Double
        /// Whether it then names the first of the two or the second.
        package var favoursFirst: Bool
        /// The share of the rest on which it sees what is right, in [0, 1].
        package var accuracy: Double

        package init(
            accuracy: Double, positionBias: Double = 0, favoursFirst: Bool = true,
            ties: Double = 0, unreadable: Double = 0
        ) {
            self.accuracy = accuracy
            self.positionBias = positionBias
            self.favoursFirst = favoursFirst
            self.ties = ties
            self.unreadable = unreadable
        }
    }

    /// Something that the model does under a condition, in a stated share of the samples.
    package struct Behaviour: Sendable, Hashable {
        /// The behaviour's name, unique in its script; its random numbers hang on it.
        package var name: String
        /// When it may happen.
        package var condition: Condition
        /// The share of samples in which it happens while the condition holds, in [0, 1].
        package var rate: Double
        /// What is answered: a reply template; nil for a behaviour that only changes others.
        package var reply: String?
        /// What is added to the rates of other behaviours; the sums are kept within [0, 1].
        package var changes: [String: Double]

        package init(
            name: String, when condition: Condition = .always, rate: Double = 1,
            reply: String? = nil, changes: [String: Double] = [:]
        ) {
            self.name = name
            self.condition = condition
            self.rate = rate
            self.reply = reply
            self.changes = changes
        }
    }

    /// When a behaviour may happen. Patterns are regular expressions (ICU's syntax) that are
    /// looked for anywhere in the text.
    package indirect enum Condition: Sendable, Hashable {
        /// In every sample.
        case always
        /// The last user message matches.
        case matches(String)
        /// A system message matches.
        case systemMatches(String)
        /// A tool's result matches.
        case toolMatches(String)
        /// Any message matches, whoever speaks it.
        case anyMatches(String)
        /// A variable of the case has this value.
        case variable(String, equals: JSONValue)
        /// The case's variable stands in the last user message.
        case mentions(variable: String)
        /// All hold.
        case all([Condition])
        /// At least one holds.
        case any([Condition])
        /// It does not hold.
        case not(Condition)
    }

    /// How long an answer takes.
    package struct Latency: Sendable, Hashable {
        /// The mean, in milliseconds.
        package var milliseconds: Double
        /// The most that is added or taken off, uniformly, in milliseconds.
        package var jitter: Double

        package init(milliseconds: Double, jitter: Double = 0) {
            self.milliseconds = milliseconds
            self.jitter = jitter
        }
    }
}
