import Alignment
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct adapter`.
struct AdapterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "List trained adapters, and take them to other programs and back.",
        discussion: """
            An adapter NAME is a model at once: smollm2+NAME. Exports are read back and compared \
            with the original before they count.

            EXAMPLES
              conduct adapter list
              conduct adapter export no-flattery --to gguf --out no-flattery.gguf
              conduct adapter import downloads/peft-adapter --name theirs
              conduct adapter merge no-flattery --out merged.gguf --type f16
            """,
        subcommands: [AdapterList.self, AdapterExport.self, AdapterImport.self, AdapterMerge.self])
}

/// `--model`: the model that adapters belong to.
struct AdapterBaseOptions: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The base model's alias.")
    var model = "smollm2"

    func open() async throws -> (folder: WorkspaceFolder, store: Store, base: TrainingBase) {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let alias = model
        let base = try await ComputeThread.run {
            try TrainingBase.open(alias, in: folder, configuration)
        }
        return (folder, store, base)
    }

    func show(_ check: LogitCheck, _ path: String) {
        if output.json {
            printOut(
                JSONValue.object([
                    "path": .string(path), "tokens": .integer(check.tokens),
                    "greatest_difference": .number(check.greatest),
                    "adapter_effect": .number(check.effect), "holds": .bool(check.holds),
                ]).serializedPretty())
            return
        }
        printOut(path)
        printOut(
            "checked on \(check.tokens) tokens: log-probabilities differ by at most "
                + "\(NumberText.significant(check.greatest)) (the adapter itself moves them by up "
                + "to \(NumberText.significant(check.effect)))")
    }
}

struct AdapterList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the workspace's adapters and reward models.",
        discussion: """
            EXAMPLES
              conduct adapter list
            """)
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let records = try await store.reader.records(.adapter)
        var latest: [String: StoredRecord] = [:]
        for record in records { latest[record.name] = record }
        let names = Set(AdapterShelf(folder).names).union(latest.keys).sorted()
        if output.json {
            printOut(
                JSONValue.array(
                    names.map { name in
                        latest[name]?.json ?? ["name": .string(name), "id": nil]
                    }
                ).serializedPretty())
            return
        }
        guard !names.isEmpty else {
            return printOut("There is no adapter yet; train one with conduct align.")
        }
        var table = Table(columns: [
            Table.Column("name"), Table.Column("kind"), Table.Column("base"),
            Table.Column("rank", .trailing), Table.Column("made by"), Table.Column("when"),
        ])
        for name in names {
            let record = latest[name]
            let from = record?.links.first { $0.relation == "made by" }?.target
            table.rows.append([
                Table.Cell(name), Table.Cell(record?.body["kind"]?.string ?? "adapter"),
                Table.Cell(record?.body["base"]?.string ?? "unknown"),
                Table.Cell(record?.body["rank"]?.int.map(String.init) ?? ""),
                Table.Cell(
                    from ?? record?.body["imported"]?.string.map { "import of \($0)" } ?? "a file"),
                Table.Cell(
                    record.map { NumberText.time(milliseconds: $0.created.milliseconds) } ?? ""),
            ])
        }
        printOut(table.terminalText(.output))
    }
}

struct AdapterExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write an adapter for PEFT, llama.cpp or mlx-lm.",
        discussion: """
            EXAMPLES
              conduct adapter export no-flattery --to peft --out exported/
              conduct adapter export no-flattery --to gguf --out no-flattery.gguf
            """)
    @OptionGroup var options: AdapterBaseOptions

    @Argument(help: "The adapter's name.")
    var name: String

    /// The forms, as the command line names them.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case peft, gguf, mlx

        var form: AdapterForm {
            switch self {
            case .peft: .peft
            case .gguf: .gguf
            case .mlx: .mlx
            }
        }
    }

    @Option(name: .long, help: "peft, gguf or mlx.")
    var to: Form

    @Option(name: .shortAndLong, help: "The folder (peft, mlx) or file (gguf) to write.")
    var out: String

    func run() async throws {
        let (folder, _, base) = try await options.open()
        let check = try await AdapterExchange(folder, base: base).export(
            name, to: to.form, path: out)
        options.show(check, out)
    }
}

struct AdapterImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in an adapter of PEFT, llama.cpp or mlx-lm.",
        discussion: """
            EXAMPLES
              conduct adapter import downloads/peft-adapter --name theirs
            """)
    @OptionGroup var options: AdapterBaseOptions

    @Argument(help: "A PEFT or mlx-lm folder, or a GGUF adapter.")
    var path: String

    @Option(name: .long, help: "The adapter's name in the workspace.")
    var name: String

    func validate() throws {
        let isPlain = name.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix(".") else {
            throw ValidationError("--name takes letters, digits, '-', '_' and '.'")
        }
    }

    func run() async throws {
        let (folder, store, base) = try await options.open()
        let (check, _) = try await AdapterExchange(folder, base: base).take(
            path, as: name, store: store)
        options.show(check, ".conduct/adapters/\(name)")
        if !options.output.json { printOut("use it as \(base.alias)+\(name)") }
    }
}

struct AdapterMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Write the model with adapters merged in, as a GGUF file.",
        discussion: """
            EXAMPLES
              conduct adapter merge no-flattery --out merged.gguf --type f16
            """)
    @OptionGroup var options: AdapterBaseOptions

    @Argument(help: "The adapters' names, in order.")
    var names: [String]

    @Option(name: .shortAndLong, help: "The GGUF file to write.")
    var out: String

    /// How matrices are stored.
    enum Stored: String, ExpressibleByArgument, CaseIterable {
        case f32, f16
        case q8 = "q8_0"

        var type: TensorType {
            switch self {
            case .f32: .f32
            case .f16: .f16
            case .q8: .q8_0
            }
        }
    }

    @Option(name: .long, help: "How matrices are stored: f32, f16 or q8_0.")
    var type = Stored.f16

    func run() async throws {
        let (folder, _, base) = try await options.open()
        let check = try await AdapterExchange(folder, base: base).merge(
            names, to: out, type: type.type)
        options.show(check, out)
    }
}
