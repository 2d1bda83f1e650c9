import ArgumentParser
import Workspace

/// `conduct init`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a workspace with a sample spec, suite, prompts and data.",
        discussion: """
            Existing files are never overwritten, so it can be run on a folder that has something \
            in it, and again.

            EXAMPLES
              conduct init my-lab
              conduct init .
            """)

    @Argument(help: "The folder; it is made where it is not there.")
    var folder = "."

    @Flag(name: .long, help: "Make the folders and conduct.yaml alone, without the sample.")
    var bare = false

    func run() throws {
        var files = SampleWorkspace.files.map { (path: $0.path, content: $0.content) }
        if bare { files = files.filter { $0.path == WorkspaceFolder.configurationName } }
        let creation = try WorkspaceFolder.create(
            at: folder, files: files + DocumentSchemas.files)
        for path in creation.kept where !path.hasPrefix(".conduct/") {
            printOut("kept     \(path)")
        }
        for path in creation.written where !path.hasPrefix(".conduct/") {
            printOut("written  \(path)")
        }
        let step = folder == "." ? "" : "  cd \(folder)\n"
        printOut("\nA workspace is ready. Next:\n\(step)  conduct eval suites/honesty.yaml")
    }
}
