import ArgumentParser
import Studio
import Workspace

/// `conduct studio`.
struct StudioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Open the workspace in the browser: runs live, samples, judgments, comparisons.",
        discussion: """
            The studio reads and writes the same store as the command line, and sees what other \
            processes write while it is open. It listens on this machine alone; the address it \
            prints holds a token that becomes a cookie at the first visit. Scripts send it as \
            Authorization: Bearer TOKEN; the API is described at /api/openapi.json.

            EXAMPLES
              conduct studio
              conduct studio --port 8200 --no-open
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Option(name: .long, help: "The port; 0 takes any that is free.")
    var port = 8181

    @Flag(name: .long, help: "Print the address without opening a browser.")
    var noOpen = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Listen at this address of the machine, where others can reach it.",
            valueName: "address"))
    var lan: String?

    @Option(name: .long, help: "Whose judgments these are; by default the user's name.")
    var author: String?

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be 0 to 65535")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let name = author ?? environment("USER") ?? "me"
        let settings = StudioSettings(
            host: lan ?? "127.0.0.1", port: port, allowsNetwork: lan != nil,
            author: name.isEmpty ? "me" : name, variables: processEnvironment(),
            hasCommand: { CommandTree.has($0) })
        let studio: Studio
        do { studio = try Studio(store, folder: folder, settings) } catch let error
            as StudioSettingsError
        { throw Failure(.badInput, "error: \(error)") }
        let opens = !noOpen
        do {
            try await studio.run { url in
                printOut("\(url)\n(Ctrl-C ends it)")
                if opens { Opening.open(url) }
            }
        } catch {
            throw Failure(
                .outside,
                "error: the studio could not run at \(settings.host):\(port): \(error)")
        }
    }
}
