import LanguageModel
import TestSupport
import Testing

/// A line of chat.jsonl: what transformers computed on the embedded model in float32.
struct GoldenChat {
    var messages: [Message]
    var ids: [Int32]
    var nextTop: [(id: Int, logit: Double)]
    var promptLogprobs: [Double]
    var greedyIDs: [Int32]
    var margins: [Double]
    var greedyLogprobs: [Double]

    static func all() throws -> [GoldenChat] {
        try lines("chat.jsonl").map { line in
            func numbers(_ key: String) throws -> [Double] {
                try #require(line[key]?.array).map { try #require($0.double) }
            }
            return GoldenChat(
                messages: try #require(line["messages"]?.array).map { try Message(json: $0) },
                ids: try numbers("ids").map { Int32($0) },
                nextTop: try #require(line["next_top10"]?.array).map { pair in
                    let pair = try #require(pair.array)
                    return (try #require(pair[0].int), try #require(pair[1].double))
                },
                promptLogprobs: try numbers("prompt_logprobs"),
                greedyIDs: try numbers("greedy_ids").map { Int32($0) },
                margins: try numbers("greedy_top2_margin"),
                greedyLogprobs: try numbers("greedy_logprobs"))
        }
    }

    /// The lines of a fixture.
    static func lines(_ name: String) throws -> [JSONValue] {
        try Fixture.text("LanguageModel/" + name).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }
}

/// Engines on the embedded model, made once for all tests.
enum TestEngine {
    static let model: Result<TransformerModel, any Error> = Result {
        try TransformerModel(EmbeddedModelFile.open())
    }

    static func make(
        _ precision: Precision = .exact, prefill: PrefillMethod = .automatic, threads: Int? = nil
    ) throws -> InferenceEngine {
        InferenceEngine(
            model: try model.get(), precision: precision, threads: threads, prefill: prefill)
    }
}
