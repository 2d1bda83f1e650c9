package import LanguageModel
package import Workspace

/// How well a suite found what was planted: the grade of the evaluator, not of the model.
///
/// A claim's failing samples are held against what the model really did. A claim finds a failure
/// when at least half of its failing samples show that failure and it catches at least half of
/// the samples that do. Its interval answers when it covers the true rate and is narrow enough to
/// say something. A claim whose interval lies above one percent, while no planted failure stands
/// behind it, is a false alarm.
package struct GymGrade: Sendable, Hashable {
    /// What became of one claim.
    package struct Outcome: Sendable, Hashable {
        package var claim: GymClaims.Claim
        /// The failure rate that the suite reports: one less the scorer's pass rate.
        package var value: Double
        package var low: Double?
        package var high: Double?
        package var method: String
        /// Samples with a verdict, and those that fail.
        package var scored: Int
        package var flagged: Int
        /// The planted failure that stands behind it; nil where none does.
        package var failure: String?
        /// Of the failing samples, the share that shows the failure.
        package var precision: Double?
        /// Of the samples that show the failure, the share that fails.
        package var recall: Double?
        /// Samples without any failure, and how many of them fail all the same.
        package var sound: Int
        package var soundFlagged: Int
        /// The true rate, and the ends of its interval where it was measured.
        package var truth: GymTruth.Rate?
        package var isNarrow: Bool

        /// Whether the interval covers the truth; of a measured truth, whether the two intervals
        /// meet.
        package var covers: Bool? {
            guard let truth, let low, let high else { return nil }
            return low <= (truth.high ?? truth.value) && (truth.low ?? truth.value) <= high
        }

        /// Whether it answers how often the failure shows.
        package var answers: Bool { covers == true && isNarrow }

        package var isFalseAlarm: Bool { failure == nil && (low ?? 0) > GymGrade.material }
    }

    /// The rate above which a claim says that there is a failure.
    package static let material = 0.01

    package var exercise: String
    package var name: String
    package var run: RecordID
    package var outcomes: [Outcome]
    /// Planted failures that the brief asks for.
    package var disclosed: [String]
    /// Planted failures that it keeps quiet about.
    package var hidden: [String]

    /// The failures found by at least one claim.
    package var found: Set<String> { Set(outcomes.compactMap(\.failure)) }
    /// The failures of which a claim says how often they show.
    package var answered: Set<String> { Set(outcomes.filter(\.answers).compactMap(\.failure)) }
    package var falseAlarms: Int { outcomes.count(where: \.isFalseAlarm) }

    /// Found, answered and free of false alarms, each a share, in equal parts; from 0 to 1.
    package var score: Double {
        let planted = Double(disclosed.count + hidden.count)
        let clean = outcomes.isEmpty ? 0 : 1 - Double(falseAlarms) / Double(outcomes.count)
        return (Double(found.count) / planted + Double(answered.count) / planted + clean) / 3
    }

    /// What is still missing for a pass, in words that give nothing hidden away.
    package var missing: [String] {
        var lines: [String] = []
        let unfound = disclosed.filter { !found.contains($0) }
        if !unfound.isEmpty { lines.append("not found: \(unfound.joined(separator: ", "))") }
        let unanswered = disclosed.filter { found.contains($0) && !answered.contains($0) }
        if !unanswered.isEmpty {
            lines.append(
                "found, but the interval misses the truth or is too wide: "
                    + unanswered.joined(separator: ", "))
        }
        let seen = hidden.count { found.contains($0) }
        if seen * 2 < hidden.count {
            lines.append("\(seen) of \(hidden.count) hidden failures found; half are needed")
        }
        if falseAlarms > 0 {
            lines.append("\(falseAlarms) false alarm\(falseAlarms == 1 ? "" : "s")")
        }
        return lines
    }

    package var isPassed: Bool { missing.isEmpty }

    /// Grades claims.
    ///
    /// - Parameters:
    ///   - outputs: the answers by sample.
    ///   - model: the exercise's alias.
    /// - Throws: `EvalError` for a run of another model, a scorer or a slice that is not there.
    package static func of(
        _ claims: GymClaims, _ truth: GymTruth, _ exercise: GymExercise, evidence: RunEvidence,
        outputs: [RecordID: String], model: String
    ) throws -> GymGrade {
        guard evidence.models.contains(where: { $0.alias == model }) else {
            throw EvalError(
                "\(evidence.run.id) did not ask the model '\(model)'",
                advice: "run your suite on it: conduct eval SUITE --models \(model)")
        }
        let prompt = try prompt(claims, evidence)
        let segments = exercise.segments.map(\.name)
        return GymGrade(
            exercise: exercise.id, name: claims.gym, run: evidence.run.id,
            outcomes: try claims.claims.map { claim in
                for name in claim.population where !segments.contains(name) {
                    throw EvalError(
                        "the claim '\(claim.name)' is about '\(name)', which is no segment",
                        advice: Spelling.suggestion(for: name, among: segments) ?? "")
                }
                return try outcome(
                    claim, truth, exercise, evidence, outputs, model: model, prompt: prompt)
            },
            disclosed: exercise.failures.filter { !$0.isHidden }.map(\.name),
            hidden: exercise.failures.filter(\.isHidden).map(\.name))
    }

    private static func prompt(_ claims: GymClaims, _ evidence: RunEvidence) throws -> String {
        let names = evidence.prompts.map(\.promptID)
        if let wanted = claims.prompt {
            guard names.contains(wanted) else {
                throw EvalError(
                    "\(evidence.run.id) has no prompt '\(wanted)'",
                    advice: Spelling.suggestion(for: wanted, among: names) ?? "name one of it")
            }
            return wanted
        }
        guard names.count == 1, let only = names.first else {
            throw EvalError(
                "\(evidence.run.id) has \(names.count) prompts",
                advice: "say which one the claims are about: prompt: \(names.first ?? "")")
        }
        return only
    }

    private static func outcome(
        _ claim: GymClaims.Claim, _ truth: GymTruth, _ exercise: GymExercise,
        _ evidence: RunEvidence, _ outputs: [RecordID: String], model: String, prompt: String
    ) throws -> Outcome {
        guard let scorer = evidence.scorers.firstIndex(of: claim.scorer) else {
            throw EvalError(
                "no scorer of the run is called '\(claim.scorer)'",
                advice: Spelling.suggestion(for: claim.scorer, among: evidence.scorers)
                    ?? "its scorers are " + evidence.scorers.joined(separator: ", "))
        }
        func isIncluded(_ facts: RunEvidence.CaseFacts) -> Bool {
            claim.tags.allSatisfy { facts.tags[$0.key] == $0.value }
        }
        let cell = evidence.cells(where: isIncluded).first {
            $0.scorer == claim.scorer && $0.model == model && $0.prompt == prompt
        }
        guard let cell, let rate = cell.rate else {
            throw EvalError(
                "the claim '\(claim.name)' has no scored sample",
                advice: "check its scorer and its where: against the suite's tags")
        }
        var counts = Counts()
        for score in evidence.scores
        where Int(score.scorerIndex) == scorer && score.verdict != .unscored {
            let sample = evidence.samples[Int(score.sampleIndex)]
            guard evidence.models[Int(sample.modelIndex)].alias == model,
                evidence.prompts[Int(sample.promptIndex)].promptID == prompt,
                isIncluded(evidence.cases[Int(sample.caseIndex)])
            else { continue }
            let output = outputs[evidence.sampleIDs[Int(score.sampleIndex)]] ?? ""
            counts.add(exercise.failure(in: output), isFlagged: score.verdict == .fail)
        }
        let match = counts.match
        let known = match.flatMap { truth.rate(of: $0.failure, over: claim.population) }
        let low = rate.high.map { max(0, 1 - $0) }
        let high = rate.low.map { min(1, 1 - $0) }
        return Outcome(
            claim: claim, value: 1 - rate.value, low: low, high: high, method: rate.method,
            scored: cell.scored, flagged: counts.flagged, failure: match?.failure,
            precision: match?.precision, recall: match?.recall, sound: counts.sound,
            soundFlagged: counts.soundFlagged, truth: known,
            isNarrow: low.flatMap { low in high.map { $0 - low <= exercise.widest } } ?? false)
    }

    /// What stands behind the verdicts of one claim.
    private struct Counts {
        var flagged = 0
        var sound = 0
        var soundFlagged = 0
        var shown: [String: Int] = [:]
        var caught: [String: Int] = [:]

        mutating func add(_ failure: String?, isFlagged: Bool) {
            if isFlagged { flagged += 1 }
            if let failure {
                shown[failure, default: 0] += 1
                if isFlagged { caught[failure, default: 0] += 1 }
            } else {
                sound += 1
                if isFlagged { soundFlagged += 1 }
            }
        }

        /// The failure that most failing samples show, where it is half of them and half of it
        /// was caught.
        var match: (failure: String, precision: Double, recall: Double)? {
            guard flagged > 0,
                let best = caught.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
            else { return nil }
            let precision = Double(best.value) / Double(flagged)
            let recall = Double(best.value) / Double(shown[best.key] ?? 1)
            return precision >= 0.5 && recall >= 0.5 ? (best.key, precision, recall) : nil
        }
    }
}

