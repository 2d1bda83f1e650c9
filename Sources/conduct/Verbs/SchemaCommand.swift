import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

/// `conduct schema`.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print a JSON Schema for a YAML document.",
        discussion: """
            `conduct init` writes them all under .conduct/schemas, where the first line of each \
            sample file points an editor to them.

            EXAMPLES
              conduct schema suite
            """)

    @Argument(help: "Which document; without it all are listed.")
    var document: String?

    func run() throws {
        guard let document else {
            for kind in DocumentKind.allCases {
                let padding = String(repeating: " ", count: max(1, 18 - kind.rawValue.count))
                printOut(kind.rawValue + padding + kind.summary)
            }
            return
        }
        guard let kind = DocumentKind(rawValue: document) else {
            throw ValidationError(
                "no document '\(document)'; there are "
                    + DocumentKind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        printOut(kind.jsonSchema(ScorerCatalogue.vocabulary).serializedPretty())
    }
}

/// The schemas as files of a new workspace.
enum DocumentSchemas {
    static var files: [(path: String, content: String)] {
        DocumentKind.allCases.map { kind in
            (
                ".conduct/schemas/\(kind.schemaFileName)",
                kind.jsonSchema(ScorerCatalogue.vocabulary).serializedPretty() + "\n"
            )
        }
    }
}
