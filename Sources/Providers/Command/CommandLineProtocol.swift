import LanguageModel

/// The lines that a command reads and writes: one JSON object each.
///
/// - Request: `{"id": 1, "messages": […], "parameters": {…}, "seed": 7}`
/// - Answer: `{"id": 1, "text": "…"}` or `{"id": 1, "message": {…}}`, with `finish_reason`,
///   `usage` and `model` where the program knows them
/// - Piece: `{"id": 1, "delta": "…"}`, any number of times before the answer
/// - Failure: `{"id": 1, "error": "…"}`
///
/// Answers may come in any order. Everything else belongs on standard error.
enum CommandLineProtocol {
    /// A line that the program wrote.
    enum Line {
        case answer(Int, ModelReply)
        case delta(Int, String)
        case failure(Int, String)
        /// The line breaks the protocol; for one call, or, without an id, for all.
        case broken(Int?, String)
    }

    static func request(_ request: ModelRequest, id: Int) -> [UInt8] {
        let json: JSONValue = [
            "id": .integer(id), "messages": .array(request.messages.map(\.json)),
            "parameters": request.parameters.json, "seed": .integer(Int(request.seed)),
        ]
        return Array(json.serialized().utf8) + [0x0A]
    }

    static func read(_ line: [UInt8]) -> Line {
        let json: JSONValue
        do { json = try JSONValue(parsing: line) } catch {
            return .broken(nil, "wrote a line that is not JSON: \(Excerpt.of(line, limit: 80))")
        }
        guard let id = json["id"]?.int ?? json["id"]?.string.flatMap({ Int($0) }) else {
            return .broken(nil, "wrote a line without the request's id")
        }
        if let error = json["error"], !error.isNull {
            let message = error["message"]?.string ?? error.string ?? error.serialized()
            return .failure(id, Excerpt.of(message))
        }
        if let delta = json["delta"]?.string { return .delta(id, delta) }
        let message: Message
        if let text = json["text"]?.string {
            message = Message(.assistant, text)
        } else if var object = json["message"]?.object {
            if object["role"] == nil { object["role"] = "assistant" }
            do { message = try Message(json: .object(object)) } catch {
                return .broken(id, "answered with a wrong message (\(error))")
            }
        } else {
            return .broken(id, "answered without text or message")
        }
        let usage = json["usage"].flatMap { usage -> TokenUsage? in
            guard let input = usage["input"]?.int ?? usage["prompt_tokens"]?.int,
                let output = usage["output"]?.int ?? usage["completion_tokens"]?.int,
                input >= 0, output >= 0
            else { return nil }
            return TokenUsage(input: input, output: output)
        }
        return .answer(
            id,
            ModelReply(
                message: message,
                finishReason: OpenAIReply.finishReason(
                    json["finish_reason"]?.string, message.toolCalls),
                usage: usage, servedModel: json["model"]?.string))
    }
}
