import LanguageModel
import Statistics
import TestSupport
import Testing

/// A random model small enough to differentiate numerically.
///
/// Two blocks, embedding 12, three query heads of 4 on one key-value head, inner width 20, a
/// vocabulary of 262: no size is a multiple of a vector's, and none equals another.
enum TinyModel {
    static func make(hasHead: Bool = false) throws -> TransformerModel {
        try TransformerModel(GGUFFile(bytes: bytes(hasHead: hasHead)))
    }

    /// The model's file.
    static func bytes(hasHead: Bool = false) throws -> [UInt8] {
        var writer = GGUFWriter()
        for (key, value) in SmallModel.metadata { writer.set(key, value) }
        writer.set("llama.context_length", .uint32(400))
        writer.set("llama.embedding_length", .uint32(12))
        writer.set("llama.feed_forward_length", .uint32(20))
        writer.set("llama.attention.head_count", .uint32(3))
        writer.set("llama.attention.head_count_kv", .uint32(1))
        let vocabulary = try SmallVocabulary().file()
        for key in vocabulary.metadataKeys {
            if let value = vocabulary.metadata[key] { writer.set(key, value) }
        }
        var shapes: [(String, [Int])] = [
            ("token_embd.weight", [12, 262]), ("output_norm.weight", [12]),
        ]
        if hasHead { shapes.append(("output.weight", [12, 262])) }
        for block in 0..<2 {
            shapes += [
                ("attn_norm", [12]), ("attn_q", [12, 12]), ("attn_k", [12, 4]),
                ("attn_v", [12, 4]), ("attn_output", [12, 12]), ("ffn_norm", [12]),
                ("ffn_gate", [12, 20]), ("ffn_up", [12, 20]), ("ffn_down", [20, 12]),
            ].map { ("blk.\(block).\($0.0).weight", $0.1) }
        }
        for (stream, (name, dimensions)) in shapes.enumerated() {
            var generator = CounterGenerator(seed: 7, stream: UInt64(stream))
            let isNorm = dimensions.count == 1
            let values = (0..<dimensions.reduce(1, *)).map { _ in
                Float((isNorm ? 1 : 0) + (2 * generator.uniform() - 1) * (isNorm ? 0.3 : 0.6))
            }
            writer.add(name, dimensions: dimensions, type: .f32, values: values)
        }
        return try writer.serialized()
    }

    /// Random ids.
    static func ids(_ count: Int, stream: UInt64) -> [Int32] {
        var generator = CounterGenerator(seed: 11, stream: stream)
        return (0..<count).map { _ in Int32(generator.index(below: 262)) }
    }

    /// Two groups with prompts of their own: two completions of unequal length, and one that
    /// counts in part.
    static var groups: [TrainingGroup] {
        [
            TrainingGroup(
                prompt: ids(5, stream: 1), completions: [ids(4, stream: 2), ids(7, stream: 3)]),
            TrainingGroup(
                prompt: ids(3, stream: 4),
                completions: [
                    TrainingGroup.Completion(
                        ids: ids(6, stream: 5), counted: [false, true, true, false, true, false])
                ]),
        ]
    }
}
