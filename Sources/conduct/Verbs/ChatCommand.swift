import ArgumentParser
import Evaluation
import LanguageModel
import Providers
import Workspace

/// `conduct chat`.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk to a model in the terminal, streaming.",
        discussion: """
            Lines are sent as they are typed. /system TEXT sets the system prompt, /reset forgets \
            the conversation, /undo takes the last exchange back, /quit or Ctrl-D ends.

            EXAMPLES
              conduct chat
              conduct chat claude --system "You are terse."
              echo "What shape is the earth?" | conduct chat
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The model's alias.")
    var model = "smollm2"

    @Option(name: .long, help: "The system prompt.")
    var system: String?

    @Option(name: .long, help: "Temperature.")
    var temperature: Double?

    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens: Int?

    func run() async throws {
        let (folder, configuration) = try workspace.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration)
        let opened = try await setup.catalogue.open(model)
        var parameters = opened.document.parameters
        // A conversation wants whole sentences, whatever a suite's limit is.
        parameters.maxTokens = maxTokens ?? max(parameters.maxTokens ?? 0, 512)
        parameters.temperature = temperature ?? parameters.temperature
        var messages: [Message] = system.map { [Message(.system, $0)] } ?? []
        let terminal = Terminal.output
        if opened.provider.identity.isSimulated {
            printError("(\(model) is simulated: its answers follow a script)")
        }
        while true {
            if terminal.isInteractive { printOut("› ", terminator: "") }
            guard let line = readLine() else { break }
            if try handle(line, &messages) { continue }
            if line == "/quit" { break }
            messages.append(Message(.user, line))
            let request = ModelRequest(messages: messages, parameters: parameters, seed: 0)
            let provider = opened.provider
            do {
                let (reply, wasInterrupted) = try await Interrupt.whileRunning {
                    try await provider.reply(to: request) { text in
                        printOut(Self.visible(text), terminator: "")
                    }
                }
                printOut("")
                messages.append(reply.message)
                if wasInterrupted { break }
            } catch is CancellationError {
                printOut("")
                messages.removeLast()
            } catch let error as ProviderError {
                printError("error: \(error)")
                messages.removeLast()
            }
        }
        await setup.catalogue.close()
    }

    /// Whether the line was a command.
    private func handle(_ line: String, _ messages: inout [Message]) throws -> Bool {
        if line.isEmpty { return true }
        if line == "/reset" {
            messages.removeAll { $0.role != .system }
            return true
        }
        if line == "/undo" {
            while let last = messages.popLast(), last.role != .user {}
            return true
        }
        if line.hasPrefix("/system ") {
            messages.removeAll { $0.role == .system }
            messages.insert(Message(.system, String(line.dropFirst(8))), at: 0)
            return true
        }
        return false
    }

    /// Model output is untrusted: control characters must not reach the terminal.
    private static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            shown.unicodeScalars.append(
                isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar)
        }
        return shown
    }
}
