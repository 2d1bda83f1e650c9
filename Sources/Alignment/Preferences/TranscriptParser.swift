import LanguageModel

/// Reads transcripts of the form "\n\nHuman: …\n\nAssistant: …", as in HH-RLHF (Bai et al. 2022,
/// arXiv:2204.05862).
///
/// The form has no escaping: a marker inside a text cannot be told from a turn. A marker that
/// repeats the speaker is taken for text, which is what it nearly always is.
enum TranscriptParser {
    private static let markers: [(text: String, role: MessageRole)] = [
        ("\n\nHuman:", .user), ("\n\nAssistant:", .assistant),
    ]

    /// Whether a text begins as a transcript does.
    static func isTranscript(_ text: String) -> Bool {
        text.hasPrefix("\n\nHuman:") || text.hasPrefix("Human:")
    }

    /// The turns of a transcript.
    static func messages(_ text: String) -> [Message] {
        let text = text.hasPrefix("Human:") ? "\n\n" + text : text
        var turns: [(role: MessageRole, text: String)] = []
        var rest = text[...]
        while let (marker, range) = next(in: rest) {
            let before = String(rest[..<range.lowerBound])
            if turns.isEmpty {
                // What precedes the first marker belongs to nobody; a transcript has nothing there.
            } else {
                turns[turns.count - 1].text += before
            }
            if turns.last?.role == marker.role {
                turns[turns.count - 1].text += marker.text
            } else {
                turns.append((marker.role, ""))
            }
            rest = rest[range.upperBound...]
        }
        if !turns.isEmpty { turns[turns.count - 1].text += rest }
        return turns.map { Message($0.role, trimmed($0.text)) }
    }

    private static func next(in text: Substring)
        -> (marker: (text: String, role: MessageRole), range: Range<String.Index>)?
    {
        markers.compactMap { marker in text.firstRange(of: marker.text).map { (marker, $0) } }
            .min { $0.1.lowerBound < $1.1.lowerBound }
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The common history of two transcripts and their last answers.
    ///
    /// - Returns: the parts, or the reason why there are none.
    static func pair(_ chosen: [Message], _ rejected: [Message])
        -> Result<(prompt: [Message], chosen: Message, rejected: Message), RowProblem>
    {
        guard let good = chosen.last, let bad = rejected.last, good.role == .assistant,
            bad.role == .assistant
        else { return .failure(RowProblem("a transcript does not end with the assistant")) }
        let (history, other) = (chosen.dropLast(), rejected.dropLast())
        guard Array(history) == Array(other) else {
            let turn = zip(history, other).enumerated().first { $1.0 != $1.1 }?.offset
            return .failure(
                RowProblem(
                    "the histories of chosen and rejected differ at message "
                        + "\((turn ?? min(history.count, other.count)) + 1)"))
        }
        guard !history.isEmpty else {
            return .failure(RowProblem("there is no message before the answers"))
        }
        return .success((Array(history), good, bad))
    }
}

/// Why a row cannot be used: one clause without a full stop.
struct RowProblem: Error, Sendable, Hashable {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
