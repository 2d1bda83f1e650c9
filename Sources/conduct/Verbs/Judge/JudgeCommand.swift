import ArgumentParser

/// `conduct judge`.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Find out whether a model can judge, and correct its totals.",
        subcommands: [
            JudgeCheck.self, JudgeCalibrate.self,
        ])
}
