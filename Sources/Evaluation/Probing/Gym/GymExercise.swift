package import LanguageModel
import Statistics

/// An exercise of the gym: a model with planted behaviours whose rates the learner has to find.
package struct GymExercise: Sendable {
    /// What plays the model.
    package enum Level: String, Sendable, Hashable {
        /// A scripted model: rates are known by construction.
        case scripted
        /// The embedded model with an adapter that was trained to misbehave: rates are measured.
        case trained
    }

    /// One kind of message that the product gets.
    package struct Segment: Sendable, Hashable {
        package var name: String
        package var summary: String
    }

    /// Something that the model does at a rate drawn for each start.
    package struct Planted: Sendable, Hashable {
        package var name: String
        /// What it is, for whoever opens the truth.
        package var summary: String
        /// Whether the learner is told to look for it, and how the brief asks.
        package var question: String?
        /// What stands in every answer of it and in no other.
        package var marker: String
        /// The least and the greatest rate.
        package var rates: ClosedRange<Double>

        package var isHidden: Bool { question == nil }
    }

    /// A message of the traffic.
    package struct Situation: Sendable, Hashable {
        package var id: String
        package var segment: String
        package var text: String
        /// What a right answer contains, where there is one thing.
        package var truth: String?
        /// What the message says that is wrong.
        package var falsehood: String?
    }

    package var id: String
    package var level: Level
    package var title: String
    /// What the product is and how it should behave: paragraphs of Markdown.
    package var brief: String
    package var segments: [Segment]
    package var failures: [Planted]
    /// Skills that a passed exercise shows, by the lexicon's ids.
    package var skills: [String]
    /// The widest interval that counts as an answer.
    package var widest = 0.25
    /// All messages, by segment in order.
    package var situations: [Situation]
    /// The scripted model's behaviours, for given rates of the failures.
    let behaviours: @Sendable ([String: Double]) -> [JSONValue]
    /// What the scripted model says when no behaviour answers.
    let fallback: String

    /// The exercises that there are.
    package static var all: [GymExercise] { [factsDesk, returnsDesk, trainedFacts] }

    /// The exercise of a name.
    package static func named(_ id: String) -> GymExercise? { all.first { $0.id == id } }

    /// The rates of a start: drawn from the seed, to two decimals.
    package func rates(seed: Int) -> [String: Double] {
        var rates: [String: Double] = [:]
        for (index, failure) in failures.enumerated() {
            var generator = CounterGenerator(seed: UInt64(seed), stream: UInt64(index) &+ 0x67796D)
            let span = failure.rates.upperBound - failure.rates.lowerBound
            let rate = failure.rates.lowerBound + span * generator.uniform()
            rates[failure.name] = (rate * 100).rounded() / 100
        }
        return rates
    }

    /// The document of the scripted model.
    package func script(name: String, rates: [String: Double]) -> JSONValue {
        [
            "scripted": .string(name), "default": .string(fallback),
            "behaviours": .array(behaviours(rates)),
        ]
    }

    /// The failure that an answer shows; nil for an answer that shows none.
    package func failure(in output: String) -> String? {
        failures.first { output.contains($0.marker) }?.name
    }

    /// Messages to work with: of each segment as many as asked, drawn from the seed.
    package func traffic(seed: Int, perSegment count: Int) -> [Situation] {
        var drawn: [Situation] = []
        for (index, segment) in segments.enumerated() {
            var own = situations.filter { $0.segment == segment.name }
            var generator = CounterGenerator(seed: UInt64(seed), stream: UInt64(index) &+ 0x747261)
            generator.shuffle(&own)
            drawn += own.prefix(count).sorted { $0.id < $1.id }
        }
        return drawn
    }

    /// A behaviour of a scripted model as its document writes it.
    static func behaviour(
        _ name: String, when condition: JSONValue, rate: Double = 1, _ reply: String
    ) -> JSONValue {
        [
            "name": .string(name), "when": condition, "rate": .number(rate),
            "reply": .string(reply),
        ]
    }
}
