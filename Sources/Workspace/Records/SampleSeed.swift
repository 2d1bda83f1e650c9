import LanguageModel

/// The seed of one sample, independent of order, limit, shard and batch.
package enum SampleSeed {
    /// 53 bits, so that every JSON reader keeps it exactly.
    ///
    /// The first 53 bits (big-endian) of SHA-256 over the canonical JSON array
    /// `[run seed, case id, prompt id, epoch]`. JSON keeps the four apart whatever the ids hold.
    ///
    /// - Parameters:
    ///   - runSeed: the run's seed, 0 unless given.
    ///   - epoch: from 0.
    package static func of(runSeed: Int, caseID: String, promptID: String, epoch: Int) -> UInt64 {
        let parts: JSONValue = [
            .integer(runSeed), .string(caseID), .string(promptID), .integer(epoch),
        ]
        var hash = SHA256()
        var text = parts.serialized()
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        return hash.finish().prefix(8).reduce(0) { $0 << 8 | UInt64($1) } >> 11
    }
}
