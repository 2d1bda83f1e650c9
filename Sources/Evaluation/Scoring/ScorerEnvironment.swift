import Providers

/// What scorers reach of the world: files of the workspace, judges, programs.
package struct ScorerEnvironment: Sendable {
    /// Reads a text file by its path in the workspace.
    package var readFile: @Sendable (String) throws -> String
    /// A judge by its alias, or the workspace's own for nil; nil where there is none.
    package var judge: @Sendable (String?) -> JudgeSeat?
    /// A trained reward model by its name; nil where there is none at hand.
    package var rewardModel: @Sendable (String) -> (any RewardSource)?
    /// Whether `command` scorers may run programs: the user's word on the command line, never a
    /// suite's, so that a suite from elsewhere runs nothing by itself.
    package var allowsCommands: Bool
    /// The folder in which commands run; nil for the current one.
    package var workingDirectory: String?

    package init(
        readFile: @escaping @Sendable (String) throws -> String,
        judge: @escaping @Sendable (String?) -> JudgeSeat? = { _ in nil },
        rewardModel: @escaping @Sendable (String) -> (any RewardSource)? = { _ in nil },
        allowsCommands: Bool = false, workingDirectory: String? = nil
    ) {
        self.readFile = readFile
        self.judge = judge
        self.rewardModel = rewardModel
        self.allowsCommands = allowsCommands
        self.workingDirectory = workingDirectory
    }

    /// No files, no judges, no commands.
    package static let closed = ScorerEnvironment(readFile: { path in
        throw ProviderError(.unsupported, "no files can be read here (\(path))")
    })
}
