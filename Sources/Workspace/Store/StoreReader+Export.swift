import GRDB
import LanguageModel

/// The shape of an export.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// A record a line, everything in it: what `Store.restore` reads.
    case jsonl
    /// A sample a line with a column for each scorer: for spreadsheets (RFC 4180, CRLF).
    case csv
}

extension StoreReader {
    /// Writes a run piece by piece.
    ///
    /// JSONL has a line each for the run, its models, prompts, cases and scorings, then one for
    /// each sample with its scores in all scorings, then the overrides. CSV has the samples with
    /// the verdicts that count in one scoring, overrides applied. Texts are as they are stored: a
    /// spreadsheet that runs cells beginning with '=' must be told not to.
    ///
    /// - Parameters:
    ///   - scoring: for CSV, the scoring shown; nil for the run's own.
    ///   - write: gets whole lines with their ends.
    package func export(
        _ run: RecordID, as format: ExportFormat, scoring: RecordID? = nil,
        to write: (String) async throws -> Void
    ) async throws {
        switch format {
        case .jsonl: try await exportLines(run, write)
        case .csv: try await exportTable(run, scoring, write)
        }
    }

    private func exportLines(
        _ run: RecordID, _ write: (String) async throws -> Void
    ) async throws {
        let record = try await self.run(run)
        var head = [record.json]
        head += try await models(of: run).map(\.json)
        head += try await prompts(of: run).map(\.json)
        head += try await cases(of: run).map(\.json)
        head += try await scorings(of: run).map(\.json)
        try await write(Self.lines(head))
        for try await page in samples(of: run) {
            let scores = try await scores(ofSamples: page.map(\.id))
            try await write(
                Self.lines(
                    page.map { sample in
                        var members = sample.json.object ?? [:]
                        members["scores"] = .array((scores[sample.id] ?? []).map(\.json))
                        return .object(members)
                    }))
        }
        try await write(Self.lines(overrides(of: run).map(\.record)))
    }

    private static func lines(_ records: [JSONValue]) -> String {
        records.map { $0.serialized() + "\n" }.joined()
    }

    private func scores(ofSamples samples: [RecordID]) async throws -> [RecordID: [Score]] {
        try await read { db in
            var find = try SQLStatement(db, "SELECT key FROM sample WHERE id = ?")
            var scores: [RecordID: [Score]] = [:]
            for sample in samples {
                find.add(sample)
                guard try find.next() else { continue }
                let key = find.int64(0)
                find.reset()
                scores[sample] = try ScoringRows.scores(db, sample: sample, key: key)
            }
            return scores
        }
    }

    private func exportTable(
        _ run: RecordID, _ scoring: RecordID?, _ write: (String) async throws -> Void
    ) async throws {
        let cases = try await cases(of: run)
        let tagsByCase = Dictionary(
            cases.map { ($0.caseID, $0.tags) }, uniquingKeysWith: { first, _ in first })
        let tags = Set(cases.flatMap { Array($0.tags.keys) }).sorted()
        let all = try await scorings(of: run)
        let shown = scoring ?? all.first(where: \.isPrimary)?.id ?? all.first?.id
        var scorers: [String] = []
        if let shown { scorers = try await verdicts(of: shown).map(\.scorer) }
        let overrides = try await read { db in try Self.standing(db, run: run) }
        var columns = [
            "sample", "case", "prompt", "model", "epoch", "output", "failure", "finish_reason",
            "input_tokens", "output_tokens", "latency_us", "cost_nanodollars", "reused",
        ]
        columns += tags.map { "tag.\($0)" }
        for scorer in scorers { columns += [scorer, scorer + ".value", scorer + ".reason"] }
        try await write(Self.row(columns))
        for try await page in samples(of: run) {
            let scores = try await self.scores(ofSamples: page.map(\.id))
            var text = ""
            for sample in page {
                let given = (scores[sample.id] ?? []).filter { $0.scoring == shown }
                let byScorer = Dictionary(
                    given.map { ($0.scorer, $0) }, uniquingKeysWith: { first, _ in first })
                var cells = Self.cells(sample)
                cells += tags.map { tagsByCase[sample.caseID]?[$0] ?? "" }
                for scorer in scorers {
                    let override = overrides[OverrideTarget(sample: sample.id, scorer: scorer)]
                    let score = byScorer[scorer]
                    let verdict = override?.verdict ?? score?.verdict
                    let value = override == nil ? score?.value : override?.value
                    var reason = score?.reason ?? ""
                    if let override { reason = "\(override.author): \(override.note)" }
                    cells.append(verdict?.rawValue ?? "")
                    cells.append(value.map { "\($0)" } ?? "")
                    cells.append(reason)
                }
                text += Self.row(cells)
            }
            try await write(text)
        }
    }

    private static func cells(_ sample: Sample) -> [String] {
        func text(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return [
            sample.id.description, sample.caseID, sample.promptID, sample.model,
            "\(sample.epoch)", sample.output, sample.failure?.code ?? "",
            sample.finishReason?.rawValue ?? "", text(sample.usage?.input),
            text(sample.usage?.output), text(sample.latency), text(sample.cost),
            "\(sample.isReused)",
        ]
    }

    private static func row(_ cells: [String]) -> String {
        cells.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ cell: String) -> String {
        let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
        guard cell.utf8.contains(where: special.contains) || cell.hasPrefix(" ") else {
            return cell
        }
        var quoted = "\""
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
