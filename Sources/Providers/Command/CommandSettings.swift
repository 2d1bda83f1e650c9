/// Somebody's own program that answers requests.
package struct CommandSettings: Sendable, Hashable {
    /// The program and its arguments; a bare name is looked for in PATH.
    package var arguments: [String]
    /// Where it runs; nil for the current directory.
    package var workingDirectory: String?
    /// The names of the environment variables that it gets besides PATH and HOME: a program sees
    /// no key that it was not given.
    package var variables: [String]
    /// The model's name in records; nil for the arguments themselves.
    package var model: String?
    /// What a call may take. A program that died is started again at most `retry.retries` times
    /// for one call; `silence` is not used.
    package var limits: CallLimits

    package init(
        arguments: [String], workingDirectory: String? = nil, variables: [String] = [],
        model: String? = nil,
        limits: CallLimits = CallLimits(
            retry: RetryPolicy(retries: 2, base: .milliseconds(200), cap: .seconds(5)),
            concurrency: AdaptiveConcurrency(fixed: 16))
    ) {
        self.arguments = arguments
        self.workingDirectory = workingDirectory
        self.variables = variables
        self.model = model
        self.limits = limits
    }
}
