import LanguageModel

/// A sample entry with its JSON printed and its hashes computed: the work that needs no database,
/// done in the caller's task rather than while the database is locked.
struct PreparedEntry: Sendable {
    let entry: SampleEntry
    let prompt: String
    let promptHash: HashBytes
    let reply: String?
    let callKeys: String
    let logprobs: String?
    let hash: HashBytes
    let calls: [(hash: HashBytes, reply: String)]

    /// Prepares an entry.
    ///
    /// - Throws: `StoreError.invalid` for a call key that is no hash, or a seed beyond 63 bits.
    init(_ entry: SampleEntry) throws(StoreError) {
        let sample = entry.sample
        guard sample.seed <= UInt64(Int64.max) else {
            throw StoreError(
                .invalid, "the seed of \(sample.id) is beyond 63 bits",
                advice: "use seeds of at most 53 bits")
        }
        self.entry = entry
        prompt = sample.renderedPrompt.serialized()
        promptHash = SHA256.bytes(prompt)
        reply = sample.storedReply
        callKeys = JSONValue.array(sample.callKeys.map(JSONValue.string)).serialized()
        logprobs = sample.logprobs?.serialized()
        hash = SHA256.bytes(
            Sample.hashedText(
                cell: sample.cell, seed: sample.seed, promptHash: promptHash.hex, reply: reply,
                output: sample.output, finish: sample.finishReason?.rawValue,
                failure: sample.failure?.code, logprobs: logprobs))
        var calls: [(HashBytes, String)] = []
        for call in entry.calls {
            guard let hash = HashBytes(call.key) else { throw call.invalidKey }
            calls.append((hash, call.reply.serialized()))
        }
        self.calls = calls
    }
}

extension StoredCall {
    var invalidKey: StoreError {
        StoreError(
            .invalid, "'\(key)' is not a call key", advice: "use CallKey.hash: 64 digits 0-9a-f")
    }
}
