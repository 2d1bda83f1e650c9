import AsyncHTTPClient
import FoundationEssentials
import LanguageModel
import NIOCore
import NIOHTTP1

/// Calls one service: waits for a place, sends, tries again where that may help, and stops in
/// time.
///
/// It prints as its name: its headers hold the key.
struct ServiceClient: Sendable, CustomStringConvertible, CustomReflectable {
    let base: BaseURL
    let key: APIKey?
    let limits: CallLimits
    let gate: CallGate
    let clock: CallClock
    private let transport: HTTPTransport
    private let headers: HTTPHeaders

    /// - Parameters:
    ///   - headers: sent with every request, after content-type and accept; holds the key.
    init(
        base: BaseURL, key: APIKey?, headers: [(String, String)], limits: CallLimits,
        transport: HTTPTransport, gate: CallGate?, clock: CallClock
    ) {
        self.base = base
        self.key = key
        self.limits = limits
        self.transport = transport
        self.clock = clock
        self.gate = gate ?? CallGate(limits.queue, clock: clock)
        self.headers = HTTPHeaders(
            [("content-type", "application/json"), ("user-agent", "conduct")] + headers)
    }

    /// The service as errors name it.
    var name: String { "the service at \(base.text)" }

    var description: String { name }
    var customMirror: Mirror { Mirror(self, children: ["base": base, "limits": limits]) }

    /// A request to an endpoint, to which each call adds its body.
    func endpoint(_ path: String) throws(ProviderError) -> Endpoint {
        do {
            let request = try HTTPClient.Request(
                url: base.text + path, method: .POST, headers: headers)
            return Endpoint(path: path, request: request)
        } catch {
            throw ProviderError(
                .invalidRequest, "base-url '\(base.text)' cannot be called",
                advice: "write it like https://api.openai.com/v1")
        }
    }

    /// Asks until there is an answer or no more hope.
    ///
    /// - Parameters:
    ///   - endpoint: where to.
    ///   - body: the JSON to send.
    ///   - reader: makes a collector for each try and reads its answer; what it throws decides
    ///     about another try: a `CallFailure` as it says, any other error as final.
    /// - Returns: what the reader made of the answer; its timing and tries.
    func call<Reader: AnswerReader>(
        _ endpoint: Endpoint, body: ByteBuffer, reader makeReader: () -> Reader
    ) async throws -> (value: Reader.Value, timing: CallTiming) {
        var request = endpoint.request
        request.body = .byteBuffer(body)
        var failures = 0
        var giveUpAt = Int.max
        var lastFailure: CallFailure?
        while true {
            let ticket = try await gate.enter()
            let sent = clock.now()
            if failures == 0 { giveUpAt = sent.addingSaturated(limits.total.nanoseconds) }
            let timeLimit = min(limits.perCall, .nanoseconds(max(1, giveUpAt - sent)))
            let reader = makeReader()
            let failure: CallFailure
            do {
                let answer = try await transport.send(
                    request, within: timeLimit, collector: reader.collector(limits))
                let value = try read(answer, reader)
                gate.leave(ticket, .succeeded)
                let end = clock.now()
                return (
                    value,
                    CallTiming(
                        latency: (end - sent) / 1000,
                        first: reader.firstText.map { max(0, $0 - sent) / 1000 },
                        retries: failures)
                )
            } catch let error as CancellationError {
                gate.leave(ticket, .neutral)
                throw error
            } catch {
                failure = CallFailure(
                    error, from: name, after: timeLimit, silence: limits.silence)
            }
            let now = clock.now()
            let pause = failure.retryAfter.map {
                now.addingSaturated(min($0, limits.retry.longestRetryAfter).nanoseconds)
            }
            gate.leave(ticket, failure.isOverload ? .overloaded(resumeAt: pause) : .neutral)
            failures += 1
            // A try that the total limit cut short tells less than the one before it.
            if now >= giveUpAt, let lastFailure { throw lastFailure.error.after(tries: failures) }
            guard failure.isRetriable, !reader.hasHandedOnText,
                let wait = limits.retry.wait(
                    afterFailures: failures, retryAfter: failure.retryAfter,
                    uniform: .random(in: 0..<1))
            else { throw failure.error.after(tries: failures) }
            let resume = now.addingSaturated(wait.nanoseconds)
            guard resume < giveUpAt else { throw failure.error.after(tries: failures) }
            lastFailure = failure
            try await clock.sleep(resume)
        }
    }

