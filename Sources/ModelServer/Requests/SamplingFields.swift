import LanguageModel

/// What chat and text completions have in common.
struct SamplingFields {
    /// How to generate; the temperature is always set.
    var parameters = GenerationParameters()
    /// The model asked for.
    var model: String
    /// How many answers.
    var count: Int
    /// The seed of the first answer; each next has the next one.
    var seed: UInt64
    /// Whether the answer is streamed.
    var isStreamed: Bool
    /// Whether a stream ends with its usage.
    var includesUsage: Bool

    /// Reads the common fields.
    ///
    /// Left unsaid, the temperature is 1, as the API says, and the seed is drawn at random.
    ///
    /// - Throws: `ServerFailure` that names the field which is wrong or not offered.
    init(_ reader: inout FieldReader) throws(ServerFailure) {
        guard let model = try reader.string("model") else {
            throw .invalid("the request names no model", "model")
        }
        self.model = model
        count = try reader.integer("n", in: 1...16) ?? 1
        seed =
            try reader.integer("seed", in: .min ... .max).map { UInt64(bitPattern: Int64($0)) }
            ?? .random(in: 0..<1 << 53)
        isStreamed = try reader.bool("stream") ?? false
        includesUsage = false
        if let options = reader.value("stream_options") {
            guard isStreamed else {
                throw .invalid("stream_options is only for stream: true", "stream_options")
            }
            includesUsage = options["include_usage"]?.bool ?? false
        }
        parameters.temperature = try reader.number("temperature", in: 0...100) ?? 1
        parameters.topP = try reader.number("top_p", in: Double.leastNonzeroMagnitude...1)
        parameters.topK = try reader.integer("top_k", in: 0...Int.max).flatMap {
            $0 == 0 ? nil : $0
        }
        parameters.minP = try reader.number("min_p", in: 0...1)
        let penalty = try reader.number("repeat_penalty", in: 0.01...100)
        parameters.repetitionPenalty =
            try reader.number("repetition_penalty", in: 0.01...100) ?? penalty
        parameters.stop = try Self.stop(&reader)
        for name in ["frequency_penalty", "presence_penalty"] {
            try reader.refuse(name) { $0.double == 0 }
        }
        try reader.refuse("logit_bias") { $0.object?.isEmpty ?? false }
        reader.ignore("user", "metadata", "store", "service_tier", "safety_identifier")
    }

    private static func stop(_ reader: inout FieldReader) throws(ServerFailure) -> [String] {
        let texts: [String]
        switch reader.value("stop") {
        case nil: return []
        case .string(let text)?: texts = [text]
        case .array(let items)?:
            texts = items.compactMap { $0.string }
            guard texts.count == items.count, texts.count <= 16 else {
                throw .invalid("stop must be a string or up to 16 strings", "stop")
            }
        default: throw .invalid("stop must be a string or up to 16 strings", "stop")
        }
        guard texts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 1024 }) else {
            throw .invalid("a stop text must have 1 to 1024 bytes", "stop")
        }
        return texts
    }
}
