import AsyncHTTPClient
import FoundationEssentials
import LanguageModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// One failed try: what to tell the user, and what the retry rules need to know.
struct CallFailure: Error {
    var error: ProviderError
    /// Whether another try may help.
    var isRetriable = false
    /// Whether the service said that it is asked too much.
    var isOverload = false
    /// The wait that the service asked for.
    var retryAfter: Duration?
}

extension CallFailure {
    /// What a status other than success means.
    init(_ answer: HTTPAnswer, from service: String, key: APIKey?) {
        let status = answer.status
        let detail = ServiceMessage(answer.body, key: key)
        let said = detail.text.isEmpty ? "" : ": \(detail.text)"
        func failure(
            _ code: ProviderError.Code, _ message: String, _ advice: String?,
            retry: Bool = false, overload: Bool = false
        ) -> CallFailure {
            CallFailure(
                error: ProviderError(code, message, advice: advice, status: status),
                isRetriable: retry, isOverload: overload,
                retryAfter: RetryAfter.wait(
                    retryAfter: answer.headers.first(name: "retry-after"),
                    milliseconds: answer.headers.first(name: "retry-after-ms"),
                    now: Date().timeIntervalSince1970))
        }
        switch status {
        case 401, 403:
            // A refusal of a key often quotes a part of it, so the service's words stay out.
            let reason = detail.kind.map { ", \($0)" } ?? ""
            self = failure(
                .authentication,
                key.map { "\(service) refused the \($0) (HTTP \(status)\(reason))" }
                    ?? "\(service) asks for a key (HTTP \(status)\(reason))",
                key == nil
                    ? "name the environment variable that holds it with api-key-env"
                    : "check that the key is valid and may use this model")
        case 429 where detail.kind == "insufficient_quota":
            self = failure(
                .rateLimited, "\(service) says that the quota is used up (HTTP 429)\(said)",
                "check the account's plan and billing")
        case 429:
            self = failure(
                .rateLimited, "\(service) refused more requests for now (HTTP 429)\(said)",
                "lower concurrency or rpm under limits, or try later", retry: true,
                overload: true)
        case 408, 409, 425:
            self = failure(
                .service, "\(service) asked for another try (HTTP \(status))\(said)", nil,
                retry: true)
        case 413:
            self = failure(
                .invalidRequest, "\(service) refused the request as too large (HTTP 413)\(said)",
                "shorten the prompt")
        case 404:
            self = failure(
                .invalidRequest, "\(service) knows no such model or address (HTTP 404)\(said)",
                "check model and base-url")
        case 300..<400:
            self = failure(
                .invalidRequest,
                "\(service) sends its callers elsewhere (HTTP \(status)), which is not followed",
                "write the final address in base-url")
        case 400..<500:
            self = failure(
                .invalidRequest, "\(service) refused the request (HTTP \(status))\(said)",
                "check the model's parameters and the prompt")
        case 500...:
            self = failure(
                .service, "\(service) failed (HTTP \(status))\(said)", "try again later",
                retry: true, overload: status == 503 || status == 529)
        default:
            self = failure(
                .malformedResponse, "\(service) answered with HTTP \(status)\(said)",
                "check base-url")
        }
    }

    /// What an error from below means.
    init(_ error: any Error, from service: String, after limit: Duration, silence: Duration) {
        switch error {
        case let failure as CallFailure: self = failure
        case let error as ProviderError: self.init(error: error)
        case is SilenceError:
            self.init(
                error: ProviderError(
                    .timeout, "\(service) paused its answer for more than \(silence.inWords)",
                    advice: "raise silence under limits if the model thinks for long"),
                isRetriable: true)
        case let error as HTTPClientError where Self.isTimeout(error):
            self.init(
                error: ProviderError(
                    .timeout, "\(service) gave no answer within \(limit.inWords)",
                    advice: "raise timeout under limits, or check that the service is well"),
                isRetriable: true)
        case let error as HTTPClientError
        where error == .connectTimeout || error == .tlsHandshakeTimeout
            || error == .getConnectionFromPoolTimeout:
            self.init(
                error: ProviderError(
                    .network, "no connection to \(service) in time",
                    advice: "check the network and base-url"),
                isRetriable: true)
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            self.init(error: Self.brokeOff(service), isRetriable: true)
        case is ChannelError: self.init(error: Self.brokeOff(service), isRetriable: true)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(refusing: service)
        case is IOError: self.init(error: Self.brokeOff(service), isRetriable: true)
        case let error as HTTPParserError where error == .invalidEOFState:
            self.init(error: Self.brokeOff(service), isRetriable: true)
        case is HTTPParserError:
            self.init(
                error: ProviderError(
                    .malformedResponse, "\(service) does not answer in HTTP",
                    advice: "check the scheme and the port in base-url"))
        case is NIOConnectionError: self.init(refusing: service)
        default:
            // TLS errors arrive here; their type names say what failed and hold no user data.
            let text = "\(error)"
            let isTLS = text.contains("SSL") || "\(type(of: error))".contains("SSL")
            self.init(
                error: ProviderError(
                    .network,
                    isTLS
                        ? "no encrypted connection to \(service): \(Excerpt.of(text))"
                        : "the connection to \(service) failed: \(Excerpt.of(text))",
                    advice: isTLS
                        ? "check https in base-url and the service's certificate"
                        : "check the network and base-url"),
                isRetriable: !isTLS)
        }
    }

    private init(refusing service: String) {
        self.init(
            error: ProviderError(
                .network, "\(service) accepts no connection",
                advice: "start the server, or check base-url and the network"),
            isRetriable: true)
    }

    static func brokeOff(_ service: String) -> ProviderError {
        ProviderError(
            .service, "\(service) broke off its answer", advice: "try again later")
    }

    private static func isTimeout(_ error: HTTPClientError) -> Bool {
        error == .deadlineExceeded || error == .readTimeout || error == .writeTimeout
    }
}

/// What a service says about a failure, in any of the shapes that are about.
struct ServiceMessage {
    /// The message, short and harmless; empty where there is none.
    let text: String
    /// The error's code or type where it is a plain word, such as `insufficient_quota`.
    let kind: String?

    init(_ body: ByteBuffer, key: APIKey?) {
        let bytes = body.readableBytesView
        guard bytes.count <= 1 << 20, let json = try? JSONValue(parsing: bytes) else {
            let excerpt = String(decoding: bytes.prefix(2000), as: UTF8.self)
            let start = excerpt.trimmed.prefix(20).lowercased()
            let isPage = start.hasPrefix("<!doctype") || start.hasPrefix("<html")
            self.init(
                text: isPage
                    ? "an HTML page instead of JSON"
                    : Excerpt.of(key?.redacting(excerpt) ?? excerpt),
                kind: nil)
            return
        }
        self.init(json, key: key)
    }

    private init(text: String, kind: String?) {
        self.text = text
        self.kind = kind
    }

    init(_ json: JSONValue, key: APIKey?) {
        let error = json["error"] ?? json
        let message =
            error["message"]?.string ?? error.string ?? json["message"]?.string
            ?? json["detail"]?.string ?? json["detail"]?[0]?["msg"]?.string ?? ""
        text = Excerpt.of(key?.redacting(message) ?? message)
        let kind = error["code"]?.string ?? error["type"]?.string
        self.kind = kind.flatMap { word in
            word.count <= 64
                && word.utf8.allSatisfy {
                    $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                } ? word : nil
        }
    }
}