    private func read<Reader: AnswerReader>(_ answer: HTTPAnswer, _ reader: Reader) throws
        -> Reader.Value
    {
        guard answer.status == 200 else { throw CallFailure(answer, from: name, key: key) }
        return try reader.read(answer, self)
    }

    /// The JSON of an answer that promised it, without the key should the service repeat it.
    ///
    /// - Throws: `CallFailure` for another content type, for text that is not JSON, and for an
    ///   error that came with status 200.
    func json(_ answer: HTTPAnswer) throws -> JSONValue {
        let bytes = answer.body.readableBytesView
        var json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            let type = answer.headers.first(name: "content-type").map { Excerpt.of($0, limit: 60) }
            let isJSON = type?.lowercased().contains("json") ?? true
            throw CallFailure(
                error: ProviderError(
                    .malformedResponse,
                    isJSON
                        ? "\(name) sent JSON that is broken at \(error)"
                        : "\(name) sent \(type ?? "something") instead of JSON",
                    advice: "check that base-url leads to the API and not to a web page",
                    status: 200))
        }
        if let key, key.occurs(in: bytes) { json = key.redacting(json) }
        if let failure = embeddedFailure(json) { throw failure }
        return json
    }

    /// An error object that came with status 200, as some gateways send.
    func embeddedFailure(_ json: JSONValue) -> CallFailure? {
        guard let error = json["error"], !error.isNull else { return nil }
        let status =
            error["code"]?.int ?? error["code"]?.string.flatMap { Int($0) }
            ?? error["status"]?.int
        if let status, (400..<600).contains(status) {
            return CallFailure(
                HTTPAnswer(
                    status: status, headers: [:], body: ByteBuffer(string: json.serialized())),
                from: name, key: key)
        }
        let message = ServiceMessage(json, key: key)
        let isOverload = message.kind == "overloaded_error" || message.kind == "rate_limit_error"
        return CallFailure(
            error: ProviderError(
                isOverload ? .rateLimited : .service,
                "\(name) sent an error instead of an answer: "
                    + (message.text.isEmpty ? message.kind ?? "no reason given" : message.text),
                advice: "check model and parameters", status: 200),
            isRetriable: isOverload || message.kind == "api_error", isOverload: isOverload)
    }
}

/// A request without its body. It prints as its path: its headers hold the key.
struct Endpoint: Sendable, CustomStringConvertible, CustomReflectable {
    let path: String
    fileprivate let request: HTTPClient.Request

    fileprivate init(path: String, request: HTTPClient.Request) {
        self.path = path
        self.request = request
    }

    var description: String { path }
    var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}

/// How long a call took.
struct CallTiming: Sendable {
    /// Microseconds from sending to the end.
    var latency: Int
    /// Microseconds from sending to the first text.
    var first: Int?
    /// How many tries failed before.
    var retries: Int
}

/// Makes a value of an answer, whole or in events.
protocol AnswerReader: Sendable {
    associatedtype Value
    /// When the first text was handed on, in the clock's nanoseconds.
    var firstText: Int? { get }
    /// Whether the caller has been given text already, so that another try would repeat it.
    var hasHandedOnText: Bool { get }
    func collector(_ limits: CallLimits) -> ResponseCollector
    func read(_ answer: HTTPAnswer, _ client: ServiceClient) throws -> Value
}

/// Reads an answer that comes as one JSON text.
struct WholeAnswerReader<Value>: AnswerReader {
    let make: @Sendable (JSONValue) throws -> Value

    var firstText: Int? { nil }
    var hasHandedOnText: Bool { false }

    func collector(_ limits: CallLimits) -> ResponseCollector {
        ResponseCollector(limit: limits.bodyBytes)
    }

    func read(_ answer: HTTPAnswer, _ client: ServiceClient) throws -> Value {
        try make(client.json(answer))
    }
}

extension ProviderError {
    /// The error with the number of tries, where there was more than one.
    fileprivate func after(tries: Int) -> ProviderError {
        guard tries > 1 else { return self }
        return ProviderError(
            code, "\(message) (after \(tries) tries)", advice: advice, status: status)
    }
}

extension Int {
    /// The sum, at most the largest number.
    func addingSaturated(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
