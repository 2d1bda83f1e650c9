import ArgumentParser

@main
struct Conduct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conduct", abstract: "A workbench for model behaviour design.",
        version: "0.1.0")
}
