package import LanguageModel
package import Workspace

/// What a summary is computed from: a run's facts, cases, samples and scores, without the texts.
///
/// A sample takes about 80 bytes and a score about 32, so 100,000 samples fit in a few tens of
/// megabytes; texts are read again for the few samples that a report shows.
package struct RunEvidence: Sendable {
    /// A case without its content.
    package struct CaseFacts: Sendable, Hashable {
        package var id: String
        package var contentHash: HashBytes
        package var tags: [String: String]
        package var clauses: [String]
        /// The cluster for standard errors; nil where the case stands alone.
        package var groupKey: String?
    }

    /// A sample without its texts. Names are indices into the evidence's lists.
    package struct SampleFacts: Sendable, Hashable {
        package var caseIndex: Int32
        package var promptIndex: Int32
        package var modelIndex: Int32
        package var epoch: Int32
        package var hasFailed: Bool
        package var isReused: Bool
        package var usage: TokenUsage?
        /// Microseconds.
        package var latency: Int?
        package var timeToFirstToken: Int?
        /// Billionths of a dollar.
        package var cost: Int?
    }

    /// A score without its reason. Names are indices into the evidence's lists.
    package struct ScoreFacts: Sendable, Hashable {
        package var sampleIndex: Int32
        package var scorerIndex: Int32
        package var verdict: Verdict
        package var value: Double?
        package var weight: Double
        /// Whether a person's verdict stands here instead of the scorer's.
        package var isOverridden: Bool
    }

    /// The run; its manifest and notes are shown as they are.
    package var run: Run
    /// The scoring whose scores these are.
    package var scoring: Scoring?
    package var models: [ModelSnapshot] = []
    package var prompts: [PromptSnapshot] = []
    package var cases: [CaseFacts] = []
    package var samples: [SampleFacts] = []
    /// Names of scorers in order of first appearance.
    package var scorers: [String] = []
    package var scores: [ScoreFacts] = []
    /// The ids of the samples, as `samples`.
    package var sampleIDs: [RecordID] = []
    /// What judging calls cost in billionths of a dollar, where known, and how many did not say.
    package var judgeCost = 0
    package var judgeCallsOfUnknownCost = 0

    private var caseIndices: [String: Int32] = [:]
    private var promptIndices: [String: Int32] = [:]
    private var modelIndices: [String: Int32] = [:]
    private var scorerIndices: [String: Int32] = [:]
    private var sampleIndices: [RecordID: Int32] = [:]
    private var overrides: [OverrideKey: Override] = [:]

    private struct OverrideKey: Hashable, Sendable {
        var sample: RecordID
        var scorer: String
    }

    /// Evidence of a run, still empty.
    package init(run: Run, scoring: Scoring? = nil) {
        self.run = run
        self.scoring = scoring
    }

    /// Makes room once, so that the lists need not grow by copying.
    package mutating func reserveCapacity(samples count: Int, scorers: Int) {
        samples.reserveCapacity(count)
        sampleIDs.reserveCapacity(count)
        sampleIndices.reserveCapacity(count)
        scores.reserveCapacity(count * scorers)
    }

    /// Adds a model, in the run's order.
    package mutating func add(_ model: ModelSnapshot) {
        guard modelIndices[model.alias] == nil else { return }
        modelIndices[model.alias] = Int32(models.count)
        models.append(model)
    }

    /// Adds a prompt, in the run's order.
    package mutating func add(_ prompt: PromptSnapshot) {
        guard promptIndices[prompt.promptID] == nil else { return }
        promptIndices[prompt.promptID] = Int32(prompts.count)
        prompts.append(prompt)
    }

    /// Adds a case, in the suite's order.
    package mutating func add(_ snapshot: CaseSnapshot) { add(snapshot.heading) }

    /// Adds a case of which only the heading was read, in the suite's order.
    package mutating func add(_ heading: CaseHeading) {
        guard caseIndices[heading.caseID] == nil else { return }
        caseIndices[heading.caseID] = Int32(cases.count)
        cases.append(
            CaseFacts(
                id: heading.caseID, contentHash: heading.contentHash, tags: heading.tags,
                clauses: heading.clauses, groupKey: heading.groupKey))
    }

    /// Adds a person's correction; the latest of a sample and scorer counts. Add all of them
    /// before the scores.
    package mutating func add(_ override: Override) {
        let key = OverrideKey(sample: override.sample, scorer: override.scorer)
        if let earlier = overrides[key], earlier.created > override.created { return }
        overrides[key] = override
    }

    /// Adds a sample. Models, prompts and cases that were not added before are made up from it,
    /// so that an import without snapshots can be summarised.
    package mutating func add(_ sample: Sample) {
        guard sampleIndices[sample.id] == nil else { return }
        let caseIndex = index(ofCase: sample.caseID)
        let promptIndex = index(ofPrompt: sample.promptID)
        let modelIndex = index(ofModel: sample.model)
        sampleIndices[sample.id] = Int32(samples.count)
        sampleIDs.append(sample.id)
        samples.append(
            SampleFacts(
                caseIndex: caseIndex, promptIndex: promptIndex, modelIndex: modelIndex,
                epoch: Int32(clamping: sample.epoch), hasFailed: sample.failure != nil,
                isReused: sample.isReused || sample.reusedFrom != nil, usage: sample.usage,
                latency: sample.latency, timeToFirstToken: sample.timeToFirstToken,
                cost: sample.cost))
    }

    /// Adds a sample's measures. The models, prompts and cases that they point to were added
    /// before, in the store's order; a measure that points to none is left out.
    package mutating func add(_ measure: SampleMeasure) {
        guard sampleIndices[measure.sample] == nil, cases.indices.contains(measure.caseIndex),
            prompts.indices.contains(measure.promptIndex),
            models.indices.contains(measure.modelIndex)
        else { return }
        sampleIndices[measure.sample] = Int32(samples.count)
        sampleIDs.append(measure.sample)
        samples.append(
            SampleFacts(
                caseIndex: Int32(measure.caseIndex), promptIndex: Int32(measure.promptIndex),
                modelIndex: Int32(measure.modelIndex), epoch: Int32(clamping: measure.epoch),
                hasFailed: measure.isFailure, isReused: measure.isReused, usage: measure.usage,
                latency: measure.latency, timeToFirstToken: measure.timeToFirstToken,
                cost: measure.cost))
    }

    /// Adds scores of a scoring, in which overrides are applied already, with its scorers' names.
    package mutating func add(_ rows: [ScoreRow], of names: [String]) {
        let places = names.map { index(ofScorer: $0) }
        for row in rows {
            guard let sampleIndex = sampleIndices[row.sample],
                places.indices.contains(row.scorerIndex)
            else { continue }
            scores.append(
                ScoreFacts(
                    sampleIndex: sampleIndex, scorerIndex: places[row.scorerIndex],
                    verdict: row.verdict, value: row.value, weight: row.weight,
                    isOverridden: row.isOverridden))
        }
    }

    /// Adds a score of a sample that was added before, corrected by its override where there is
    /// one; scores of other samples are left out.
    package mutating func add(_ score: Score) {
        guard let sampleIndex = sampleIndices[score.sample] else { return }
        let scorerIndex = index(ofScorer: score.scorer)
        var facts = ScoreFacts(
            sampleIndex: sampleIndex, scorerIndex: scorerIndex, verdict: score.verdict,
            value: score.value, weight: score.weight, isOverridden: false)
        let key = OverrideKey(sample: score.sample, scorer: score.scorer)
        if let override = overrides[key] {
            facts.verdict = override.verdict
            facts.value = override.value
            facts.isOverridden = true
        }
        scores.append(facts)
        if let cost = score.cost {
            judgeCost += cost
        } else if score.latency != nil {
            judgeCallsOfUnknownCost += 1
        }
    }

    private mutating func index(ofScorer name: String) -> Int32 {
        if let known = scorerIndices[name] { return known }
        let index = Int32(scorers.count)
        scorerIndices[name] = index
        scorers.append(name)
        return index
    }

    private mutating func index(ofCase id: String) -> Int32 {
        if let known = caseIndices[id] { return known }
        add(CaseSnapshot(run: run.id, caseID: id, ordinal: cases.count, content: .null))
        return Int32(cases.count - 1)
    }

    private mutating func index(ofPrompt id: String) -> Int32 {
        if let known = promptIndices[id] { return known }
        add(PromptSnapshot(run: run.id, promptID: id, ordinal: prompts.count, content: .null))
        return Int32(prompts.count - 1)
    }

    private mutating func index(ofModel alias: String) -> Int32 {
        if let known = modelIndices[alias] { return known }
        add(ModelSnapshot(run: run.id, alias: alias, ordinal: models.count, identity: .null))
        return Int32(models.count - 1)
    }
}
