package import LanguageModel

/// A model's answer kept under its call key, so that the same question is not paid for twice.
/// Only successes are kept: a failure is asked again.
package struct StoredCall: Sendable, Hashable, Codable {
    /// `CallKey.hash`.
    package var key: String
    /// The answer, in whatever shape its reader expects.
    package var reply: JSONValue
    /// The sample that first made it, where there was one.
    package var sample: RecordID?
    /// When it was made.
    package var created: Timestamp

    package init(
        key: String, reply: JSONValue, sample: RecordID? = nil, created: Timestamp = .now
    ) {
        self.key = key
        self.reply = reply
        self.sample = sample
        self.created = created
    }
}
