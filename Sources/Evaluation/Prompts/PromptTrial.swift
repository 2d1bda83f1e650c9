package import LanguageModel
package import Workspace

/// A few inputs for variants of a prompt, side by side: a small suite that stands in no file.
package enum PromptTrial {
    /// The suite of a trial: every variant on every input, without scorers.
    ///
    /// - Parameters:
    ///   - prompts: the variants, of different ids.
    ///   - inputs: the variables of each input; empty makes one without.
    ///   - shared: variables that every input has.
    ///   - files: the hash of each file read, by path.
    /// - Throws: `DocumentError` for two variants of one id and for a variable without a value.
    package static func suite(
        _ prompts: [PromptTemplate], inputs: [[String: JSONValue]], shared: [String: JSONValue],
        models: [String], files: [String: String]
    ) throws(DocumentError) -> Suite {
        var seen: [String: String] = [:]
        for prompt in prompts {
            let file = prompt.file ?? prompt.id
            if let other = seen[prompt.id] {
                throw DocumentError(
                    .duplicate, file: file, "the prompt's id '\(prompt.id)' is that of \(other)",
                    suggestion: "give one of them another id in its front matter")
            }
            seen[prompt.id] = file
        }
        let rows = inputs.isEmpty ? [[:]] : inputs
        let cases = rows.enumerated().map { index, row in
            let vars = shared.merging(row) { $1 }
            let content: JSONValue = ["vars": .object(vars)]
            let id = row["id"]?.string ?? "input-\(index + 1)"
            return Case(id: id, vars: vars, content: content)
        }
        for item in cases {
            for prompt in prompts {
                if let name = prompt.names.first(where: { item.vars[$0] == nil }) {
                    throw DocumentError(
                        .undefined, file: prompt.file ?? prompt.id,
                        "\(item.id) gives '\(name)' no value",
                        suggestion: "give it with --var \(name)=… or a column of --input")
                }
            }
        }
        if let twice = Dictionary(grouping: cases, by: \.id).first(where: { $1.count > 1 }) {
            throw DocumentError(
                .duplicate, file: "--input", "two inputs have the id '\(twice.key)'",
                suggestion: "ids are unique; leave the column out to have inputs numbered")
        }
        return Suite(
            name: "try " + prompts.map(\.id).joined(separator: ", "), models: models,
            prompts: prompts, cases: cases, file: "(prompt try)", files: files)
    }

    /// The experiment that a trial becomes: the variants as levels of one factor.
    ///
    /// - Parameters:
    ///   - name: the experiment's.
    ///   - prompts: the variants' paths, the first one for comparison.
    ///   - suite: the suite that has the cases and the scorer.
    package static func experiment(
        name: String, prompts: [(id: String, path: String)], suite: String, scorer: String,
        model: String?
    ) -> String {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        var text = """
            # Promoted from conduct prompt try. State what you expect before you lock it.
            experiment: \(quoted(name))
            question: \(quoted("Which variant of the prompt does better on \(scorer)?"))
            hypotheses: []
            outcome: {suite: \(quoted(suite)), scorer: \(quoted(scorer))}

            """
        if let model { text += "model: \(quoted(model))\n" }
        text += "prompt: \(quoted(prompts.first?.path ?? ""))\n"
        text += "factors:\n  variant:\n    levels:\n"
        for prompt in prompts {
            text += "      \(quoted(prompt.id)): {prompt: \(quoted(prompt.path))}\n"
        }
        text += """
            design: {kind: full-factorial, repeats: 4, held-out: 0.3}
            analysis: {model: linear, tests: [variant], correction: holm, alpha: 0.05}

            """
        return text
    }
}
