import LanguageModel
import Workspace

/// Turns what was tried into files of the workspace: a case, or a suite with its prompts.
struct PlaygroundPromotion: Sendable {
    let folder: WorkspaceFolder

    /// Where promoted cases are collected, a case a line.
    static let casesPath = "datasets/playground.jsonl"

    /// Adds the variables of a cell as a case.
    ///
    /// - Parameters:
    ///   - id: the case's name; unique in the file.
    ///   - note: what the person saw in the cell.
    /// - Returns: the file's path in the workspace.
    func addCase(id: String, variables: [String: JSONValue], tags: [String: String], note: String)
        throws -> String
    {
        try Self.checkName(id)
        guard !variables.isEmpty else {
            throw StudioFailure(400, "A case needs variables: write the prompt with {{ names }}.")
        }
        var item: [String: JSONValue] = [
            "id": .string(id), "vars": .object(variables),
            "tags": .object(tags.mapValues(JSONValue.string)),
        ]
        if !note.isEmpty { item["note"] = .string(note) }
        var text = ""
        if let bytes = try? folder.read(Self.casesPath) {
            text = String(decoding: bytes, as: UTF8.self)
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            for line in text.split(separator: "\n") {
                if let known = try? JSONValue(parsing: String(line)), known["id"]?.string == id {
                    throw StudioFailure(
                        409, "\(Self.casesPath) has a case \(id) already; give it another name.")
                }
            }
        }
        try folder.write(
            text + JSONValue.object(item).serialized() + "\n", to: Self.casesPath)
        return Self.casesPath
    }

    /// Writes the variants as prompts and a suite over them with one case. Nothing is replaced.
    ///
    /// - Returns: the suite's path in the workspace.
    func addSuite(name: String, _ request: PlaygroundRequest) throws -> String {
        try addSuite(name: name, request, more: [])
    }

    /// - Parameter more: cases besides the one of the request's variables.
    private func addSuite(name: String, _ request: PlaygroundRequest, more: [JSONValue]) throws
        -> String
    {
        try Self.checkName(name)
        let suite = "suites/\(name).yaml"
        guard (try? folder.read(suite)) == nil else {
            throw StudioFailure(409, "\(suite) is there already; give the suite another name.")
        }
        var prompts: [String] = []
        for (index, text) in request.texts.enumerated() {
            let path = "prompts/\(name)-\(index + 1).md"
            try folder.write(text.hasSuffix("\n") ? text : text + "\n", to: path, replacing: false)
            prompts.append(path)
        }
        func list(_ texts: [String]) -> String {
            JSONValue.array(texts.map(JSONValue.string)).serialized()
        }
        // JSON is YAML's flow style, so texts are quoted as they must be.
        let others = more.map { "\n  - \($0.serialized())" }.joined()
        let yaml = """
            # Promoted from the playground. Say what is expected of an answer under scorers.
            suite: \(JSONValue.string(name).serialized())
            models: \(list(request.models))
            prompts: \(list(prompts))
            cases:
              - id: \(JSONValue.string(name + "-1").serialized())
                vars: \(JSONValue.object(request.variables).serialized())\(others)
            scorers: [{length: {min: 1}}]

            """
        try folder.write(yaml, to: suite, replacing: false)
        return suite
    }

    /// Writes the variants as the levels of a factor, the models as another, and the experiment on
    /// them with a suite of its own. Nothing is replaced.
    ///
    /// - Returns: the experiment's path in the workspace.
    func addExperiment(name: String, _ request: PlaygroundRequest) throws -> String {
        try Self.checkName(name)
        guard request.texts.count > 1 || request.models.count > 1 else {
            throw StudioFailure(
                400, "An experiment varies something: add a variant or choose another model.")
        }
        let path = "experiments/\(name).yaml"
        guard (try? folder.read(path)) == nil else {
            throw StudioFailure(
                409, "\(path) is there already; give the experiment another name.")
        }
        let more = kept(like: request.variables)
        guard !more.isEmpty else {
            throw StudioFailure(
                400,
                "An experiment needs two cases: keep another one of these variables as a case first."
            )
        }
        let suite = try addSuite(name: name, request, more: more)
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        func prompt(_ index: Int) -> String { quoted("prompts/\(name)-\(index + 1).md") }
        var factors: [String] = []
        var names: [String] = []
        if request.texts.count > 1 {
            let levels = request.texts.indices.map { "v\($0 + 1): {prompt: \(prompt($0))}" }
            factors.append("  variant: {levels: {\(levels.joined(separator: ", "))}}")
            names.append("variant")
        }
        if request.models.count > 1 {
            factors.append("  model: [\(request.models.map(quoted).joined(separator: ", "))]")
            names.append("model")
        }
        let model = request.models.count == 1 ? "model: \(quoted(request.models[0]))\n" : ""
        try folder.write(
            """
            # Promoted from the playground. Add cases to the suite, and a scorer that says what counts.
            experiment: \(quoted(name))
            question: What does \(names.joined(separator: " and ")) change?
            hypotheses: []
            outcome: {suite: \(quoted(suite)), scorer: length}
            prompt: \(prompt(0))
            \(model)factors:
            \(factors.joined(separator: "\n"))
            design: {kind: full-factorial, repeats: 4}
            analysis: {model: linear, tests: [\(names.joined(separator: ", "))], correction: holm, alpha: 0.05}

            """, to: path, replacing: false)
        return path
    }

    /// Cases that were kept with the same variables and other values.
    private func kept(like variables: [String: JSONValue]) -> [JSONValue] {
        guard let bytes = try? folder.read(Self.casesPath) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            guard let known = try? JSONValue(parsing: String($0)),
                let values = known["vars"]?.object, values != variables,
                Set(values.keys) == Set(variables.keys)
            else { return nil }
            return known
        }
    }

    /// Names become parts of paths: letters, digits, '-' and '_' alone.
    private static func checkName(_ name: String) throws(StudioFailure) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...64).contains(name.utf8.count), !name.hasPrefix("-") else {
            throw StudioFailure(
                400, "A name has 1 to 64 letters, digits, - and _, and does not begin with -.")
        }
    }
}
