package import LanguageModel
package import Workspace

/// Judgments from a file of another program, with what has no counterpart.
package struct JudgmentImport: Sendable {
    /// How many items the project has.
    package var items: Int
    package var judgments: [Judgment]
    /// Those that the project does not have: where a form keeps no ids, what an annotator says of
    /// an item already is not said twice.
    package var fresh: [Judgment]
    /// What is left out or kept as it came: a sentence each.
    package var notes: [String]

    /// Reads a file; nothing is stored yet.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - name: the file's name, for errors and as the judgments' source.
    ///   - annotator: whose an annotation is that names nobody.
    ///   - queue: the project with its items.
    /// - Throws: `DocumentError` with line or record.
    package init(
        _ text: String, name: String, format: LabelFormat, annotator: String, for queue: LabelQueue
    ) throws(DocumentError) {
        switch format {
        case .labelStudio:
            (judgments, notes) = try LabelStudioTasks(json: text, path: name)
                .judgments(for: queue, annotator: annotator, source: name)
        case .argilla:
            (judgments, notes) = try ArgillaRecords(text: text, path: name)
                .judgments(for: queue, source: name)
        case .jsonl:
            judgments = try JudgmentRows.read(jsonLines: text, path: name, for: queue)
            notes = []
        case .csv:
            judgments = try JudgmentRows.read(csv: text, path: name, for: queue)
            notes = []
        }
        items = queue.items.count
        guard format == .argilla || format == .csv else {
            fresh = judgments
            return
        }
        let known = Set(queue.current.map(Said.init))
        fresh = judgments.filter { !known.contains(Said($0)) }
    }

    /// What somebody says of an item.
    private struct Said: Hashable {
        var item: RecordID
        var annotator: String
        var answers: [String: JSONValue]
        var isSkip: Bool

        init(_ judgment: Judgment) {
            item = judgment.item
            annotator = judgment.annotator
            answers = judgment.answers
            isSkip = judgment.isSkip
        }
    }

    /// What came of it, as data.
    ///
    /// - Parameter new: how many judgments were not there before.
    package func json(new: Int) -> JSONValue {
        [
            "items": .integer(items), "read": .integer(judgments.count), "new": .integer(new),
            "notes": .array(notes.map(JSONValue.string)),
        ]
    }
}

extension LabelStudioConfig {
    /// Makes a project of a configuration and its tasks: the dataset, the questions, and a
    /// guideline to be written.
    ///
    /// - Parameters:
    ///   - configPath: the configuration's name, for errors and in the guideline.
    ///   - tasksPath: the tasks' name, for errors.
    /// - Returns: what of the configuration is left out.
    /// - Throws: `DocumentError`, also where the project is there already; nothing is half written
    ///   but the first of its files.
    package static func makeProject(
        _ name: String, xml: String, configPath: String, tasks text: String, tasksPath: String,
        in folder: WorkspaceFolder
    ) throws -> [String] {
        guard isPlain(name) else {
            throw DocumentError(
                .invalidValue, file: "labels/\(name.prefix(80)).yaml",
                "'\(name.prefix(80))' cannot name a project",
                suggestion: "use letters, digits, '-', '_' and '.', at most 64")
        }
        let config = try LabelStudioConfig(xml: xml, path: configPath)
        let tasks = try LabelStudioTasks(json: text, path: tasksPath)
        let dataset = "datasets/\(name).jsonl"
        let files = [
            (dataset, tasks.dataset(config).map(JSONLines.line).joined()),
            ("labels/\(name).yaml", config.document(name: name, dataset: dataset)),
            (
                "labels/\(name).md",
                "# \(name)\n\nImported from Label Studio. Write here what annotators should know.\n"
            ),
        ]
        for (path, _) in files where FileAccess.exists(try folder.resolve(path)) {
            throw DocumentError(
                .file, file: path, "is there already",
                suggestion: "give the project another name, or import without the configuration")
        }
        for (path, content) in files { try folder.write(content, to: path, replacing: false) }
        return config.omitted.map { "\(configPath): \($0)" }
    }

    /// Whether a name can be a file's without leading anywhere.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix(".") && !name.hasPrefix("-")
            && name.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || "-_.".unicodeScalars.contains($0))
            }
    }
}
