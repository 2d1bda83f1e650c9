import LanguageModel
package import Workspace

/// What somebody expected of a suite or an experiment, written down before it ran.
package struct Prediction: Sendable {
    /// What is predicted.
    package struct Subject: Sendable, Hashable {
        /// The suite's or experiment's file, or its name.
        package var document: String
        /// The suite's name as runs have it.
        package var suite: String
        /// The scorer whose rate is meant; nil takes the only one.
        package var scorer: String?
        package var model: String?
        package var prompt: String?
        /// Of an experiment: what is predicted of its levels, as `EffectContrast` writes it, such as
        /// `structure=xml` or `tone=blunt * structure=xml`.
        package var effect: String?

        package init(
            document: String, suite: String, scorer: String? = nil, model: String? = nil,
            prompt: String? = nil, effect: String? = nil
        ) {
            (self.document, self.suite, self.scorer) = (document, suite, scorer)
            (self.model, self.prompt, self.effect) = (model, prompt, effect)
        }
    }

    package let id: RecordID
    package let author: String
    package let created: Timestamp
    package let subject: Subject
    /// In words.
    package let statement: String
    /// The number expected.
    package let value: Double?
    /// The range in which it is expected with the probability `level`.
    package let low: Double?
    package let high: Double?
    package let level: Double
    /// Runs of the suite that were there already: a prediction after looking is not blind.
    package let runsBefore: Int

    /// A prediction to be stored.
    package init(
        id: RecordID, author: String, created: Timestamp = .now, subject: Subject,
        statement: String, value: Double?, interval: (low: Double, high: Double)?, level: Double,
        runsBefore: Int
    ) {
        (self.id, self.author, self.created) = (id, author, created)
        (self.subject, self.statement, self.value) = (subject, statement, value)
        (low, high) = (interval?.low, interval?.high)
        (self.level, self.runsBefore) = (level, runsBefore)
    }

    /// Reads a stored prediction; nil for a record that says something else.
    package init?(_ record: StoredRecord) {
        let body = record.body
        guard record.id.kind == .prediction, body["type"]?.string == "prediction",
            let document = body["document"]?.string, let suite = body["suite"]?.string
        else { return nil }
        self.init(
            id: record.id, author: record.author, created: record.created,
            subject: Subject(
                document: document, suite: suite, scorer: body["scorer"]?.string,
                model: body["model"]?.string, prompt: body["prompt"]?.string,
                effect: body["effect"]?.string),
            statement: body["statement"]?.string ?? "", value: body["value"]?.double,
            interval: body["low"]?.double.flatMap { low in
                body["high"]?.double.map { (low, $0) }
            }, level: body["level"]?.double ?? 0.9, runsBefore: body["runs_before"]?.int ?? 0)
    }

    /// The prediction as it is stored.
    package var record: StoredRecord {
        var body: [String: JSONValue] = [
            "type": "prediction", "document": .string(subject.document),
            "suite": .string(subject.suite), "statement": .string(statement),
            "level": .number(level), "runs_before": .integer(runsBefore),
        ]
        body["scorer"] = subject.scorer.map { .string($0) }
        body["model"] = subject.model.map { .string($0) }
        body["prompt"] = subject.prompt.map { .string($0) }
        body["effect"] = subject.effect.map { .string($0) }
        body["value"] = value.map { .number($0) }
        body["low"] = low.map { .number($0) }
        body["high"] = high.map { .number($0) }
        return StoredRecord(
            id: id, name: subject.suite, author: author, created: created,
            links: [RecordLink("about", "document:\(subject.document)")], body: .object(body))
    }
}
