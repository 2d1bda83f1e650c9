package import LanguageModel

extension Sample {
    /// The sample as an exported record.
    package var json: JSONValue {
        var out = JSONMembers("sample")
        out.set("id", id)
        out.set("run", run)
        out.set("case_id", caseID)
        out.set("prompt_id", promptID)
        out.set("model", model)
        out.set("epoch", epoch)
        out.set("seed", Int(seed))
        out.set("call_keys", callKeys)
        out.set("transcript", json: .array(transcript.map(\.json)))
        out.set("prompt_count", promptCount)
        out.set("output", output)
        out.set("finish_reason", finishReason?.rawValue)
        out.set("input_tokens", usage?.input)
        out.set("output_tokens", usage?.output)
        out.set("cached_tokens", usage?.cachedInput)
        out.set("latency_us", latency)
        out.set("first_token_us", timeToFirstToken)
        out.set("retries", retries)
        out.set("cost_nanodollars", cost)
        if let failure {
            out.set(
                "failure",
                json: ["code": .string(failure.code), "message": .string(failure.message)])
        }
        out.set("reused_from", reusedFrom)
        out.set("reused", isReused)
        out.set("logprobs", json: logprobs)
        out.set("served_model", servedModel)
        out.set("started", started)
        return out.json
    }

    /// Reads an exported sample.
    package init(json: JSONValue) throws(RecordFormatError) {
        let record = JSONRecord(json)
        let seed = try record.int("seed")
        guard seed >= 0 else { throw record.error("seed", "0 or more") }
        let transcript = try record.messages("transcript")
        let promptCount = try record.int("prompt_count")
        guard (0...transcript.count).contains(promptCount) else {
            throw record.error("prompt_count", "at most the number of messages")
        }
        var finish: FinishReason?
        if let word = try record.optionalText("finish_reason") {
            guard let reason = FinishReason(rawValue: word) else {
                throw record.error("finish_reason", "stop, length, tool_calls, …")
            }
            finish = reason
        }
        var usage: TokenUsage?
        if let input = try record.optionalInt("input_tokens"),
            let output = try record.optionalInt("output_tokens")
        {
            usage = TokenUsage(
                input: input, output: output, cachedInput: try record.optionalInt("cached_tokens"))
        }
        var failure: SampleFailure?
        if let what = record.optionalJSON("failure") {
            let what = JSONRecord(what)
            failure = SampleFailure(code: try what.text("code"), message: try what.text("message"))
        }
        self.init(
            id: try record.id("id", .sample), run: try record.id("run", .run),
            caseID: try record.text("case_id"), promptID: try record.text("prompt_id"),
            model: try record.text("model"), epoch: try record.int("epoch"), seed: UInt64(seed),
            callKeys: try record.strings("call_keys"), transcript: transcript,
            promptCount: promptCount, output: try record.text("output"), finishReason: finish,
            usage: usage, latency: try record.optionalInt("latency_us"),
            timeToFirstToken: try record.optionalInt("first_token_us"),
            retries: try record.int("retries"),
            cost: try record.optionalInt("cost_nanodollars"), failure: failure,
            reusedFrom: try record.optionalID("reused_from", .sample),
            isReused: try record.bool("reused"), logprobs: record.optionalJSON("logprobs"),
            servedModel: try record.optionalText("served_model"),
            started: try record.time("started"))
    }
}

extension Score {
    /// The score as it stands in its sample's exported record.
    package var json: JSONValue {
        var out = JSONMembers()
        out.set("id", id)
        out.set("scoring", scoring)
        out.set("scorer", scorer)
        out.set("verdict", verdict.rawValue)
        out.set("value", value)
        out.set("reason", reason)
        out.set("detail", json: detail)
        out.set("weight", weight)
        out.set("latency_us", latency)
        out.set("cost_nanodollars", cost)
        return out.json
    }

    /// Reads an exported score of a sample.
    package init(json: JSONValue, sample: RecordID) throws(RecordFormatError) {
        let record = JSONRecord(json)
        self.init(
            scoring: try record.id("scoring", .scoring), sample: sample,
            scorer: try record.text("scorer"), verdict: try record.verdict("verdict"),
            value: try record.optionalDouble("value"), reason: try record.text("reason"),
            detail: record.optionalJSON("detail"),
            weight: try record.optionalDouble("weight") ?? 1,
            latency: try record.optionalInt("latency_us"),
            cost: try record.optionalInt("cost_nanodollars"))
    }
}
