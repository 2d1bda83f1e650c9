package import LanguageModel
import Statistics
import Workspace

/// A model as a second opinion on which kind of work a verb means.
///
/// A model is heard only after it has grouped verbs whose groups are known, each asked twice with
/// the groups in opposite orders. Answering blindly gets at most a fifth of the items right both
/// times; the check asks for more than half, by Wilson's 95 % interval.
package struct VerbGrouping: Sendable {
    /// A verb in its sentence with the group that it means there.
    package struct Known: Sendable, Hashable {
        package var verb: String
        package var sentence: String
        package var cluster: VerbCluster
    }

    /// What the check found.
    package struct Outcome: Sendable, Hashable {
        package var items: Int
        /// Grouped rightly in both orders.
        package var right: Int
        /// Answers that changed with the order.
        package var flipped: Int
        /// Items of which an answer named no group, or several.
        package var unreadable: Int
        package var lower: Double
        package var upper: Double

        /// Whether the model may be heard.
        package var isPassed: Bool { items >= 20 && lower > VerbGrouping.least }

        /// The result in one line.
        package var summary: String {
            "\(right) of \(items) known verbs grouped rightly in both orders (95 % interval "
                + "\(percent(lower)) to \(percent(upper)); more than \(percent(VerbGrouping.least)) "
                + "is asked for), \(flipped) changed with the order, \(unreadable) unreadable"
        }

        private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    }

    /// Asks a model: a prompt and a seed, and its answer.
    package typealias Ask = @Sendable (_ prompt: String, _ seed: UInt64) async throws -> String

    /// What the interval must lie above.
    package static let least = 0.5
    private let ask: Ask

    package init(_ ask: @escaping Ask) { self.ask = ask }

    /// SHA-256 of the known items and the wording of the question.
    package static var contentHash: String {
        ContentHash.of(
            .array(
                known.map {
                    [.string($0.verb), .string($0.sentence), .string($0.cluster.rawValue)]
                } + [.string(prompt("x", "y", VerbCluster.allCases))]))
    }

    /// Asks about every known item, both ways round.
    package func check() async throws -> Outcome {
        var (right, flipped, unreadable) = (0, 0, 0)
        for (index, item) in Self.known.enumerated() {
            let (first, second) = try await both(item.verb, item.sentence, UInt64(index))
            if first == nil || second == nil { unreadable += 1 }
            if first != second { flipped += 1 }
            if first == item.cluster, second == item.cluster { right += 1 }
        }
        let interval = try? Interval.wilson(successes: right, trials: Self.known.count)
        return Outcome(
            items: Self.known.count, right: right, flipped: flipped, unreadable: unreadable,
            lower: interval?.lower ?? 0, upper: interval?.upper ?? 1)
    }

    /// What the model takes a verb to mean; nil where the two orders disagree or an answer can't be
    /// read.
    package func suggestion(_ verb: String, in sentence: String) async throws -> VerbCluster? {
        let (first, second) = try await both(verb, sentence, 0)
        return first == second ? first : nil
    }

    private func both(
        _ verb: String, _ sentence: String, _ seed: UInt64
    ) async throws -> (VerbCluster?, VerbCluster?) {
        let order = VerbCluster.allCases
        let first = try await ask(Self.prompt(verb, sentence, order), seed)
        let second = try await ask(Self.prompt(verb, sentence, order.reversed()), seed)
        return (Self.cluster(in: first), Self.cluster(in: second))
    }

    static func prompt(_ verb: String, _ sentence: String, _ order: [VerbCluster]) -> String {
        let meanings: [VerbCluster: String] = [
            .evaluate: "find out how something is",
            .prompt: "word what a model is told",
            .pipeline: "build or run something that makes or moves data",
            .collaborate: "do it with or for other people",
            .document: "write down so that others can read it",
        ]
        let list = order.map { "- \($0.rawValue): \(meanings[$0] ?? "")" }
        return """
            A job advertisement says: "\(sentence)"
            Which kind of work does the verb "\(verb)" mean there?
            \(list.joined(separator: "\n"))
            Answer with one of the five words and nothing else.
            """
    }

    /// The one group that an answer names; nil for none or several.
    static func cluster(in answer: String) -> VerbCluster? {
        let words = Set(
            answer.lowercased().split { !$0.isLetter }.map(String.init))
        let found = VerbCluster.allCases.filter { words.contains($0.rawValue) }
        return found.count == 1 ? found[0] : nil
    }

    /// Verbs of invented advertisements, four of each group.
    package static let known: [Known] = [
        Known(
            verb: "measure", sentence: "Measure how often answers are right.", cluster: .evaluate),
        Known(verb: "review", sentence: "Review a sample of answers each day.", cluster: .evaluate),
        Known(verb: "test", sentence: "Test every release for regressions.", cluster: .evaluate),
        Known(verb: "assess", sentence: "Assess the risk of each failure.", cluster: .evaluate),
        Known(verb: "prompt", sentence: "Prompt models until they behave.", cluster: .prompt),
        Known(verb: "craft", sentence: "Craft system prompts for our agents.", cluster: .prompt),
        Known(
            verb: "reword", sentence: "Reword instructions that confuse the model.",
            cluster: .prompt),
        Known(verb: "iterate", sentence: "Iterate on few-shot prompts.", cluster: .prompt),
        Known(
            verb: "build", sentence: "Build the tools that collect our data.", cluster: .pipeline),
        Known(verb: "automate", sentence: "Automate the nightly data export.", cluster: .pipeline),
        Known(verb: "curate", sentence: "Curate data sets for training.", cluster: .pipeline),
        Known(
            verb: "maintain", sentence: "Maintain the labelling infrastructure.", cluster: .pipeline
        ),
        Known(verb: "partner", sentence: "Partner with the product team.", cluster: .collaborate),
        Known(
            verb: "negotiate", sentence: "Negotiate priorities with other teams.",
            cluster: .collaborate),
        Known(verb: "mentor", sentence: "Mentor new colleagues.", cluster: .collaborate),
        Known(verb: "advise", sentence: "Advise designers and lawyers.", cluster: .collaborate),
        Known(
            verb: "write", sentence: "Write guidelines that others can follow.", cluster: .document),
        Known(verb: "document", sentence: "Document known failures.", cluster: .document),
        Known(verb: "publish", sentence: "Publish reports of our findings.", cluster: .document),
        Known(verb: "summarise", sentence: "Summarise decisions in a memo.", cluster: .document),
    ]
}

extension VerbGrouping.Outcome {
    /// The result as a record's body.
    package var json: JSONValue {
        [
            "job": "grouping-verbs", "items": .integer(items), "right": .integer(right),
            "flipped": .integer(flipped), "unreadable": .integer(unreadable),
            "lower": .number(lower), "upper": .number(upper), "passed": .bool(isPassed),
        ]
    }

    /// Reads a stored body; nil for a check of another kind.
    package init?(body: JSONValue) {
        guard body["job"]?.string == "grouping-verbs", let items = body["items"]?.int,
            let right = body["right"]?.int, let flipped = body["flipped"]?.int,
            let unreadable = body["unreadable"]?.int, let lower = body["lower"]?.double,
            let upper = body["upper"]?.double
        else { return nil }
        self.init(
            items: items, right: right, flipped: flipped, unreadable: unreadable, lower: lower,
            upper: upper)
    }
}
