import Annotation
import Evaluation
import Hummingbird
import LanguageModel
import NIOCore
import Portfolio
import Providers
import Reports
import Workspace

/// What a request gets instead of what it asked for.
struct StudioFailure: Error, Sendable, Hashable {
    /// The HTTP status.
    var status: Int
    /// One sentence that says what is wrong and what to do.
    var message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        // What a terminal is told begins with the word; a page has a title for it.
        let prefix = "error: "
        self.message =
            message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
    }

    /// An error of the floors below, as the browser is told it.
    init(_ error: any Error) {
        switch error {
        case let failure as StudioFailure: self = failure
        case let error as HTTPError:
            let status = Int(error.status.code)
            self.init(
                status,
                status == 404
                    ? "There is nothing at this address." : error.body ?? error.status.reasonPhrase)
        case let error as StoreError: self.init(Self.status(of: error), error.description)
        case let errors as DocumentErrors: self.init(400, errors.description)
        case let error as DocumentError: self.init(400, error.description)
        case let error as AnnotationError:
            self.init(Self.status(of: error), "\(error.message); \(error.advice)")
        case let error as EvalError: self.init(400, error.description)
        case let error as ProviderError: self.init(502, error.description)
        case let error as PortfolioError: self.init(Self.status(of: error), error.description)
        case let error as JSONError: self.init(400, "The body is not JSON: \(error)")
        case is NIOTooManyBytesError: self.init(413, "The body is too large.")
        case is CancellationError: self.init(503, "The studio is ending.")
        default: self.init(500, "Something went wrong: \(error)")
        }
    }

    private static func status(of error: PortfolioError) -> Int {
        switch error.code {
        case .notFound: 404
        case .invalid, .refused: 400
        case .notStarted, .notEarned: 409
        case .program: 502
        }
    }

    private static func status(of error: AnnotationError) -> Int {
        switch error.code {
        case .invalid: 400
        case .forbidden: 403
        case .notFound, .empty: 404
        case .conflict: 409
        }
    }

    private static func status(of error: StoreError) -> Int {
        switch error.code {
        case .notFound: 404
        case .ambiguous, .invalid: 400
        case .pinned, .immutable, .mismatch: 409
        case .locked, .leaseHeld, .leaseLost, .diskFull, .readOnly: 503
        case .io, .cannotOpen, .corrupt, .truncated, .notAStore, .newerSchema: 500
        }
    }

    /// The failure as the API tells it.
    var json: JSONValue {
        ["error": ["status": .integer(status), "message": .string(message)]]
    }

    /// The failure in two words.
    var title: String {
        switch status {
        case 400: "That can’t be read"
        case 401: "A token is needed"
        case 403: "Not from here"
        case 404: "Not found"
        case 405: "Not that way"
        case 409: "Not any more"
        case 413: "Too large"
        case 503: "Not now"
        default: "Something went wrong"
        }
    }
}
