import ArgumentParser

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