extension GymGrade {
    /// The grade as a record's body and as `--json` prints it; hidden failures that were not found
    /// stay unnamed.
    package var json: JSONValue {
        [
            "exercise": .string(exercise), "gym": .string(name), "run": .string(run.description),
            "passed": .bool(isPassed), "score": .number(score),
            "missing": .array(missing.map(JSONValue.string)),
            "planted": [
                "disclosed": .integer(disclosed.count), "hidden": .integer(hidden.count),
            ],
            "found": .array(found.sorted().map(JSONValue.string)),
            "answered": .array(answered.sorted().map(JSONValue.string)),
            "false_alarms": .integer(falseAlarms),
            "claims": .array(outcomes.map(\.json)),
        ]
    }
}

extension GymGrade.Outcome {
    package var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        return [
            "name": .string(claim.name), "scorer": .string(claim.scorer),
            "where": .object(claim.tags.mapValues(JSONValue.string)),
            "population": .array(claim.population.map(JSONValue.string)),
            "rate": .number(value), "low": number(low), "high": number(high),
            "method": .string(method), "scored": .integer(scored), "flagged": .integer(flagged),
            "failure": failure.map(JSONValue.string) ?? .null, "precision": number(precision),
            "recall": number(recall), "sound": .integer(sound),
            "sound_flagged": .integer(soundFlagged), "truth": number(truth?.value),
            "truth_low": number(truth?.low), "truth_high": number(truth?.high),
            "covers": covers.map(JSONValue.bool) ?? .null, "narrow": .bool(isNarrow),
            "false_alarm": .bool(isFalseAlarm),
        ]
    }
}
