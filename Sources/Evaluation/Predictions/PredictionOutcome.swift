package import LanguageModel
package import Workspace

/// How a prediction came out.
package struct PredictionOutcome: Sendable {
    package let prediction: Prediction
    /// The run that decided it; nil where a person gave the number.
    package let run: RecordID?
    /// What was found, with its interval.
    package let found: SummaryEstimate
    /// Where the number comes from, in words.
    package let measured: String

    /// Found minus expected.
    package var error: Double? { prediction.value.map { found.value - $0 } }

    /// Whether what was found lies in the predicted range; nil where none was given.
    package var isInside: Bool? {
        guard let low = prediction.low, let high = prediction.high else { return nil }
        return low <= found.value && found.value <= high
    }

    /// What cannot be scored, and what to do.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Scores a prediction by a number that a person read off elsewhere.
    package init(_ prediction: Prediction, actual: Double) {
        self.prediction = prediction
        run = nil
        found = SummaryEstimate(value: actual, cases: 0, method: "given")
        measured = "given by hand"
    }

    /// Scores a prediction by a run's results.
    ///
    /// - Throws: `Failure` for a run that was begun before the prediction, and where more than one
    ///   rate could be meant.
    package init(_ prediction: Prediction, results: RunResults) throws(Failure) {
        guard results.run.createdMilliseconds >= prediction.created.milliseconds else {
            throw Failure(
                description: "error: the run \(results.run.id) was begun before the prediction "
                    + "\(prediction.id): it cannot score it; run the suite again")
        }
        let wanted = prediction.subject
        let cells = results.cells.filter { cell in
            (wanted.scorer == nil || cell.scorer == wanted.scorer)
                && (wanted.model == nil || cell.model == wanted.model)
                && (wanted.prompt == nil || cell.prompt == wanted.prompt)
        }
        guard cells.count == 1, let cell = cells.first else {
            let names = cells.prefix(8).map { "\($0.scorer) / \($0.model) / \($0.prompt)" }
            throw Failure(
                description: cells.isEmpty
                    ? "error: the run \(results.run.id) has no rate that the prediction means"
                    : "error: the prediction may mean any of \(names.joined(separator: ", ")); say "
                        + "which with --scorer, --model and --prompt")
        }
        guard let rate = cell.rate else {
            throw Failure(
                description: "error: \(cell.scorer) could score nothing in \(results.run.id)")
        }
        self.prediction = prediction
        run = results.run.id
        found = rate
        measured = "\(cell.scorer) of \(cell.model) under \(cell.prompt)"
    }

    /// Scores a prediction of an effect by an experiment's stored analysis.
    ///
    /// - Parameter evidence: reads the analysed run, for contrasts that analyses do not list.
    /// - Throws: `Failure` for a run that was begun before the prediction, and for an effect that
    ///   the experiment does not have.
    package init(
        _ prediction: Prediction, analysis: StoredRecord,
        evidence: (RecordID) async throws -> RunEvidence
    ) async throws {
        let body = analysis.body
        let wanted = prediction.subject.effect ?? ""
        guard let begun = body["evidence"]?["run_begun"]?.int,
            Int64(begun) >= prediction.created.milliseconds
        else {
            throw Failure(
                description: "error: the run that \(analysis.id) analyses was begun before the "
                    + "prediction \(prediction.id): it cannot score it; run the experiment again")
        }
        self.prediction = prediction
        run = body["evidence"]?["run"]?.string.flatMap(RecordID.init)
        let effect = (body["effects"]?.array ?? []).first { effect in
            "\(effect["factor"]?.string ?? "")=\(effect["level"]?.string ?? "")" == wanted
        }
        if let effect, let number = effect["difference"], let value = number["value"]?.double {
            found = SummaryEstimate(
                value: value, low: number["low"]?.double, high: number["high"]?.double, cases: 0,
                method: "experiment")
            measured = "\(wanted) instead of \(effect["reference"]?.string ?? "the first level")"
            return
        }
        guard let run else {
            throw Failure(description: "error: \(analysis.id) names no run that could be read")
        }
        do {
            found = try ExperimentAnalysis(json: body).contrast(wanted, in: try await evidence(run))
        } catch let error as EvalError {
            throw Failure(description: error.description)
        }
        measured = wanted
    }

    /// The outcome as it is stored beside the prediction.
    package func record(_ id: RecordID) -> StoredRecord {
        var links = [RecordLink("scores", prediction.id)]
        if let run { links.append(RecordLink("by", run)) }
        return StoredRecord(
            id: id, name: prediction.subject.suite, links: links, body: json)
    }

    /// The outcome as `--json` prints it.
    package var json: JSONValue {
        var body: [String: JSONValue] = [
            "type": "outcome", "prediction": .string(prediction.id.description),
            "statement": .string(prediction.statement), "found": .number(found.value),
            "measured": .string(measured),
        ]
        body["run"] = run.map { .string($0.description) }
        body["found_low"] = found.low.map { .number($0) }
        body["found_high"] = found.high.map { .number($0) }
        body["expected"] = prediction.value.map { .number($0) }
        body["low"] = prediction.low.map { .number($0) }
        body["high"] = prediction.high.map { .number($0) }
        body["error"] = error.map { .number($0) }
        body["inside"] = isInside.map { .bool($0) }
        return .object(body)
    }
}
