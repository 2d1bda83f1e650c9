import LanguageModel
package import Workspace

/// Looks through a prompt for what the vendors' guidance on structure warns of.
///
/// Everything is read off the text: no model is asked, and the same prompt gives the same hints.
package struct PromptLint {
    /// The hints, in the order of the text.
    package private(set) var hints: [PromptHint] = []
    private let lines: [PromptLine]
    private let prompt: PromptTemplate

    /// Looks through a prompt.
    ///
    /// - Parameters:
    ///   - text: the file's text, for line numbers.
    ///   - known: the variables that will have values; nil where nobody said.
    package init(_ prompt: PromptTemplate, text: String, known: Set<String>? = nil) {
        self.prompt = prompt
        lines = PromptLine.lines(of: prompt, in: text)
        checkParts()
        checkExamples()
        checkFormat()
        hints += TagBalance.hints(lines)
        hints += Contradictions.hints(lines)
        checkPlacement()
        checkInput()
        checkTone()
        checkVariables(known)
        hints.sort { ($0.line, $0.rule.rawValue) < ($1.line, $1.rule.rawValue) }
    }

    private mutating func add(_ rule: PromptRule, line: Int = 0, _ message: String) {
        hints.append(PromptHint(rule: rule, line: line, message: message))
    }

    private mutating func checkParts() {
        let system = lines.filter { $0.role == .system }.map(\.lowered).joined(separator: "\n")
        let all = lines.map(\.lowered).joined(separator: "\n")
        let roles = ["you are ", "you're ", "act as ", "your role", "as an expert", "you play"]
        if !roles.contains(where: { all.contains($0) }) {
            add(
                .noRole,
                system.isEmpty
                    ? "there is no system message and nobody is told who they are"
                    : "the system message does not say who the model is")
        }
        let instructions = lines.filter(\.isInstruction)
        if instructions.isEmpty, lines.allSatisfy({ $0.isOnlyVariable || $0.isBlank }) {
            add(.noInstructions, "the prompt is nothing but variables")
        }
        let context = [
            "audience", "user", "reader", "customer", "context", "background", "because",
        ]
        if !instructions.isEmpty, wordCount > 40,
            !context.contains(where: { all.contains($0) })
        {
            add(.noContext, "nothing says whom the answer is for or what it is used for")
        }
    }

    private var wordCount: Int { lines.reduce(0) { $0 + $1.words.count } }

    private mutating func checkExamples() {
        let answers = prompt.parts.count { $0.role == .assistant }
        let marks = lines.count { line in
            line.lowered.contains("<example>") || line.lowered.hasPrefix("example")
                || line.lowered.hasPrefix("### example") || line.lowered.hasPrefix("input:")
        }
        let mentioned = lines.contains {
            $0.lowered.contains("for example") || $0.lowered.contains("e.g.")
        }
        let count = answers + marks
        if count == 0, !mentioned, wordCount > 40 {
            add(.noExamples, "there is no example of a good answer")
        } else if count == 1 {
            let line = lines.first { $0.lowered.contains("example") || $0.role == .assistant }
            add(.fewExamples, line: line?.number ?? 0, "there is one example")
        }
    }

    private mutating func checkFormat() {
        let marks = [
            "json", "format", "bullet", "sentence", "word", "paragraph", "markdown", "table",
            "list", "xml", "one line", "respond with", "answer with", "reply with", "output",
            "only the", "yes or no", "numbered",
        ]
        let all = lines.map(\.lowered).joined(separator: "\n")
        if lines.contains(where: \.isInstruction), !marks.contains(where: { all.contains($0) }) {
            add(.noOutputFormat, "nothing says what form the answer should have")
        }
    }

    private mutating func checkPlacement() {
        for part in PromptLine.parts(lines) where part.reduce(0, { $0 + $1.words.count }) >= 400 {
            let edge = max(part.count / 5, 1)
            let outer = part.prefix(edge) + part.suffix(edge)
            let strong = part.dropFirst(edge).dropLast(edge).filter(\.isStrongInstruction)
            if let first = strong.first, !outer.contains(where: \.isStrongInstruction) {
                add(
                    .buriedInstruction, line: first.number,
                    "in \(part.count) lines the rules stand only in the middle, first here")
            }
        }
        let data = ["document", "documents", "context", "article", "transcript", "passage", "text"]
        guard
            let place = lines.lastIndex(where: { line in
                line.isOnlyVariable && line.variables.contains { data.contains($0) }
            })
        else { return }
        let below = lines[(place + 1)...]
        let isAsked = below.contains { $0.isInstruction || !$0.variables.isEmpty || $0.isQuestion }
        if !isAsked, lines[..<place].contains(where: { $0.isInstruction || $0.isQuestion }) {
            add(
                .queryBeforeData, line: lines[place].number,
                "the data comes last, below the question and the instructions")
        }
    }

    private mutating func checkInput() {
        guard lines.count(where: \.isInstruction) >= 3 else { return }
        for part in PromptLine.parts(lines) {
            var depth = 0
            var isFenced = false
            for line in part {
                if line.lowered.hasPrefix("```") || line.lowered.hasPrefix("\"\"\"") {
                    isFenced.toggle()
                }
                depth += line.opened - line.closed
                let hasCompany = part.contains(where: \.isInstruction)
                if line.isOnlyVariable, depth <= 0, !isFenced, hasCompany {
                    add(
                        .undelimitedInput, line: line.number,
                        "{{ \(line.variables.first ?? "") }} stands among instructions without "
                            + "tags, quotes or a fence around it")
                }
            }
        }
    }

    private mutating func checkTone() {
        let negative = lines.filter(\.isProhibition)
        let positive = lines.count { $0.isInstruction && !$0.isProhibition }
        if negative.count >= 3, negative.count > positive {
            add(
                .mostlyNegative, line: negative[0].number,
                "\(negative.count) lines say what not to do, \(positive) what to do")
        }
    }

    private mutating func checkVariables(_ known: Set<String>?) {
        if let known {
            for name in prompt.names where !known.contains(name) {
                let line = lines.first { $0.variables.contains(name) }
                add(
                    .unfilledVariable, line: line?.number ?? 0,
                    "nothing gives '\(name)' a value")
            }
        }
        for line in lines {
            for mark in Placeholders.found(in: line.text) {
                add(
                    .leftOverPlaceholder, line: line.number,
                    "'\(mark)' looks like a placeholder; variables are written {{ name }}")
            }
        }
    }
}
