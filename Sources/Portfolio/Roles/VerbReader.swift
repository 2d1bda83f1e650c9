/// Finds the verbs of a role's sentences.
///
/// It knows words, not grammar: a form counts where its place makes it a verb of the role's own: at
/// the head of a clause, after *to*, *you* or a modal, as a gerund with an object, or joined to
/// another such verb. What somebody else does ("rules that annotators can apply") does not count.
/// What it does on held-out texts is measured in the tests.
package struct VerbReader: Sendable {
    /// A verb where it stands.
    package struct Occurrence: Sendable, Hashable {
        /// The base form.
        package var verb: String
        package var cluster: VerbCluster
        /// Its place, in Unicode scalars of the text read.
        package var range: Range<Int>
    }

    private let lexicon: RoleLexicon

    package init(_ lexicon: RoleLexicon) { self.lexicon = lexicon }

    private enum Form { case base, third, past, gerund }

    private static let determiners: Set<String> = [
        "a", "an", "the", "this", "these", "those", "our", "your", "their", "its", "his", "her",
        "my", "each", "every", "any", "some", "no", "all", "many", "several", "other", "new",
        "strong", "good", "clear", "prior", "previous", "relevant", "first", "one", "s",
    ]
    private static let verbal: Set<String> = [
        "to", "will", "ll", "can", "must", "should", "would", "could", "may", "might", "you", "we",
        "they", "i", "who", "not", "help", "also", "then", "and/or", "please", "d",
    ]
    private static let gerundal: Set<String> = [
        "by", "for", "of", "in", "with", "at", "on", "from", "through", "about", "when", "while",
        "after", "before", "without", "like", "love", "enjoy", "enjoys", "experience", "track",
        "comfortable", "include", "includes", "including", "involves", "than", "are", "is", "be",
        "time", "into", "keep", "start", "as", "responsible",
    ]
    private static let heads: Set<String> = [
        "skill", "skills", "sample", "samples", "ability", "abilities", "data", "team", "teams",
        "program", "programs", "engineering", "experience", "background", "environment", "group",
        "examples", "set", "sets", "run", "runs", "pipelines", "pipeline", "stack", "frameworks",
        "framework", "tools", "tool", "infrastructure", "material", "style", "hours", "knowledge",
    ]

    /// Nouns before which a gerund is an adjective.
    private static let things: Set<String> = [
        "engineers", "engineer", "leads", "lead", "notes", "exercises", "exercise", "method",
        "methods", "process", "processes", "partners", "session", "sessions",
    ]
    /// Words that begin an object.
    private static let objects: Set<String> = [
        "the", "a", "an", "it", "them", "what", "whether", "how", "that", "our", "your", "each",
        "every", "these", "those", "this", "which", "new", "its", "their", "everything",
    ]
    private static let perfect: Set<String> = [
        "have", "has", "had", "ve", "who", "successfully", "previously", "personally",
    ]
    private static let modals: Set<String> = [
        "will", "ll", "can", "must", "should", "would", "could", "may", "might", "d",
    ]
    private static let relative: Set<String> = [
        "that", "which", "what", "whom", "where", "how", "when", "if", "as",
    ]
    private static let somebody: Set<String> = [
        "someone", "somebody", "anyone", "person", "candidate", "people",
    ]

    /// The verbs of a text, in its order.
    package func occurrences(in text: String) -> [Occurrence] {
        let words = RoleWord.tokens(of: text)
        var found: [Occurrence] = []
        var forms: [Int: Form] = [:]
        for index in words.indices where !words[index].isMark {
            guard let (verb, form) = base(words[index].lower),
                let cluster = lexicon.clusters[verb],
                counts(index, form, verb, words, forms)
            else { continue }
            forms[index] = form
            found.append(Occurrence(verb: verb, cluster: cluster, range: words[index].range))
        }
        return found
    }

    private func counts(
        _ index: Int, _ form: Form, _ verb: String, _ words: [RoleWord], _ forms: [Int: Form]
    ) -> Bool {
        let next = words.indices.contains(index + 1) ? words[index + 1] : nil
        let (place, isHead) = before(index, words)
        let previous = place.map { words[$0].lower } ?? ""
        let joined = joins(index, form, words, forms)
        switch form {
        case .base:
            if isHead {
                let isNoun = lexicon.alsoNouns.contains(verb)
                return !(isNoun && (next?.lower == "of" || isNounHead(next)))
            }
            if isOfAnother(place, words) { return false }
            if Self.verbal.contains(previous) {
                return !(previous == "help" && lexicon.alsoNouns.contains(verb))
            }
            if joined { return next.map { !$0.isMark && $0.lower != "of" } ?? false }
            return lists(index, next, words, forms)
        case .third:
            if ["role", "position", "person", "candidate"].contains(previous) { return true }
            guard let place, previous == "who", place > 0 else { return joined }
            return Self.somebody.contains(words[place - 1].lower)
        case .gerund:
            if isNounHead(next) || next.map({ Self.things.contains($0.lower) }) == true {
                return false
            }
            if isHead { return true }
            if Self.determiners.contains(previous) { return false }
            // "in writing", "for reading": a gerund without an object behind a preposition.
            guard let next, !next.isMark else { return false }
            return Self.gerundal.contains(previous) || joined
        case .past:
            if isHead { return index == 0 }
            return Self.perfect.contains(previous) || joined
        }
    }

    /// Whether somebody else does it, as in "rules that annotators can apply", "as they build" or
    /// "too fuzzy to score".
    private func isOfAnother(_ place: Int?, _ words: [RoleWord]) -> Bool {
        guard let place else { return false }
        let previous = words[place].lower
        if ["they", "we", "i"].contains(previous) { return true }
        if previous == "to" {
            return place >= 2 && ["too", "enough"].contains(words[place - 2].lower)
        }
        let subject = before(place, words).place
        if previous == "you" {
            return subject.map { Self.relative.contains(words[$0].lower) } ?? false
        }
        guard Self.modals.contains(previous) else { return false }
        guard let subject, !words[subject].isMark else { return false }
        return !["you", "who", "candidate", "person", "and", "or"].contains(words[subject].lower)
    }

    /// Whether the word goes on a list of verbs whose earlier members stand at a distance: "rewrite
    /// prompts, test them against the set".
    private func lists(
        _ index: Int, _ next: RoleWord?, _ words: [RoleWord], _ forms: [Int: Form]
    ) -> Bool {
        guard index > 0, ["and", ",", "or", "then"].contains(words[index - 1].lower), let next
        else { return false }
        return Self.objects.contains(next.lower) && forms.values.contains(.base)
    }

    private func isNounHead(_ word: RoleWord?) -> Bool {
        word.map { Self.heads.contains($0.lower) } ?? false
    }

    /// The place of the word in front, adverbs passed over, and whether a clause begins here.
    private func before(_ index: Int, _ words: [RoleWord]) -> (place: Int?, isHead: Bool) {
        var place = index - 1
        while place >= 0 {
            let word = words[place]
            if word.isMark { return (place, ";:.—–!?(".contains(word.lower)) }
            let isAdverb =
                (word.lower.hasSuffix("ly") && word.lower != "apply")
                || ["also", "then", "often", "always", "proactively"].contains(word.lower)
            if !isAdverb { return (place, false) }
            place -= 1
        }
        return (nil, true)
    }

    /// Whether the word is one of several verbs of one form: `build, run and maintain`.
    private func joins(
        _ index: Int, _ form: Form, _ words: [RoleWord], _ forms: [Int: Form]
    ) -> Bool {
        var place = index - 1
        while place >= 0, words[place].lower.hasSuffix("ly") { place -= 1 }
        guard place >= 0 else { return false }
        let link = words[place].lower
        guard link == "and" || link == "or" || link == "," || link == "/" || link == "then" else {
            return false
        }
        if words[place].lower == ",", place > 0, forms[place - 1] == form { return true }
        var steps = 0
        place -= 1
        while place >= 0, steps < (link == "," || link == "/" ? 2 : 9) {
            if words[place].isMark, ";:.".contains(words[place].lower) { return false }
            if let earlier = forms[place], earlier == form { return true }
            place -= 1
            steps += 1
        }
        return false
    }

    /// The base form in the lexicon that a word is a form of.
    private func base(_ word: String) -> (verb: String, form: Form)? {
        let word = word.replacingHyphens()
        if let verb = lexicon.irregular[word], word != verb {
            return (verb, word.hasSuffix("ing") ? .gerund : .past)
        }
        if let verb = known(word) { return (verb, .base) }
        if word.hasSuffix("ing"), word.utf8.count > 5 {
            return stem(String(word.dropLast(3))).map { ($0, .gerund) }
        }
        if word.hasSuffix("ied"), let verb = known(String(word.dropLast(3)) + "y") {
            return (verb, .past)
        }
        if word.hasSuffix("ed"), word.utf8.count > 4 {
            return stem(String(word.dropLast(2))).map { ($0, .past) }
        }
        if word.hasSuffix("ies"), let verb = known(String(word.dropLast(3)) + "y") {
            return (verb, .third)
        }
        if word.hasSuffix("es"), let verb = known(word.dropLast(2)) { return (verb, .third) }
        if word.hasSuffix("s"), let verb = known(word.dropLast()) { return (verb, .third) }
        return nil
    }

    /// A stem that lost `ing` or `ed`: itself, with an e, with one consonant less, or with y.
    private func stem(_ stem: String) -> String? {
        if let verb = known(stem + "e") ?? known(stem) { return verb }
        let scalars = Array(stem.unicodeScalars)
        if scalars.count > 2, scalars[scalars.count - 1] == scalars[scalars.count - 2] {
            return known(stem.dropLast())
        }
        return nil
    }

    /// The lexicon's spelling of a base form: -ize for -ise counts as the same.
    private func known(_ word: some StringProtocol) -> String? {
        let word = String(word)
        if lexicon.clusters[word] != nil { return word }
        guard word.hasSuffix("ize") || word.hasSuffix("yze") else { return nil }
        let british = String(word.dropLast(2)) + "se"
        return lexicon.clusters[british] == nil ? nil : british
    }
}

extension String {
    /// Non-breaking hyphens as plain ones.
    fileprivate func replacingHyphens() -> String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "‑" ? "-" : $0 }))
    }
}
