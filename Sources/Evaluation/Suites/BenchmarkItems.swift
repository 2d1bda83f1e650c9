import LanguageModel
package import Workspace

/// A multiple-choice benchmark in the JSONL that public ones come in, as cases of a suite.
///
/// Read are: `question`, `choices` and `answer` as a number or a letter (MMLU); `question` with
/// `choices: {text, label}` and `answerKey` (ARC); `ctx`, `endings` and `label` (HellaSwag); and the
/// `{"doc": {…}}` lines of an lm-eval log of samples around any of these.
package struct BenchmarkItems: Sendable {
    /// One question.
    package struct Item: Sendable, Hashable {
        package var question: String
        package var choices: [String]
        /// The place of the right one.
        package var right: Int
        package var subject: String?
        package var line: Int
    }

    package let items: [Item]
    package let path: String

    /// Reads a file.
    ///
    /// - Throws: the first line that is no question with choices, with what it should have.
    package init(file: String, path: String) throws(DocumentError) {
        self.path = path
        let reader = try JSONLinesReader(file: file, path: path)
        var items: [Item] = []
        while let (line, value) = try reader.nextValue() {
            items.append(try Self.item(value["doc"] ?? value, line, path))
        }
        guard !items.isEmpty else {
            throw DocumentError(
                .invalidValue, file: path, "the file has no questions",
                suggestion: "give one JSON object a line: {\"question\", \"choices\", \"answer\"}")
        }
        self.items = items
    }

    private static func item(_ row: JSONValue, _ line: Int, _ path: String) throws(DocumentError)
        -> Item
    {
        func error(_ message: String, _ suggestion: String) -> DocumentError {
            DocumentError(.invalidValue, file: path, line: line, message, suggestion: suggestion)
        }
        let keys = ["question", "ctx", "query", "input", "sentence", "goal"]
        guard
            let question = keys.lazy.compactMap({ row[$0]?.string ?? row[$0]?["stem"]?.string })
                .first, !question.isEmpty
        else {
            throw error(
                "the line has no question",
                "name it \(keys.joined(separator: ", ")) and write it as a text")
        }
        let nested = row["choices"] ?? row["question"]?["choices"]
        let list = row["endings"] ?? nested?["text"] ?? nested ?? row["options"]
        var labels = nested?["label"]?.array?.compactMap(\.string) ?? []
        var choices: [String] = []
        for choice in list?.array ?? [] {
            if let text = choice.string ?? choice["text"]?.string { choices.append(text) }
            if let label = choice["label"]?.string { labels.append(label) }
        }
        guard choices.count >= 2, choices.count <= 26, Set(choices).count == choices.count else {
            throw error(
                "the line needs 2 to 26 different choices, and has \(choices.count)",
                "name them choices, endings or options and write them as texts")
        }
        let answer = row["answerKey"] ?? row["answer"] ?? row["gold"] ?? row["label"]
        guard let right = place(of: answer, choices, labels) else {
            throw error(
                "the line does not say which choice is right",
                "give answer, answerKey, gold or label: a letter, a place from 0, or the choice")
        }
        let subject = (row["subject"] ?? row["category"] ?? row["activity_label"])?.string
        return Item(
            question: question, choices: choices, right: right, subject: subject, line: line)
    }

    private static func place(
        of answer: JSONValue?, _ choices: [String], _ labels: [String]
    ) -> Int? {
        guard let answer else { return nil }
        if let number = answer.int { return choices.indices.contains(number) ? number : nil }
        guard let text = answer.string else { return nil }
        if let place = labels.firstIndex(of: text), choices.indices.contains(place) { return place }
        if let place = choices.firstIndex(of: text) { return place }
        if let number = Int(text) { return choices.indices.contains(number) ? number : nil }
        let letters = Array(text.uppercased().utf8)
        guard letters.count == 1, (0x41...0x5A).contains(letters[0]) else { return nil }
        let place = Int(letters[0] - 0x41)
        return choices.indices.contains(place) ? place : nil
    }

    /// The questions as lines of cases.
    package func cases(name: String) -> String {
        items.enumerated().map { index, item in
            var tags: [String: JSONValue] = ["benchmark": .string(name)]
            if let subject = item.subject { tags["subject"] = .string(subject) }
            let letters = item.choices.indices.map { String(UnicodeScalar(UInt8(0x41 + $0))) }
            let case_: JSONValue = [
                "id": .string("\(name)-\(index + 1)"), "tags": .object(tags),
                "vars": [
                    "question": .string(item.question),
                    "choices": .string(
                        zip(letters, item.choices).map { "\($0). \($1)" }.joined(separator: "\n")),
                    "truth": .string(item.choices[item.right]),
                    "falsehood": .string(item.choices[item.right == 0 ? 1 : 0]),
                ],
                "scorers": [
                    [
                        "choice": [
                            "right": .string(letters[item.right]),
                            "options": .array(item.choices.map(JSONValue.string)), "by": "text",
                        ]
                    ]
                ],
            ]
            return case_.serialized() + "\n"
        }.joined()
    }

    /// The suite around them.
    package func suite(name: String, data: String, models: [String]) -> String {
        """
        suite: \(name)
        note: "A benchmark: fixed questions with one right answer each. Its score says how often that
          answer was chosen here, and nothing of how the model behaves when nobody offers choices."
        models: [\(models.joined(separator: ", "))]
        prompts:
          - {id: choices, user: "{{ question }}\\n{{ choices }}\\nAnswer with one letter."}
        cases: [{file: \(data)}]
        parameters: {max-tokens: 16, temperature: 0}

        """
    }
}
