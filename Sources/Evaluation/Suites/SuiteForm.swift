import LanguageModel
package import Workspace

/// A suite that begins with what it is for: the file that `conduct suite new` writes.
package struct SuiteForm: Sendable {
    package var name: String
    package var purpose: SuitePurpose
    package var spec: String?
    package var clause: String?
    /// The first input, in the user's words.
    package var question: String
    /// What a right answer must mention; nil leaves the case without a scorer.
    package var right: String?
    /// What a wrong answer would mention.
    package var wrong: String?

    package init(
        name: String, purpose: SuitePurpose, spec: String? = nil, clause: String? = nil,
        question: String, right: String? = nil, wrong: String? = nil
    ) {
        self.name = name
        self.purpose = purpose
        self.spec = spec
        self.clause = clause
        self.question = question
        self.right = right
        self.wrong = wrong
    }

    /// The four steps with the question that each asks, in the order in which they are asked.
    package static let steps: [(key: String, question: String)] = [
        (
            "phenomenon",
            "Phenomenon: what do you want to measure, so that two people would count the same?"
        ),
        ("task", "Task: what is a model asked to do so that it shows?"),
        ("metric", "Metric: what do you count, and how?"),
        ("claim", "Claim: what will the number say, and what will it not say?"),
    ]

    /// The steps that are empty, or say the same as another.
    ///
    /// A task that repeats the phenomenon, or a claim that repeats the metric, skips a step.
    package static func faults(_ purpose: SuitePurpose) -> [String] {
        let texts = [purpose.phenomenon, purpose.task, purpose.metric, purpose.claim].map {
            $0.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        }
        var faults: [String] = []
        for (index, text) in texts.enumerated() {
            if text.isEmpty {
                faults.append("\(steps[index].key) is empty")
            } else if let first = texts[..<index].firstIndex(of: text) {
                faults.append("\(steps[index].key) says the same as \(steps[first].key)")
            }
        }
        return faults
    }

    /// The file's text.
    package var yaml: String {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        var lines = ["suite: \(name)", "purpose:"]
        lines += purpose.entries.map { "  \($0.key): \(quoted($0.text))" }
        if let spec { lines.append("spec: \(quoted(spec))") }
        lines += [
            "models: [smollm2]", "prompts: [{id: plain, user: \"{{ question }}\"}]", "cases:",
        ]
        var one = "  - {id: first, "
        if let clause { one += "clauses: [\(clause)], " }
        one += "vars: {question: \(quoted(question))}"
        if let right {
            one += ",\n     scorers: [{choice: {right: \(quoted(right))"
            if let wrong { one += ", wrong: \(quoted(wrong))" }
            one += ", by: text}}]"
        }
        lines.append(one + "}")
        return lines.joined(separator: "\n") + "\n"
    }
}
