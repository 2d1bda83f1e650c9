import LanguageModel

extension Store {
    /// Stores a run that was imported from elsewhere: begins it, takes in its entries, completes it.
    ///
    /// - Returns: the run as stored.
    /// - Throws: what the entries' source throws, or `StoreError`; then nothing of the run is left.
    @discardableResult
    package func importRun<Entries: AsyncSequence & Sendable>(
        _ plan: RunPlan, entries: Entries
    ) async throws -> Run where Entries.Element == SampleEntry {
        let writer = try await begin(plan)
        do {
            for try await entry in entries { try await writer.submit(entry) }
            return try await writer.complete(at: plan.run.finished ?? .now)
        } catch { throw await discard(writer, after: error) }
    }

    /// Takes in a run from the lines of a JSONL export, under the ids that it had.
    ///
    /// - Parameter name: what errors call the source.
    /// - Returns: the run as stored.
    /// - Throws: `StoreError.invalid` naming the line; then nothing of the run is left.
    @discardableResult
    package func restore<Lines: AsyncSequence>(
        _ lines: Lines, name: String
    ) async throws -> Run where Lines.Element == String {
        var head = RestoredHead()
        var writer: RunWriter?
        var number = 0
        do {
            for try await line in lines {
                number += 1
                guard line.utf8.contains(where: { $0 > 0x20 }) else { continue }
                let record = try JSONValue(parsing: line)
                switch record["record"]?.string {
                case "sample"?:
                    let sample = try Sample(json: record)
                    var scores: [Score] = []
                    for score in record["scores"]?.array ?? [] {
                        scores.append(try Score(json: score, sample: sample.id))
                    }
                    let current: RunWriter
                    if let writer {
                        current = writer
                    } else {
                        current = try await begin(head.plan())
                        writer = current
                    }
                    try await current.submit(SampleEntry(sample: sample, scores: scores))
                default: try head.take(record)
                }
            }
            let plan = try head.plan()
            let last: RunWriter
            if let writer {
                last = writer
            } else {
                last = try await begin(plan)
                writer = last
            }
            let run =
                plan.run.status == .complete
                ? try await last.complete(at: plan.run.finished ?? .now)
                : try await last.interrupt()
            let overrides = head.overrides
            try await write { db in
                for override in overrides { _ = try OverrideRows.insert(db, override) }
            }
            return run
        } catch {
            var reason: any Error = error
            if error is RecordFormatError || error is JSONError
                || (error as? StoreError)?.code == .invalid
            {
                let text = (error as? StoreError)?.message ?? "\(error)"
                reason = StoreError(
                    .invalid, "\(name), line \(number): \(text)",
                    advice: "export the run again, or mend the line")
            }
            guard let writer else { throw reason }
            throw await discard(writer, after: reason)
        }
    }

    /// Removes a run that could not be finished, and passes on why.
    private func discard(_ writer: RunWriter, after error: any Error) async -> any Error {
        do {
            try await writer.abandon()
            // A cancelled task could not write any more.
            try await Task { try await self.remove(writer.run) }.value
        } catch let second {
            return StoreError(
                .invalid, "\(error); \(writer.run) was left unfinished",
                advice: "remove it with conduct runs rm \(writer.run)", cause: "\(second)")
        }
        return error
    }
}

/// What comes before the samples in an export.
private struct RestoredHead {
    private var run: Run?
    private var cases: [CaseSnapshot] = []
    private var prompts: [PromptSnapshot] = []
    private var models: [ModelSnapshot] = []
    private var scorings: [Scoring] = []
    private(set) var overrides: [Override] = []

    mutating func take(_ record: JSONValue) throws {
        switch record["record"]?.string {
        case "run"?:
            guard run == nil else {
                throw RecordFormatError(description: "a file holds one run; this is a second")
            }
            run = try Run(json: record)
        case "case"?: cases.append(try CaseSnapshot(json: record))
        case "prompt"?: prompts.append(try PromptSnapshot(json: record))
        case "model"?: models.append(try ModelSnapshot(json: record))
        case "scoring"?: scorings.append(try Scoring(json: record))
        case "override"?:
            guard let override = Override(record: record) else {
                throw RecordFormatError(
                    description: "the override lacks a field or has a wrong one")
            }
            overrides.append(override)
        case let kind:
            throw RecordFormatError(
                description: "a record of the unknown kind '\(kind ?? "none")'")
        }
    }

    func plan() throws -> RunPlan {
        guard let run else {
            throw RecordFormatError(description: "the run's own record is missing before this")
        }
        return RunPlan(
            run: run, cases: cases, prompts: prompts, models: models,
            scoring: scorings.first(where: \.isPrimary),
            otherScorings: scorings.filter { !$0.isPrimary })
    }
}
