import LanguageModel
package import Workspace

/// Makes runs of what other programs recorded.
package struct Importer: Sendable {
    /// What the user may say over a file.
    package struct Options: Sendable {
        /// The format, where it is not to be detected.
        package var format: ImportFormat?
        /// The model's name, where the file names none.
        package var model: String?
        /// The run's name, instead of the file's own.
        package var name: String?
        /// Where numbers pass; nil for one half of numbers from 0 to 1.
        package var passMark: Double?
        /// Whether a file that was imported before is imported once more.
        package var again: Bool

        package init(
            format: ImportFormat? = nil, model: String? = nil, name: String? = nil,
            passMark: Double? = nil, again: Bool = false
        ) {
            self.format = format
            self.model = model
            self.name = name
            self.passMark = passMark
            self.again = again
        }
    }

    /// What became of a file.
    package struct Outcome: Sendable {
        package let file: String
        package let format: ImportFormat
        /// The run; nil for a file of records of other kinds.
        package let run: RecordID?
        /// Samples of the run, or records added.
        package let count: Int
        /// What the user should know: one sentence each.
        package let notes: [String]
    }

    /// A file that was read and checked, and not stored yet.
    package struct Prepared: Sendable {
        enum Content: Sendable {
            case run(ImportedRun)
            case export(file: String)
        }
        package let file: String
        package let format: ImportFormat
        let content: Content
    }

    let storeInUse: Store
    private let options: Options
    private let toolVersion: String

    package init(store: Store, options: Options = Options(), toolVersion: String) {
        storeInUse = store
        self.options = options
        self.toolVersion = toolVersion
    }

    /// Reads and checks a file without storing anything of it.
    ///
    /// - Parameters:
    ///   - file: where it lies.
    ///   - path: its name in errors and in the run's origin.
    /// - Throws: `DocumentError` naming the record.
    package func prepare(_ file: String, path: String) async throws -> Prepared {
        let source = try ImportSource(file: file, path: path)
        guard let format = options.format ?? source.detected else {
            throw source.error(
                "the format is not recognised",
                "import takes promptfoo results, Inspect logs, lm-eval samples, lines of "
                    + #"{"prompt", "output"} and Conduct's own exports; --format names one"#)
        }
        if case .export = source.content {
            guard format == .conduct else {
                throw source.error(
                    "this is a Conduct export, not \(format.summary)", "leave --format out")
            }
            return Prepared(file: path, format: format, content: .export(file: file))
        }
        guard format != .conduct else {
            throw source.error(
                "this is no Conduct export: its first line has no 'record' and 'id'",
                "leave --format out")
        }
        let hash = try FileAccess.hash(file, path: path)
        try await refuseAgain(hash, path)
        let made = try assemble(source, format)
        var origin = made.origin
        origin["file"] = .string(path.split(separator: "/").last.map(String.init) ?? path)
        origin["sha256"] = .string(hash)
        origin["format"] = .string(format.rawValue)
        let run = try made.assembly.finish(
            suite: options.name ?? made.suite ?? Self.stem(path), origin: origin,
            passMark: options.passMark, toolVersion: toolVersion, ids: storeInUse.ids,
            notes: made.notes)
        return Prepared(file: path, format: format, content: .run(run))
    }

    /// Stores what was prepared: the whole run or nothing.
    package func store(_ prepared: Prepared) async throws -> Outcome {
        switch prepared.content {
        case .run(let made):
            let entries = made.entries
            let run = try await storeInUse.importRun(
                made.plan,
                entries: AsyncStream { continuation in
                    for entry in entries { continuation.yield(entry) }
                    continuation.finish()
                })
            return Outcome(
                file: prepared.file, format: prepared.format, run: run.id, count: entries.count,
                notes: made.notes)
        case .export(let file): return try await restore(file, path: prepared.file)
        }
    }

    private struct Made {
        var assembly: RunAssembly
        var suite: String?
        var origin: [String: JSONValue] = [:]
        var notes: [String] = []
    }

    private func assemble(_ source: ImportSource, _ format: ImportFormat) throws(DocumentError)
        -> Made
    {
        var made = Made(
            assembly: RunAssembly(source, format: format, run: storeInUse.ids.next(.run)))
        let passMark = options.passMark
        switch format {
        case .promptfoo:
            let reader = PromptfooImport(source: source)
            let rows = try reader.rows()
            (made.suite, made.origin) = (rows.suite, rows.origin)
            for record in rows.records {
                try made.assembly.add(reader.sample(record, passMark: passMark), at: record)
            }
        case .inspect:
            let reader = InspectImport(source: source)
            let log = try reader.log()
            (made.suite, made.origin, made.notes) = (log.task, log.origin, log.notes)
            for record in log.samples {
                try made.assembly.add(
                    reader.sample(record, of: log, passMark: passMark), at: record)
            }
        case .lmEval:
            let reader = LMEvalImport(source: source)
            made.suite = LMEvalImport.task(ofPath: source.path)
            let model = options.model ?? LMEvalImport.model(ofPath: source.path)
            if model == nil { made.notes.append(Self.unnamed("lm-eval's samples")) }
            for (record, sample) in try reader.samples(
                model: model ?? "unnamed", passMark: passMark)
            {
                try made.assembly.add(sample, at: record)
            }
        case .plain:
            let reader = PlainImport(source: source)
            let model = options.model ?? "unnamed"
            let records = try source.records()
            if options.model == nil, records.contains(where: { $0.value["model"] == nil }) {
                made.notes.append(Self.unnamed("Some of its lines"))
            }
            for record in records {
                try made.assembly.add(
                    reader.sample(record, model: model, passMark: passMark), at: record)
            }
        case .conduct: break
        }
        return made
    }

    private static func unnamed(_ who: String) -> String {
        "\(who) name no model; it is called 'unnamed'. --model gives a name."
    }

    private static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    private func refuseAgain(_ hash: String, _ path: String) async throws {
        guard !options.again else { return }
        let runs = try await storeInUse.reader.runs(limit: 10_000)
        let same = runs.first {
            $0.run.kind == .imported && $0.run.origin?["sha256"]?.string == hash
        }
        if let same, same.run.status != .complete {
            // An import that was killed: what it left is no run.
            return try await storeInUse.remove(same.id)
        }
        if let same {
            throw DocumentError(
                .duplicate, file: path, "this file was imported before, as \(same.id)",
                suggestion: "use that run, or import it once more with --again")
        }
    }
}
