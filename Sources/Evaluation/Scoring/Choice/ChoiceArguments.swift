import Workspace

/// The answers between which a `choice` scorer tells.
struct ChoiceArguments: Sendable {
    /// The right answer with its synonyms.
    let right: [TextArgument]
    /// Wrong answers.
    let wrong: [TextArgument]
    /// The options in the order shown, where the question letters them.
    let options: [TextArgument]

    /// One answer, as it is for a case.
    struct Answer: Sendable, Hashable {
        var text: String
        var isRight: Bool
    }

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        right = try arguments.texts("right")
        wrong = try arguments.texts("wrong")
        options = try arguments.texts("options")
        guard options.count <= 26 else {
            throw arguments.error("options", "more options than letters")
        }
        if arguments["options"] == nil, wrong.isEmpty {
            throw arguments.node.error(
                .missingKey, "'choice' needs the wrong answers or all options",
                suggestion: "add wrong: … or options: [ … ]")
        }
    }

    /// The answers of a case: right ones first, each text once.
    ///
    /// - Throws: when an answer is empty, or right and wrong at once, or when none is right.
    func answers(for subject: ScoringSubject) throws(Unscorable) -> [Answer] {
        var answers: [Answer] = []
        func add(_ text: String, _ isRight: Bool) throws(Unscorable) {
            guard !ScalarText.trimmed(text).isEmpty else {
                throw Unscorable("an answer of the scorer is empty")
            }
            let folded = ScalarText.folded(text)
            if let known = answers.first(where: {
                ScalarText.equal(ScalarText.folded($0.text), folded)
            }) {
                guard known.isRight == isRight else {
                    throw Unscorable("'\(ScalarText.excerpt(text))' is both right and wrong")
                }
                return
            }
            answers.append(Answer(text: text, isRight: isRight))
        }
        guard !options.isEmpty else {
            for argument in right { try add(try argument.text(for: subject), true) }
            for argument in wrong { try add(try argument.text(for: subject), false) }
            return answers
        }
        let lettered = try lettered(for: subject)
        for option in lettered where option.isRight { try add(option.text, true) }
        for option in lettered where !option.isRight { try add(option.text, false) }
        return answers
    }

    /// The options in their order; `right` names one or more by letter or by text.
    ///
    /// - Throws: when `right` names none of them.
    func lettered(for subject: ScoringSubject) throws(Unscorable) -> [Answer] {
        var texts: [String] = []
        for option in options { texts.append(try option.text(for: subject)) }
        var isRight = [Bool](repeating: false, count: texts.count)
        for argument in right {
            let name = ScalarText.trimmed(try argument.text(for: subject))
            let folded = ScalarText.folded(name)
            let byText = texts.firstIndex {
                ScalarText.equal(ScalarText.folded(ScalarText.trimmed($0)), folded)
            }
            guard let index = byText ?? Self.index(ofLetter: name), index < texts.count else {
                throw Unscorable("'\(ScalarText.excerpt(name))' is none of the options")
            }
            isRight[index] = true
        }
        return zip(texts, isRight).map { Answer(text: $0, isRight: $1) }
    }

    /// "A" for the first option.
    static func letter(_ index: Int) -> String {
        String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index)))
    }

    /// The option of a letter of either case, with or without brackets: "B", "(b)", "b)".
    static func index(ofLetter text: String) -> Int? {
        let core = text.unicodeScalars.filter { !"()[].*: ".unicodeScalars.contains($0) }
        guard core.count == 1, let scalar = core.first, scalar.value < 0x80 else { return nil }
        let index = Int(scalar.value | 0x20) - 0x61
        return (0..<26).contains(index) ? index : nil
    }
}
