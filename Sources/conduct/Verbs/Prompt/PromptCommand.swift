import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

/// `conduct prompt`.
struct PromptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt",
        abstract: "Look prompts over, try variants side by side, keep their history.",
        subcommands: [
            PromptLintCommand.self, PromptTry.self, PromptHistoryCommand.self, PromptNote.self,
            PromptAssemble.self,
        ])
}

/// Prompt files as verbs take them: in a workspace or not.
enum PromptFile {
    /// A prompt with its text.
    struct Loaded {
        let prompt: PromptTemplate
        let text: String
        /// As the workspace's documents would write it.
        let path: String
    }

    static func read(_ path: String, in folder: WorkspaceFolder? = nil) throws -> Loaded {
        let bytes = try FileAccess.read(path, path: path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(.encoding, file: path, "the file is not UTF-8")
        }
        let name = folder?.relativePath(ofArgument: path) ?? path
        return Loaded(
            prompt: try PromptTemplate(markdown: text, path: name), text: text, path: name)
    }
}

/// `--var` and `--input`: values for a prompt's variables.
struct VariableOptions: ParsableArguments {
    @Option(
        name: .customLong("var"),
        help: "A variable, as name=value; a value may be JSON. Repeatable."
    )
    var variables: [String] = []

    /// The variables given one by one.
    func values() throws -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for text in variables {
            guard let split = text.firstIndex(of: "="), split != text.startIndex else {
                throw ValidationError("--var takes name=value, not '\(text)'")
            }
            let written = String(text[text.index(after: split)...])
            // Lists and objects are JSON; everything else is the text as it stands.
            let isJSON = written.hasPrefix("[") || written.hasPrefix("{")
            let value = isJSON ? try? JSONValue(parsing: written) : nil
            values[String(text[..<split])] = value ?? .string(written)
        }
        return values
    }
}

/// A file whose rows are inputs: a CSV column or a JSONL key for each variable.
enum InputFile {
    static func rows(_ path: String) throws -> [[String: JSONValue]] {
        if path.hasSuffix(".csv") || path.hasSuffix(".tsv") {
            let reader = try CSVReader(file: path, path: path)
            var rows: [[String: JSONValue]] = []
            while let row = try reader.next() {
                rows.append(
                    Dictionary(
                        zip(reader.header, row.cells.map { JSONValue.string($0.text) }),
                        uniquingKeysWith: { first, _ in first }))
            }
            return rows
        }
        let reader = try JSONLinesReader(file: path, path: path)
        var rows: [[String: JSONValue]] = []
        while let (line, value) = try reader.nextValue() {
            guard let object = value.object else {
                throw DocumentError(
                    .wrongKind, file: path, line: line, "expected an object of variables")
            }
            rows.append(object["vars"]?.object ?? object)
        }
        return rows
    }
}
