import Alignment
import Annotation
import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Providers
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Exit codes (formats: exit codes).
enum ExitStatus: Int32 {
    case done = 0
    /// The question was answered, and the answer is no.
    case no = 1
    case badInput = 2
    case outside = 3
    case budget = 4
    case interrupted = 130
}

/// An end of the program that is not success, with what to say about it.
struct Failure: Error, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ description: String = "") {
        self.status = status
        self.description = description
    }
}

extension ExitStatus {
    /// Ends the program after an error: prints it, once, to standard error.
    static func exit(after error: any Error) -> Never {
        let (status, text) = reading(error)
        if !text.isEmpty { printError(text) }
        endProcess(status.rawValue)
    }

    /// The code and the text of an error.
    static func reading(_ error: any Error) -> (ExitStatus, String) {
        switch error {
        case let failure as Failure: (failure.status, failure.description)
        case let errors as DocumentErrors: (.badInput, errors.description)
        case let error as DocumentError: (.badInput, error.description)
        case let error as EvalError: (.badInput, error.description)
        case let error as AnnotationError: (.badInput, error.description)
        case let error as ModelFileError: (.badInput, "error: \(error)")
        case let error as EngineError: (.badInput, "error: \(error)")
        case let error as ProviderError: (status(of: error), "error: \(error)")
        case let error as StoreError: (status(of: error), "error: \(error)")
        case let error as PortfolioError: (status(of: error), "error: \(error)")
        case let error as AlignmentError: (.badInput, error.description)
        case let error as TrainingError:
            (error.code == .memory ? .outside : .badInput, "error: \(error)")
        case is CancellationError: (.interrupted, "")
        default: parsing(error)
        }
    }

    private static func status(of error: ProviderError) -> ExitStatus {
        switch error.code {
        case .budget: .budget
        case .invalidRequest, .unsupported: .badInput
        default: .outside
        }
    }

    private static func status(of error: PortfolioError) -> ExitStatus {
        switch error.code {
        case .notEarned, .refused: .no
        case .program: .outside
        case .notFound, .notStarted, .invalid: .badInput
        }
    }

    private static func status(of error: StoreError) -> ExitStatus {
        switch error.code {
        case .diskFull, .io, .readOnly, .cannotOpen, .locked, .corrupt, .truncated, .notAStore,
            .leaseHeld, .leaseLost:
            .outside
        case .newerSchema, .notFound, .ambiguous, .pinned, .immutable, .mismatch, .invalid:
            .badInput
        }
    }

    /// Help and version end well; wrong usage is bad input.
    private static func parsing(_ error: any Error) -> (ExitStatus, String) {
        let code = Conduct.exitCode(for: error)
        if code == .success {
            printOut(Conduct.fullMessage(for: error))
            return (.done, "")
        }
        return (.badInput, Conduct.fullMessage(for: error))
    }
}

private func endProcess(_ code: Int32) -> Never { exit(code) }
