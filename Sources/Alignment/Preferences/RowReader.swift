import LanguageModel
package import Workspace

/// Reads rows of training data in the forms that people have: TRL's preference, prompt–completion
/// and labelled rows as texts or messages, conversations, plain texts, and HH-RLHF's transcripts.
package enum RowReader {
    /// The rows of some files and what could not be read.
    package struct Reading: Sendable {
        package var rows: [TrainingRow] = []
        package var faults: [RowFault] = []
        /// SHA-256 of each file's bytes, by path.
        package var hashes: [String: String] = [:]
    }

    /// Reads JSONL files of a workspace.
    ///
    /// - Throws: `DocumentError` for a file that cannot be opened; wrong lines are faults.
    package static func read(
        _ paths: [String], in folder: WorkspaceFolder, for method: Recipe.Method
    ) throws(DocumentError) -> Reading {
        var reading = Reading()
        for path in paths {
            let file = try folder.resolve(path)
            reading.hashes[path] = try FileAccess.hash(file, path: path)
            try read(file: file, path: path, for: method, into: &reading)
        }
        return reading
    }

    private static func read(
        file: String, path: String, for method: Recipe.Method, into reading: inout Reading
    ) throws(DocumentError) {
        let lines = try JSONLinesReader(file: file, path: path)
        while true {
            do throws(DocumentError) {
                guard let (line, value) = try lines.nextValue() else { return }
                switch content(value) {
                case .failure(let problem):
                    reading.faults.append(RowFault(file: path, line: line, reason: problem.reason))
                case .success(let content):
                    let row = TrainingRow(
                        file: path, line: line, content: content, origins: origins(value))
                    switch fitting(row, method) {
                    case .success(let rows): reading.rows += rows
                    case .failure(let problem):
                        reading.faults.append(
                            RowFault(file: path, line: line, reason: problem.reason))
                    }
                }
            } catch {
                guard error.code == .syntax || error.code == .encoding, error.line > 0 else {
                    throw error
                }
                reading.faults.append(
                    RowFault(file: path, line: error.line, reason: "is no JSON: \(error.message)"))
            }
        }
    }

    /// The row in the form that a method trains on; several where a pair is two labelled answers.
    private static func fitting(_ row: TrainingRow, _ method: Recipe.Method)
        -> Result<[TrainingRow], RowProblem>
    {
        func with(_ content: TrainingRow.Content) -> TrainingRow {
            var copy = row
            copy.content = content
            return copy
        }
        switch (method, row.content) {
        case (.dpo, .preference), (.reward, .preference), (.kto, .labelled), (.sft, .answer),
            (.sft, .conversation), (.sft, .text):
            return .success([row])
        case (.kto, .preference(let prompt, let chosen, let rejected, _)):
            return .success([
                with(.labelled(prompt: prompt, completion: chosen, isDesirable: true)),
                with(.labelled(prompt: prompt, completion: rejected, isDesirable: false)),
            ])
        case (.sft, .preference(let prompt, let chosen, _, _)):
            return .success([with(.answer(prompt: prompt, completion: chosen))])
        case (.dpo, _), (.reward, _):
            return .failure(
                RowProblem("has no 'chosen' and 'rejected', which \(method.rawValue) needs"))
        case (.kto, _): return .failure(RowProblem("has no 'label' of true or false"))
        case (.sft, .labelled(let prompt, let completion, let isDesirable)):
            guard isDesirable else { return .success([]) }
            return .success([with(.answer(prompt: prompt, completion: completion))])
        case (.ppo, _), (.rloo, _), (.grpo, _):
            return .failure(RowProblem("\(method.rawValue) reads no rows"))
        }
    }

    private static func origins(_ value: JSONValue) -> [String] {
        guard let source = value["source"]?.object else { return [] }
        return ["run", "preference", "vote"].compactMap { source[$0]?.string }
            + (source["votes"]?.array ?? []).compactMap(\.string)
    }

    /// What a line says.
    static func content(_ value: JSONValue) -> Result<TrainingRow.Content, RowProblem> {
        guard let object = value.object else {
            return .failure(RowProblem("is no object with keys such as prompt, chosen, rejected"))
        }
        do throws(RowProblem) {
            if object["chosen"] != nil || object["rejected"] != nil {
                return .success(try preference(object))
            }
            if object["completion"] != nil { return .success(try answer(object)) }
            if let list = object["messages"] {
                return .success(.conversation(try messages(list, "messages")))
            }
            if let text = object["text"]?.string {
                guard !text.isEmpty else { throw RowProblem("'text' is empty") }
                return .success(.text(text))
            }
            let keys = object.keys.sorted().prefix(8).joined(separator: ", ")
            throw RowProblem(
                "has none of: prompt with chosen and rejected, prompt with completion, messages, "
                    + "text (its keys: \(keys))")
        } catch { return .failure(error) }
    }

    private static func preference(_ object: [String: JSONValue]) throws(RowProblem)
        -> TrainingRow.Content
    {
        guard let good = object["chosen"], let bad = object["rejected"] else {
            throw RowProblem("needs both 'chosen' and 'rejected'")
        }
        var margin = 0.0
        if let given = object["margin"], !given.isNull {
            guard let number = given.double, number.isFinite else {
                throw RowProblem("'margin' is no number")
            }
            margin = number
        }
        let chosen = try text(good, "chosen")
        let rejected = try text(bad, "rejected")
        let parts: (prompt: TrainingRow.Text, chosen: TrainingRow.Text, rejected: TrainingRow.Text)
        if let given = object["prompt"], !given.isNull {
            let prompt = try text(given, "prompt")
            switch (prompt, chosen, rejected) {
            case (.raw, .raw, .raw), (.messages, .messages, .messages): break
            default:
                throw RowProblem(
                    "'prompt', 'chosen' and 'rejected' must all be texts or all be messages")
            }
            parts = (prompt, chosen, rejected)
        } else {
            parts = try split(chosen, rejected)
        }
        guard parts.chosen != parts.rejected else {
            throw RowProblem("'chosen' and 'rejected' are the same")
        }
        return .preference(
            prompt: parts.prompt, chosen: parts.chosen, rejected: parts.rejected, margin: margin)
    }

    /// The prompt that two whole conversations share.
    private static func split(_ chosen: TrainingRow.Text, _ rejected: TrainingRow.Text)
        throws(RowProblem) -> (TrainingRow.Text, TrainingRow.Text, TrainingRow.Text)
    {
        let (good, bad): ([Message], [Message])
        switch (chosen, rejected) {
        case (.messages(let a), .messages(let b)): (good, bad) = (a, b)
        case (.raw(let a), .raw(let b)):
            guard TranscriptParser.isTranscript(a), TranscriptParser.isTranscript(b) else {
                throw RowProblem(
                    "has no 'prompt', and 'chosen' and 'rejected' are no transcripts that begin "
                        + "with 'Human:'")
            }
            (good, bad) = (TranscriptParser.messages(a), TranscriptParser.messages(b))
        default: throw RowProblem("'chosen' and 'rejected' are not of one form")
        }
        let parts = try TranscriptParser.pair(good, bad).get()
        return (.messages(parts.prompt), .messages([parts.chosen]), .messages([parts.rejected]))
    }

    private static func answer(_ object: [String: JSONValue]) throws(RowProblem)
        -> TrainingRow.Content
    {
        guard let given = object["prompt"] else { throw RowProblem("needs the key 'prompt'") }
        let prompt = try text(given, "prompt")
        let completion = try text(object["completion"] ?? .null, "completion")
        switch (prompt, completion) {
        case (.raw, .raw), (.messages, .messages): break
        default: throw RowProblem("'prompt' and 'completion' must be both texts or both messages")
        }
        guard let label = object["label"] else {
            return .answer(prompt: prompt, completion: completion)
        }
        guard
            let isDesirable = label.bool
                ?? label.int.flatMap({ $0 == 1 ? true : $0 == 0 ? false : nil })
        else { throw RowProblem("'label' is neither true nor false") }
        return .labelled(prompt: prompt, completion: completion, isDesirable: isDesirable)
    }

    private static func text(_ value: JSONValue, _ key: String) throws(RowProblem)
        -> TrainingRow.Text
    {
        if let text = value.string {
            guard !text.isEmpty else { throw RowProblem("'\(key)' is empty") }
            return .raw(text)
        }
        if value.array != nil { return .messages(try messages(value, key)) }
        throw RowProblem("'\(key)' is neither a text nor a list of messages")
    }

    private static func messages(_ value: JSONValue, _ key: String) throws(RowProblem)
        -> [Message]
    {
        guard let items = value.array, !items.isEmpty else {
            throw RowProblem("'\(key)' is no list of messages, or an empty one")
        }
        var messages: [Message] = []
        for (index, item) in items.enumerated() {
            do throws(MessageError) { messages.append(try Message(json: item)) } catch {
                throw RowProblem("message \(index + 1) of '\(key)': \(error)")
            }
        }
        return messages
    }
}
