import LanguageModel
import Workspace

/// A run made of foreign answers, whole and checked, ready to be stored.
struct ImportedRun: Sendable {
    let plan: RunPlan
    let entries: [SampleEntry]
    /// What the user should know of the source: one sentence each.
    let notes: [String]
}

/// Puts foreign answers together to a run: gives cases, prompts and models their places, counts
/// epochs, and refuses what would be two answers in one place.
struct RunAssembly {
    private struct Placed {
        var sample: ImportedSample
        var cell: SampleCell
    }

    private let source: ImportSource
    private var cases: [CaseSnapshot] = []
    private var caseNumbers: [String: Int] = [:]
    private var prompts: [PromptSnapshot] = []
    private var promptIDs: [String: String] = [:]
    private var models: [ModelSnapshot] = []
    private var modelNumbers: [String: Int] = [:]
    private var scorers: [String] = []
    private var knownScorers: Set<String> = []
    private var occurrences: [SampleCell: Int] = [:]
    private var filled: Set<SampleCell> = []
    private var samples: [Placed] = []
    private let format: ImportFormat
    private let run: RecordID

    init(_ source: ImportSource, format: ImportFormat, run: RecordID) {
        self.source = source
        self.format = format
        self.run = run
    }

    /// Takes one answer in.
    ///
    /// - Throws: naming the record, for a second answer in one place or an id with two contents.
    mutating func add(
        _ sample: ImportedSample, at record: ImportSource.Record
    ) throws(DocumentError) {
        var sample = sample
        let caseID = try place(caseOf: sample, at: record)
        let promptID = place(promptOf: sample)
        place(modelOf: sample)
        var cell = SampleCell(
            caseID: caseID, promptID: promptID, model: sample.model, epoch: sample.epoch ?? 0)
        if sample.epoch == nil {
            cell.epoch = occurrences[cell, default: 0]
            occurrences[
                SampleCell(
                    caseID: caseID, promptID: promptID, model: sample.model, epoch: 0)] =
                cell.epoch + 1
        }
        guard (0..<1_000_000).contains(cell.epoch) else {
            throw source.error("the epoch \(cell.epoch) can't be", at: record)
        }
        guard filled.insert(cell).inserted else {
            throw source.error(
                "a second answer of \(cell.model) to case '\(caseID)' in epoch \(cell.epoch + 1)",
                "take out one of the two", at: record, .duplicate)
        }
        var names: Set<String> = []
        for index in sample.scores.indices {
            let name = sample.scores[index].name.isEmpty ? "score" : sample.scores[index].name
            var unique = name
            var number = 2
            while !names.insert(unique).inserted {
                unique = "\(name)-\(number)"
                number += 1
            }
            sample.scores[index].name = unique
            if knownScorers.insert(unique).inserted { scorers.append(unique) }
        }
        samples.append(Placed(sample: sample, cell: cell))
    }

    private mutating func place(
        caseOf sample: ImportedSample, at record: ImportSource.Record
    ) throws(DocumentError) -> String {
        let content = JSONValue.object(sample.content)
        var id: String
        if let given = sample.caseID {
            guard ImportedText.isName(given) else {
                throw source.error(
                    "the id '\(ScalarText.excerpt(given))' can't be: an id is one line of 1 to "
                        + "200 bytes", at: record)
            }
            id = given
            if let number = caseNumbers[id], cases[number].contentHash != ContentHash.of(content) {
                throw source.error(
                    "the id '\(id)' stands for a second case with another content",
                    "give each case an id of its own", at: record, .duplicate)
            }
        } else {
            let base = ContentHash.caseID(sample.caseKey)
            id = base
            var number = 2
            while let known = caseNumbers[id],
                cases[known].contentHash != ContentHash.of(content)
            {
                id = "\(base)-\(number)"
                number += 1
            }
        }
        if caseNumbers[id] == nil {
            caseNumbers[id] = cases.count
            cases.append(
                CaseSnapshot(
                    run: run, caseID: id, ordinal: cases.count, tags: sample.tags,
                    content: content))
        }
        return id
    }

    private mutating func place(promptOf sample: ImportedSample) -> String {
        let label = sample.promptLabel.flatMap { ImportedText.isName($0) ? $0 : nil }
        let key = (label ?? "") + "\u{0}" + sample.promptContent.serialized()
        if let known = promptIDs[key] { return known }
        let isCase = sample.promptLabel == nil
        let base =
            isCase ? Self.asCaseSays : label.flatMap { $0.utf8.count <= 48 ? $0 : nil } ?? "prompt"
        var id = base == "prompt" ? "prompt-1" : base
        var number = 2
        while prompts.contains(where: { $0.promptID == id }) {
            id = "\(base)-\(number)"
            number += 1
        }
        promptIDs[key] = id
        prompts.append(
            PromptSnapshot(
                run: run, promptID: id, ordinal: prompts.count, content: sample.promptContent))
        return id
    }

    /// The prompt of sources that record no template.
    private static let asCaseSays = "case"

