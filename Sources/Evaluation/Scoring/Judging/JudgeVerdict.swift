import LanguageModel

/// What a judge's reply says, read without trust.
struct JudgeVerdict: Sendable, Hashable {
    /// The value of the key asked for.
    let value: JSONValue
    /// The judge's reason.
    let reason: String

    /// Why a reply is no verdict.
    struct Unreadable: Error, Hashable {
        let reason: String
    }

    /// Reads the one verdict of a reply.
    ///
    /// The object may be fenced or stand in prose. A reply with two verdicts that differ, or whose
    /// verdict stands word for word in the judged text, is none: which one the judge means can't
    /// be told.
    ///
    /// - Parameters:
    ///   - key: `score` or `better`.
    ///   - quoted: the texts that the judge was shown.
    static func parse(_ reply: String, key: String, quoted: [String]) throws(Unreadable)
        -> JudgeVerdict
    {
        let reply = withoutThinking(reply)
        var verdicts: [(text: String, object: JSONValue)] = []
        var isNearly = false
        for part in JSONExtraction.candidates(in: reply, limit: 64) {
            guard let object = try? JSONValue(parsing: part) else {
                isNearly = isNearly || ScalarText.contains(part, "\"\(key)\"")
                continue
            }
            if object[key] != nil { verdicts.append((part, object)) }
        }
        guard let first = verdicts.first else {
            if ScalarText.trimmed(reply).isEmpty {
                throw Unreadable(reason: "the judge's reply is empty")
            }
            throw Unreadable(
                reason: isNearly
                    ? "the judge's verdict is no valid JSON: '\(ScalarText.excerpt(reply))'"
                    : "the judge gave no JSON object with '\(key)': '\(ScalarText.excerpt(reply))'")
        }
        let values = verdicts.map { $0.object[key] ?? .null }
        guard values.allSatisfy({ JSONEquality.equal($0, values[0]) }) else {
            throw Unreadable(reason: "the judge gave several verdicts that differ")
        }
        for verdict in verdicts
        where quoted.contains(where: { ScalarText.contains($0, verdict.text) }) {
            throw Unreadable(
                reason: "the judge's verdict stands word for word in the judged text")
        }
        guard let reason = first.object["reason"]?.string, !ScalarText.trimmed(reason).isEmpty
        else {
            throw Unreadable(reason: "the judge's verdict has no reason")
        }
        return JudgeVerdict(value: values[0], reason: reason)
    }

    /// The reply without the thinking that some models write before it.
    private static func withoutThinking(_ reply: String) -> String {
        guard let end = ScalarText.byteOffsets(of: "</think>", in: reply).last else { return reply }
        let start = reply.utf8.index(reply.startIndex, offsetBy: end + "</think>".utf8.count)
        return String(reply[start...])
    }
}
