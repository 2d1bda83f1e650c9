package import LanguageModel

/// A sweep over methods and their strengths: what is trained, how often, and on what reward and
/// divergence are measured.
package struct FrontierDocument: Sendable, Hashable {
    /// One method with the recipe that its strengths change.
    package struct Method: Sendable, Hashable {
        package var name: String
        /// The recipe's path.
        package var recipe: String
        /// The values of each swept key, by key, in the order written.
        package var sweep: [Sweep]
        /// Where the sweep stands, for errors about a recipe that it makes.
        package var node: DocumentNode

        /// Every combination of values, the last key fastest.
        package var settings: [[String: JSONValue]] {
            sweep.reduce([[:]]) { settings, one in
                settings.flatMap { setting in
                    one.values.map { setting.merging([one.key: $0]) { $1 } }
                }
            }
        }
    }

    /// A key of a recipe with the values that it takes.
    package struct Sweep: Sendable, Hashable {
        package var key: String
        package var values: [JSONValue]
    }

    /// What is expected before anything is trained.
    package struct Hypothesis: Sendable, Hashable {
        /// The method whose hull is expected above the other's at every bin.
        package var above: String
        package var below: String
        package var statement: String
    }

    package var name: String
    package var question: String?
    package var hypothesis: Hypothesis?
    /// The suite whose cases are answered to measure a policy.
    package var suite: String
    /// Which of its prompts; nil for the first.
    package var prompt: String?
    /// Which of its scorers is the reward; nil for the first.
    package var scorer: String?
    /// At most so many cases.
    package var limit: Int?
    /// Answers to each case.
    package var samples: Int
    package var maxTokens: Int
    package var temperature: Double
    /// The seed of the answers, the same for all policies.
    package var seed: Int
    /// The seeds of the trainings.
    package var seeds: [Int]
    /// Divergences in nats at which hulls are compared, rising.
    package var bins: [Double]
    package var methods: [Method]
    /// Everything that decides what is done: all but question and note.
    package var content: JSONValue
    package var file: String

    /// SHA-256 of everything that decides what is done.
    package var contentHash: String { ContentHash.of(content) }

    /// How many trainings there are.
    package var pointCount: Int {
        methods.reduce(0) { $0 + $1.settings.count } * seeds.count
    }
}