    private mutating func place(modelOf sample: ImportedSample) {
        guard modelNumbers[sample.model] == nil else { return }
        modelNumbers[sample.model] = models.count
        models.append(
            ModelSnapshot(
                run: run, alias: sample.model, ordinal: models.count,
                identity: [
                    "kind": "imported", "model": .string(sample.model),
                    "source": .string(format.rawValue),
                ], isSimulated: sample.isSimulated))
    }

    /// The run.
    ///
    /// - Parameters:
    ///   - suite: what it is called.
    ///   - origin: file, hash and format, and what else the source says of itself.
    ///   - passMark: where numbers pass, if the user said so.
    /// - Throws: where there is no answer at all.
    func finish(
        suite: String, origin: [String: JSONValue], passMark: Double?, toolVersion: String,
        ids: RecordIDGenerator, notes: [String]
    ) throws(DocumentError) -> ImportedRun {
        guard !samples.isEmpty else {
            throw source.error(
                "there is no sample in it", "give a file that holds answers, not only totals")
        }
        let names = ImportedText.isName(suite) ? suite : "imported"
        let scorerList = scorers.map { scorer(named: $0, passMark: passMark) }
        let scoring =
            scorers.isEmpty
            ? nil : Scoring(id: ids.next(.scoring), run: run, scorers: .array(scorerList))
        let expected = scorersByCase()
        let epochs = (samples.map(\.cell.epoch).max() ?? 0) + 1
        let record = Run(
            id: run, kind: .imported, suite: names, epochs: epochs,
            manifest: manifest(origin, scorers: scorerList), planned: samples.count,
            origin: .object(origin), toolVersion: toolVersion)
        return ImportedRun(
            plan: RunPlan(
                run: record, cases: cases, prompts: prompts, models: models, scoring: scoring),
            entries: samples.map { placed in
                entry(
                    placed, expected: expected[placed.cell.caseID], scoring: scoring?.id, ids: ids)
            }, notes: notes)
    }

    private func scorer(named name: String, passMark: Double?) -> JSONValue {
        let configuration: JSONValue = [
            "kind": "imported", "source": .string(format.rawValue), "name": .string(name),
            "numbers_pass_at": .number(passMark ?? ImportedScore.defaultPassMark),
        ]
        return [
            "name": .string(name), "sha256": .string(ContentHash.of(configuration)), "weight": 1,
            "unit": "share", "configuration": configuration,
        ]
    }

    private func manifest(_ origin: [String: JSONValue], scorers: [JSONValue]) -> JSONValue {
        var hash = SHA256()
        for item in cases {
            var line = "\(item.caseID)\t\(item.contentHash)\n"
            line.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        }
        return [
            "version": 1,
            "import": .object(origin.filter { ["file", "sha256", "format"].contains($0.key) }),
            "models": .array(
                models.map { ["alias": .string($0.alias), "identity": $0.identity] }),
            "prompts": .array(
                prompts.map {
                    ["id": .string($0.promptID), "sha256": .string($0.contentHash)]
                }),
            "cases": [
                "count": .integer(cases.count), "sha256": .string(hash.finish().hexadecimal),
            ],
            "scorers": .array(
                scorers.map { ["name": $0["name"] ?? .null, "sha256": $0["sha256"] ?? .null] }),
        ]
    }

    /// The names of the scores that each case's samples got, in order.
    private func scorersByCase() -> [String: [String]] {
        var names: [String: [String]] = [:]
        for placed in samples where placed.sample.failure == nil {
            for score in placed.sample.scores
            where !(names[placed.cell.caseID]?.contains(score.name) ?? false) {
                names[placed.cell.caseID, default: []].append(score.name)
            }
        }
        return names
    }

    /// - Parameter expected: the scorers of the case's other samples; a failed call could not be
    ///   scored by them, and rates must say so.
    private func entry(
        _ placed: Placed, expected: [String]?, scoring: RecordID?, ids: RecordIDGenerator
    ) -> SampleEntry {
        let (from, cell) = (placed.sample, placed.cell)
        let sample = Sample(
            id: ids.next(.sample), run: run, caseID: cell.caseID, promptID: cell.promptID,
            model: cell.model, epoch: cell.epoch,
            seed: SampleSeed.of(
                runSeed: 0, caseID: cell.caseID, promptID: cell.promptID, epoch: cell.epoch),
            transcript: from.transcript, promptCount: from.promptCount, output: from.output,
            finishReason: from.finishReason, usage: from.usage, latency: from.latency,
            cost: from.cost, failure: from.failure, isReused: from.isCached,
            servedModel: from.servedModel)
        var scores: [Score] = []
        if let scoring {
            scores = from.scores.map { score in
                Score(
                    scoring: scoring, sample: sample.id, scorer: score.name,
                    verdict: score.verdict, value: score.value, reason: score.reason,
                    detail: score.detail)
            }
        }
        if let scoring, let failure = from.failure {
            let given = Set(scores.map(\.scorer))
            for name in expected ?? scorers where !given.contains(name) {
                scores.append(
                    Score(
                        scoring: scoring, sample: sample.id, scorer: name, verdict: .unscored,
                        reason: failure.message))
            }
        }
        return SampleEntry(sample: sample, scores: scores)
    }
}
