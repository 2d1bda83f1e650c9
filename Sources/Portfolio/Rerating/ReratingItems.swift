import LanguageModel
import Statistics
package import Workspace

/// Samples of a run as items to rate.
package enum ReratingItems {
    /// So many answers of a run, drawn at random without regard to their scores.
    ///
    /// - Throws: `PortfolioError.invalid` where the run has fewer than two answers.
    package static func draw(
        _ count: Int, of run: RecordID, seed: Int, reader: StoreReader
    ) async throws -> [ReratingSession.Item] {
        var items: [ReratingSession.Item] = []
        for try await page in reader.samples(of: run) {
            for sample in page where sample.failure == nil {
                let asked = sample.transcript.prefix(sample.promptCount).last?.text ?? ""
                items.append(
                    ReratingSession.Item(
                        id: sample.id.description,
                        text: "Asked: \(asked)\n\nAnswered: \(sample.output)",
                        source: sample.id.description))
            }
        }
        guard items.count >= 2 else {
            throw PortfolioError(
                .invalid, "the run \(run) has \(items.count) answers; agreement needs two")
        }
        var generator = CounterGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: 0)
        generator.shuffle(&items)
        return Array(items.prefix(count))
    }
}
