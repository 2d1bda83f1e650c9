package import LanguageModel

/// One output of one model for one (case, prompt, epoch), or the failure to get one.
package struct Sample: Sendable, Hashable, Codable, Identifiable {
    /// `smp_…`.
    package var id: RecordID
    /// The run.
    package var run: RecordID
    /// The case's id in the run.
    package var caseID: String
    /// The prompt's id in the run.
    package var promptID: String
    /// The model's alias in the run.
    package var model: String
    /// Which repetition, from 0.
    package var epoch: Int
    /// The seed given to the model: 53 bits (`SampleSeed`).
    package var seed: UInt64
    /// The keys of the calls that made it, one for each turn.
    package var callKeys: [String]
    /// The whole conversation: what was sent and what came back, in order.
    package var transcript: [Message]
    /// How many messages at the transcript's beginning are the rendered prompt; these are stored
    /// once for all samples that share them.
    package var promptCount: Int
    /// The text that scorers take by default: the last answer; empty where there is none.
    package var output: String
    /// Why the last answer ended; nil without one.
    package var finishReason: FinishReason?
    /// Tokens over all turns, where the service counted them.
    package var usage: TokenUsage?
    /// Microseconds over all turns, retries and waiting left out; nil where nothing was measured.
    package var latency: Int?
    /// Microseconds to the first text of the last turn, where streamed.
    package var timeToFirstToken: Int?
    /// How many attempts failed before the ones that answered.
    package var retries: Int
    /// The price in billionths of a dollar; nil where unknown, which never is 0.
    package var cost: Int?
    /// Why there is no usable output; nil for a success.
    package var failure: SampleFailure?
    /// The sample whose stored calls this one repeats, or of which a merge made this copy.
    package var reusedFrom: RecordID?
    /// Whether all its calls came from the store: its latency and cost don't count again.
    package var isReused: Bool
    /// Log-probabilities of the generated tokens, where asked for and offered.
    package var logprobs: JSONValue?
    /// The model's name as the service gave it.
    package var servedModel: String?
    /// When its first call began.
    package var started: Timestamp

    package init(
        id: RecordID, run: RecordID, caseID: String, promptID: String, model: String,
        epoch: Int = 0, seed: UInt64 = 0, callKeys: [String] = [], transcript: [Message],
        promptCount: Int, output: String, finishReason: FinishReason? = nil,
        usage: TokenUsage? = nil, latency: Int? = nil, timeToFirstToken: Int? = nil,
        retries: Int = 0, cost: Int? = nil, failure: SampleFailure? = nil,
        reusedFrom: RecordID? = nil, isReused: Bool = false, logprobs: JSONValue? = nil,
        servedModel: String? = nil, started: Timestamp = .now
    ) {
        self.id = id
        self.run = run
        self.caseID = caseID
        self.promptID = promptID
        self.model = model
        self.epoch = epoch
        self.seed = seed
        self.callKeys = callKeys
        self.transcript = transcript
        self.promptCount = promptCount
        self.output = output
        self.finishReason = finishReason
        self.usage = usage
        self.latency = latency
        self.timeToFirstToken = timeToFirstToken
        self.retries = retries
        self.cost = cost
        self.failure = failure
        self.reusedFrom = reusedFrom
        self.isReused = isReused
        self.logprobs = logprobs
        self.servedModel = servedModel
        self.started = started
    }

    /// Which planned call of the run this is.
    package var cell: SampleCell {
        SampleCell(caseID: caseID, promptID: promptID, model: model, epoch: epoch)
    }

    /// The rendered prompt as canonical JSON; its SHA-256 is the rendered prompt's hash.
    package var renderedPrompt: JSONValue {
        .array(transcript.prefix(promptCount).map(\.json))
    }
}

/// The place of a sample in its run: one planned (case, prompt, model, epoch).
package struct SampleCell: Sendable, Hashable, Codable {
    package var caseID: String
    package var promptID: String
    package var model: String
    package var epoch: Int

    package init(caseID: String, promptID: String, model: String, epoch: Int) {
        self.caseID = caseID
        self.promptID = promptID
        self.model = model
        self.epoch = epoch
    }
}

/// Why a sample has no usable output.
package struct SampleFailure: Sendable, Hashable, Codable {
    /// A stable word: `rateLimited`, `timeout`, `template` …
    package var code: String
    /// One sentence for the user, without key material.
    package var message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
