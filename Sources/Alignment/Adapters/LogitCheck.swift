package import LanguageModel

/// Whether two models that should be the same compute the same: the check behind every export.
package struct LogitCheck: Sendable, Hashable, Codable {
    /// The greatest difference of a token's log-probability over the probe texts.
    package var greatest: Double
    /// How far the adapter itself moves the log-probabilities of the same tokens from the base's.
    package var effect: Double
    /// How many tokens were compared.
    package var tokens: Int

    /// What an export may differ by.
    package static let tolerance = 0.02

    /// Whether the two agree.
    package var holds: Bool { greatest <= Self.tolerance }

    /// Texts of several kinds; what they say does not matter.
    static let probes = [
        "The capital of Australia is Canberra, although many people think of Sydney first.",
        "I am a professor and I teach this. Is a spider an insect? No: it has eight legs.",
        "def add(a, b):\n    return a + b\n\nprint(add(2, 3))",
    ]

    /// Compares log-probabilities of the probe texts.
    ///
    /// - Parameters:
    ///   - base: the model without the adapter.
    ///   - expected: what the export should compute.
    ///   - found: what it computes.
    package static func run(
        base: TransformerModel, expected: TransformerModel, found: TransformerModel
    ) async throws -> LogitCheck {
        let plain = try await logprobs(base)
        let wanted = try await logprobs(expected)
        let got = try await logprobs(found)
        func distance(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
        }
        return LogitCheck(
            greatest: distance(wanted, got), effect: distance(plain, wanted), tokens: wanted.count)
    }

    private static func logprobs(_ model: TransformerModel) async throws -> [Double] {
        let engine = InferenceEngine(model: model, cacheBytes: 64 << 20)
        var all: [Double] = []
        for probe in probes { all += try await engine.promptLogprobs(.text(probe)) }
        return all
    }
}
