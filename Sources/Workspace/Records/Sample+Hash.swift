import LanguageModel

extension Sample {
    /// The hash of the rendered prompt: 64 hexadecimal digits.
    package var renderedPromptHash: String { ContentHash.of(renderedPrompt) }

    /// The messages behind the rendered prompt.
    var replyMessages: ArraySlice<Message> { transcript.dropFirst(promptCount) }

    /// The reply as stored: nil where it is one answer of plain text, equal to the output.
    var storedReply: String? {
        let reply = replyMessages
        if reply.count == 1, reply.first == Message(.assistant, output) { return nil }
        return JSONValue.array(reply.map(\.json)).serialized()
    }

    /// What a sample's hash covers: where it stands in its run and what was said. Ids, times and
    /// costs are left out, so that a copy has the same hash.
    static func hashedText(
        cell: SampleCell, seed: UInt64, promptHash: String, reply: String?, output: String,
        finish: String?, failure: String?, logprobs: String?
    ) -> String {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        let parts: JSONValue = [
            .string(cell.caseID), .string(cell.promptID), .string(cell.model),
            .integer(cell.epoch), .integer(Int(seed)), .string(promptHash), text(reply),
            .string(output), text(finish), text(failure), text(logprobs),
        ]
        return parts.serialized()
    }
}
