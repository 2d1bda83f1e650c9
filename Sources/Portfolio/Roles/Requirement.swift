/// What a role asks for or gives to do.
package struct Requirement: Sendable, Hashable {
    /// Which sort of demand it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Something to do.
        case duty
        /// Something to bring.
        case qualification
        /// Something that would be welcome.
        case preferred
    }

    /// Its words.
    package var text: String
    package var kind: Kind
    /// The heading above it; empty where there is none.
    package var section: String
    /// Its place in the role's text, in Unicode scalars.
    package var range: Range<Int>
    /// The ids of the skills that it names.
    package var skills: [String]
}

/// Finds the requirements in a role's text.
package struct RequirementReader: Sendable {
    private let lexicon: RoleLexicon
    private let verbs: VerbReader

    package init(_ lexicon: RoleLexicon) {
        self.lexicon = lexicon
        verbs = VerbReader(lexicon)
    }

    /// What a stretch of the text is about, by its heading.
    private enum Section { case duty, qualification, preferred, other, unknown }

    private static let other = [
        "about us", "benefit", "perk", "compensation", "salary", "pay ", "what we offer",
        "we offer", "equal opportunit", "diversity", "how to apply", "apply", "hiring process",
        "interview", "location", "logistics", "visa", "deadline", "why join", "why work", "culture",
        "our values", "privacy", "legal", "the company", "who we are", "what you get",
        "what you'll get", "our team", "about the team", "the team", "practical", "our mission",
        "annual", "accommodat", "note on",
    ]
    private static let preferred = [
        "nice to have", "preferred", "bonus", "plus", "strong candidate", "desirable", "ideally",
        "would be welcome", "also help", "stand out", "extra", "not required", "great to have",
    ]
    private static let qualification = [
        "requirement", "qualif", "you have", "you bring", "who you are", "about you",
        "looking for", "look for", "must have", "must-have", "skills", "experience", "minimum",
        "need",
        "good fit", "great fit", "you should", "should apply", "your profile", "what it takes",
        "expect of you", "expect from you", "background", "you are", "fit if",
    ]
    private static let duty = [
        "responsib", "what you", "you will", "you'll", "day to day", "day-to-day", "the role",
        "the job", "the work", "the position", "duties", "your work", "in this role",
        "your mission",
        "tasks", "week", "tuesday", "you might", "projects", "your first", "scope", "impact",
    ]

    private static func section(_ heading: String) -> Section {
        let text = heading.lowercased().replacingQuotes() + " "
        func has(_ cues: [String]) -> Bool { cues.contains { text.contains($0) } }
        if has(preferred) { return .preferred }
        if has(other) { return .other }
        // "What you will need" is about what to bring, "What you will do" about what to do.
        if has(qualification) { return .qualification }
        if has(duty) { return .duty }
        return text.hasPrefix("about ") ? .other : .unknown
    }

    private static let demands = [
        "you will", "you'll", "you have", "you've", "you are", "you're", "you can", "you should",
        "you must", "you know", "you write", "you enjoy", "you care", "you understand", "must have",
        "we expect", "required", "experience with", "experience in", "experience of",
        "ability to", "able to", "familiar", "comfortable", "proficien", "fluen", "knowledge of",
        "looking for someone who", "looking for somebody who", "the person will",
        "the successful candidate", "we need someone", "we need somebody", "a degree",
        "years of", "track record",
    ]
    private static let wishes = [
        "nice to have", "a plus", "bonus", "ideally", "preferred", "welcome",
        "would be an advantage",
        "not required",
    ]
    private static let asides = [
        "we offer", "we provide", "salary", "equity", "insurance", "holiday", "vacation",
        "please send", "to apply", "apply by", "apply with", "equal opportunit", "regardless of",
        "we do not", "we don't", "accommodat", "remote-friendly", "our office", "if you're unsure",
        "if you are unsure", "recruit",
    ]

    /// The requirements, in the text's order.
    package func requirements(in text: String) -> [Requirement] {
        var found: [Requirement] = []
        var section = Section.unknown
        var heading = ""
        for line in RoleLine.lines(of: text) {
            switch line.kind {
            case .heading:
                section = Self.section(line.text)
                heading = line.text
            case .bullet:
                for part in parts(line) {
                    guard let kind = kind(ofBullet: part.text, section) else { continue }
                    found.append(requirement(part, kind, heading))
                }
            case .paragraph:
                for sentence in sentences(line) {
                    guard let kind = kind(ofSentence: sentence.text, section) else { continue }
                    found.append(requirement(sentence, kind, heading))
                }
            }
        }
        return found
    }

    private func requirement(
        _ part: RoleLine.Piece, _ kind: Requirement.Kind, _ heading: String
    ) -> Requirement {
        Requirement(
            text: part.text, kind: kind, section: heading, range: part.range,
            skills: lexicon.skills(in: part.text))
    }

    private func kind(ofBullet text: String, _ section: Section) -> Requirement.Kind? {
        let lower = text.lowercased().replacingQuotes()
        let isWish = Self.wishes.contains { lower.contains($0) }
        switch section {
        case .other: return nil
        case .preferred: return .preferred
        case .qualification: return isWish ? .preferred : .qualification
        case .duty: return isWish ? .preferred : .duty
        case .unknown:
            if Self.asides.contains(where: { lower.contains($0) }) { return nil }
            if isWish { return .preferred }
            let first = RoleWord.words(of: text).first?.range
            if let first, verbs.occurrences(in: text).first?.range == first { return .duty }
            return Self.demands.contains { lower.contains($0) } ? .qualification : nil
        }
    }

    private func kind(ofSentence text: String, _ section: Section) -> Requirement.Kind? {
        guard section != .other else { return nil }
        let lower = text.lowercased().replacingQuotes()
        guard !lower.hasSuffix("?"), !lower.hasSuffix(":"),
            !Self.asides.contains(where: { lower.contains($0) }),
            Self.demands.contains(where: { lower.contains($0) })
                || (section == .preferred && Self.wishes.contains { lower.contains($0) })
        else { return nil }
        if Self.wishes.contains(where: { lower.contains($0) }) { return .preferred }
        switch section {
        case .preferred: return .preferred
        case .qualification: return .qualification
        default:
            let doing = ["you will", "you'll", "the person will", "the successful candidate"]
            return doing.contains { lower.contains($0) } ? .duty : .qualification
        }
    }

    /// A list item that semicolons divide is several requirements.
    private func parts(_ line: RoleLine) -> [RoleLine.Piece] {
        let pieces = line.split { scalars, index in scalars[index] == ";" }
        let isList = pieces.allSatisfy { RoleWord.words(of: $0.text).count >= 3 }
        return isList ? pieces : [line.whole]
    }

    /// The sentences of a paragraph; a point inside a number or behind one letter ends none.
    private func sentences(_ line: RoleLine) -> [RoleLine.Piece] {
        line.split { scalars, index in
            guard scalars[index] == "." || scalars[index] == "!" || scalars[index] == "?" else {
                return false
            }
            guard index + 1 < scalars.count else { return true }
            guard scalars[index + 1] == " " else { return false }
            // "e.g. this": the word in front is one letter.
            return index < 2 || scalars[index - 2].properties.isAlphabetic
                || scalars[index - 2].properties.numericType != nil
        }
    }
}

extension String {
    /// Typographic apostrophes as plain ones, so that "you’ll" is "you'll".
    fileprivate func replacingQuotes() -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "’" ? "'" : $0 }))
    }
}
