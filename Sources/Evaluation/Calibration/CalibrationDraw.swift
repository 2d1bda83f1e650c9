import LanguageModel
import Statistics
package import Workspace

/// A random sample of a run's judged samples for people to judge, with the probability with which
/// each was drawn.
///
/// Only a sample that was drawn at random, by a probability that was written down, can correct a
/// judge's total; a convenient handful cannot.
package struct CalibrationDraw: Sendable {
    /// How samples are drawn.
    package enum Method: String, Sendable, CaseIterable {
        /// Every judged sample with the same probability.
        case simple
        /// The same number from those that the judge passed and those that it failed.
        case byVerdict = "by-verdict"
    }

    /// One drawn sample.
    package struct Item: Sendable, Hashable {
        package let sample: RecordID
        /// The probability with which it was drawn, above 0 and at most 1.
        package let probability: Double
    }

    package let id: RecordID
    package let run: RecordID
    package let scoring: RecordID
    package let scorer: String
    package let method: Method
    package let seed: UInt64
    /// How many judged samples there were to draw from.
    package let population: Int
    /// What was drawn, in an order that says nothing of the judge.
    package let items: [Item]
    /// The scale on which people grade; nil where they say pass or fail.
    package let scale: CalibrationScale?

    /// A draw that cannot be made, and what to do.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Draws from a run.
    ///
    /// - Parameters:
    ///   - judged: the judged samples with their verdicts, in the store's order.
    ///   - scale: the judge's scale where people are to give grades.
    package init(
        id: RecordID, run: RecordID, scoring: RecordID, scorer: String,
        judged: [(sample: RecordID, passed: Bool)], size: Int, method: Method, seed: UInt64,
        scale: CalibrationScale? = nil
    ) throws(Failure) {
        guard judged.count >= 4 else {
            throw Failure(
                description: "error: \(scorer) judged \(judged.count) samples of the run; a "
                    + "calibration needs at least 4")
        }
        guard (2...judged.count - 2).contains(size) else {
            throw Failure(
                description:
                    "error: a sample of \(size) cannot be drawn; of \(judged.count) judged "
                    + "samples draw at least 2 and leave at least 2")
        }
        var generator = CounterGenerator(seed: seed)
        var items: [Item] = []
        switch method {
        case .simple:
            var order = Array(judged.indices)
            generator.shuffle(&order)
            items = order.prefix(size).map {
                Item(sample: judged[$0].sample, probability: Double(size) / Double(judged.count))
            }
        case .byVerdict:
            for (stratum, isPass) in [true, false].enumerated() {
                var order = judged.indices.filter { judged[$0].passed == isPass }
                let share = min(order.count, stratum == 0 ? size / 2 : size - items.count)
                generator.shuffle(&order)
                items += order.prefix(share).map {
                    Item(
                        sample: judged[$0].sample,
                        probability: Double(share) / Double(order.count))
                }
            }
            generator.shuffle(&items)
        }
        (self.id, self.run, self.scoring, self.scorer) = (id, run, scoring, scorer)
        (self.method, self.seed, self.items) = (method, seed, items)
        (self.scale, population) = (scale, judged.count)
    }

    /// Reads a stored draw; nil for a record that says something else.
    package init?(_ record: StoredRecord) {
        let body = record.body
        guard record.id.kind == .calibration, body["step"]?.string == "draw",
            let run = RecordID(body["run"]?.string ?? ""),
            let scoring = RecordID(body["scoring"]?.string ?? ""),
            let scorer = body["scorer"]?.string,
            let method = Method(rawValue: body["method"]?.string ?? "")
        else { return nil }
        var items: [Item] = []
        for item in body["items"]?.array ?? [] {
            guard let sample = RecordID(item["sample"]?.string ?? ""),
                let probability = item["probability"]?.double
            else { return nil }
            items.append(Item(sample: sample, probability: probability))
        }
        (id, self.run, self.scoring, self.scorer) = (record.id, run, scoring, scorer)
        (self.method, self.items) = (method, items)
        scale = CalibrationScale(json: body["scale"])
        seed = UInt64(body["seed"]?.int ?? 0)
        population = body["population"]?.int ?? 0
    }

    /// The draw as it is stored.
    package var record: StoredRecord {
        var body: [String: JSONValue] = [
            "step": "draw", "run": .string(run.description),
            "scoring": .string(scoring.description), "scorer": .string(scorer),
            "method": .string(method.rawValue), "seed": .integer(Int(seed)),
            "population": .integer(population),
            "items": .array(
                items.map {
                    [
                        "sample": .string($0.sample.description),
                        "probability": .number($0.probability),
                    ]
                }),
        ]
        body["scale"] = scale?.json
        return StoredRecord(
            id: id, name: scorer, links: [RecordLink("draws from", run)], body: .object(body))
    }
}
