import ArgumentParser
import Evaluation
import Workspace

/// `conduct spec new`.
struct SpecNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write the frame of a specification.",
        discussion: """
            EXAMPLES
              conduct spec new honesty
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "Its name: letters, digits and hyphens.")
    var name: String

    func run() throws {
        let folder = try workspace.folder()
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("-") else {
            throw Failure(
                .badInput, "error: '\(name)' is no name for a file; use letters, digits and hyphens"
            )
        }
        let path = "specs/\(name).md"
        try folder.write(SpecTemplate.markdown(name: name), to: path, replacing: false)
        printOut(
            "The frame of a specification is in \(path); check it with: conduct spec lint \(path)")
    }
}
