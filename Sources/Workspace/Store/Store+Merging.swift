import GRDB
import LanguageModel

/// A run to be merged.
package enum MergeSource: Sendable, Hashable {
    /// A run of this store.
    case run(RecordID)
    /// A run of another store: the file, and the run's id or nil for the only one in it.
    case store(path: String, run: RecordID?)
}

extension Store {
    /// Makes one run of the parts of a suite that was divided over processes or machines.
    ///
    /// The parts must be complete, have equal manifests and scorers, and be all shards of one
    /// division, or runs whose cells don't overlap. They stay as they are; the new run's samples
    /// name the ones they were copied from.
    ///
    /// - Throws: `StoreError.mismatch` saying what differs; then nothing is left of the new run.
    @discardableResult
    package func merge(_ sources: [MergeSource], labels: [String] = []) async throws -> Run {
        var parts: [MergePart] = []
        for source in sources { parts.append(try await part(source)) }
        try Self.check(parts)
        let plan = try await Self.plan(parts, ids: ids, labels: labels)
        let (scoring, run, ids) = (plan.scoring, plan.run, ids)
        let entries = AsyncThrowingStream<SampleEntry, any Error>.pages(parts) { part, sample in
            var copy = sample
            copy.id = ids.next(.sample)
            copy.run = run.id
            copy.reusedFrom = sample.id
            var scores: [Score] = []
            if let scoring, let own = part.scoring {
                for score in try await part.reader.scores(ofSample: sample.id, scoring: own.id) {
                    var score = score
                    score.scoring = scoring.id
                    score.sample = copy.id
                    scores.append(score)
                }
            }
            return SampleEntry(sample: copy, scores: scores)
        }
        return try await importRun(plan, entries: entries)
    }

    private func part(_ source: MergeSource) async throws -> MergePart {
        switch source {
        case .run(let id): return try await MergePart(reader: reader, run: reader.run(id))
        case .store(let path, let id):
            let other = try Store.openForReading(at: path)
            if let id { return try await MergePart(reader: other, run: other.run(id)) }
            let runs = try await other.runs(limit: 2)
            guard let only = runs.first, runs.count == 1 else {
                throw StoreError(
                    .ambiguous, "\(path) holds \(runs.isEmpty ? "no run" : "several runs")",
                    advice: "say which run of it to merge")
            }
            return try await MergePart(reader: other, run: only.run)
        }
    }

    private static func check(_ parts: [MergePart]) throws {
        guard let first = parts.first, parts.count > 1 else {
            throw StoreError(.invalid, "merging needs two runs or more", advice: "name them")
        }
        guard Set(parts.map(\.run.id)).count == parts.count else {
            throw StoreError(.invalid, "a run was named twice", advice: "name each once")
        }
        for part in parts {
            guard part.run.status == .complete else {
                throw StoreError(
                    .mismatch, "\(part.run.id) is \(part.run.status.rawValue)",
                    advice: "finish it before merging")
            }
            guard part.run.manifestHash == first.run.manifestHash else {
                throw StoreError(
                    .mismatch,
                    "\(part.run.id) and \(first.run.id) have different manifests",
                    advice: "merge shards of one suite, run with equal files, models and seed")
            }
            guard part.scoring?.scorersHash == first.scoring?.scorersHash else {
                throw StoreError(
                    .mismatch, "\(part.run.id) and \(first.run.id) were scored differently",
                    advice: "merge runs with equal scorers, and rescore the merged one")
            }
        }
        let shards = parts.compactMap(\.run.shard)
        guard shards.isEmpty || shards.count == parts.count, Set(shards.map(\.count)).count <= 1,
            Set(shards.map(\.index)).count == shards.count
        else {
            throw StoreError(
                .mismatch, "the runs are not shards of one division",
                advice: "merge shards with the same count, each once")
        }
        if let count = shards.first?.count {
            let missing = Set(1...count).subtracting(shards.map(\.index)).sorted()
            guard missing.isEmpty else {
                let names = missing.map { "\($0)/\(count)" }.joined(separator: ", ")
                throw StoreError(
                    .mismatch, "shard \(names) is missing", advice: "run it, then merge all")
            }
        }
    }

    private static func plan(
        _ parts: [MergePart], ids: RecordIDGenerator, labels: [String]
    ) async throws -> RunPlan {
        let first = parts[0]
        let id = ids.next(.run)
        var run = first.run
        run.id = id
        run.kind = .merged
        run.created = .now
        run.shard = nil
        run.labels = labels
        run.notes = ""
        run.origin = ["merged": .array(parts.map { .string($0.run.id.description) })]
        run.planned = nil
        var cases: [String: CaseSnapshot] = [:]
        var prompts: [String: PromptSnapshot] = [:]
        var models: [String: ModelSnapshot] = [:]
        for part in parts {
            for var item in try await part.reader.cases(of: part.run.id) {
                item.run = id
                cases[item.caseID] = item
            }
            for var item in try await part.reader.prompts(of: part.run.id) {
                item.run = id
                prompts[item.promptID] = item
            }
            for var item in try await part.reader.models(of: part.run.id) {
                item.run = id
                models[item.alias] = item
            }
        }
        return RunPlan(
            run: run, cases: Array(cases.values), prompts: Array(prompts.values),
            models: Array(models.values),
            scoring: first.scoring.map {
                Scoring(id: ids.next(.scoring), run: id, scorers: $0.scorers)
            })
    }
}

/// A run to be merged, with where to read it.
struct MergePart: Sendable {
    let reader: StoreReader
    let run: Run
    let scoring: Scoring?

    init(reader: StoreReader, run: Run) async throws {
        self.reader = reader
        self.run = run
        scoring = try await reader.scorings(of: run.id).first(where: \.isPrimary)
    }
}

extension AsyncThrowingStream where Failure == any Error {
    /// The parts' samples one after another, each turned into an element when it is asked for.
    static func pages(
        _ parts: [MergePart],
        _ element: @Sendable @escaping (MergePart, Sample) async throws -> Element
    ) -> AsyncThrowingStream<Element, any Error> {
        let cursor = MergeCursor(parts: parts)
        return AsyncThrowingStream {
            guard let (part, sample) = try await cursor.next() else { return nil }
            return try await element(part, sample)
        }
    }
}

/// Where a merge is. An actor because a stream's closure may keep no state of its own.
private actor MergeCursor {
    private var parts: [MergePart]
    private var pages: RecordPages<Sample>.Iterator?
    private var page: ArraySlice<Sample> = []

    init(parts: [MergePart]) { self.parts = parts }

    func next() async throws -> (MergePart, Sample)? {
        while page.isEmpty {
            guard let part = parts.first else { return nil }
            var iterator = pages ?? part.reader.samples(of: part.run.id).makeAsyncIterator()
            if let found = try await iterator.next() {
                page = found[...]
                pages = iterator
            } else {
                pages = nil
                parts.removeFirst()
            }
        }
        return (parts[0], page.removeFirst())
    }
}
