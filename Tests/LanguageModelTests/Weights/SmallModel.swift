import LanguageModel

/// A tiny model that a test can spoil: two blocks of width 8, two heads, one key-value head.
struct SmallModel {
    /// Metadata to add or replace.
    var set: [String: GGUFValue] = [:]
    /// Tensors to add, by name: dimensions and values.
    var extra: [String: ([Int], [Float])] = [:]
    /// Keys and tensors to leave out.
    var removed: Set<String> = []
    var headDimension = 4
    var hasHead = false

    static let metadata: [(String, GGUFValue)] = [
        ("general.architecture", .string("llama")),
        ("llama.context_length", .uint32(32)),
        ("llama.embedding_length", .uint32(8)),
        ("llama.block_count", .uint32(2)),
        ("llama.feed_forward_length", .uint32(16)),
        ("llama.attention.head_count", .uint32(2)),
        ("llama.attention.head_count_kv", .uint32(1)),
        ("llama.attention.layer_norm_rms_epsilon", .float32(1e-5)),
    ]

    /// The file as a writer, for tests that go on changing it.
    func writer() -> GGUFWriter {
        var writer = GGUFWriter()
        for (key, value) in Self.metadata where !removed.contains(key) { writer.set(key, value) }
        for (key, value) in set.sorted(by: { $0.key < $1.key }) { writer.set(key, value) }
        var shapes: [(String, [Int])] = [
            ("token_embd.weight", [8, 6]), ("output_norm.weight", [8]),
        ]
        if hasHead { shapes.append(("output.weight", [8, 6])) }
        for block in 0..<2 {
            shapes += [
                ("attn_norm", [8]), ("attn_q", [8, 2 * headDimension]),
                ("attn_k", [8, headDimension]),
                ("attn_v", [8, headDimension]), ("attn_output", [2 * headDimension, 8]),
                ("ffn_norm", [8]), ("ffn_gate", [8, 16]), ("ffn_up", [8, 16]),
                ("ffn_down", [16, 8]),
            ].map { ("blk.\(block).\($0.0).weight", $0.1) }
        }
        for (name, dimensions) in shapes where !removed.contains(name) {
            let count = dimensions.reduce(1, *)
            let values = (0..<count).map { Float($0 % 7) / 8 }
            writer.add(name, dimensions: dimensions, type: .f32, values: values)
        }
        for (name, tensor) in extra.sorted(by: { $0.key < $1.key }) {
            writer.add(name, dimensions: tensor.0, type: .f32, values: tensor.1)
        }
        return writer
    }

    func file() throws(ModelFileError) -> GGUFFile { try GGUFFile(bytes: writer().serialized()) }
}
