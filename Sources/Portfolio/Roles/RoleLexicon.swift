import LanguageModel
package import Workspace

/// What a verb is about.
package enum VerbCluster: String, Sendable, Hashable, CaseIterable, Comparable {
    case evaluate, prompt, pipeline, collaborate, document

    package static func < (left: VerbCluster, right: VerbCluster) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// Verbs by cluster and skills by phrase: the built-in lexicon, or `roles/lexicon.yaml`, which
/// replaces it.
package struct RoleLexicon: Sendable {
    /// A skill that roles ask for.
    package struct Skill: Sendable, Hashable {
        package var id: String
        package var name: String
        /// Phrases in lower case; a word that ends in `*` stands for all that begin so.
        package var phrases: [[String]]
        /// Kinds of records that show it.
        package var evidence: [RecordKind]
        /// A command that begins to show it.
        package var close: String?
    }

    /// The cluster of each base form.
    package let clusters: [String: VerbCluster]
    /// Base forms that are nouns as often.
    package let alsoNouns: Set<String>
    /// Irregular forms with their base forms.
    let irregular: [String: String]
    package let skills: [Skill]
    private let phrases: [String: [(skill: Int, words: [String])]]

    /// Where a lexicon of one's own lies.
    package static let path = "roles/lexicon.yaml"

    /// The lexicon of a workspace.
    package static func read(in folder: WorkspaceFolder) throws -> RoleLexicon {
        guard FileAccess.exists(try folder.resolve(path)) else { return try builtIn() }
        return try RoleLexicon(
            try DocumentNode(bytes: try folder.read(path), path: path))
    }

    /// The lexicon that is there without a file.
    package static func builtIn() throws -> RoleLexicon {
        try RoleLexicon(try DocumentNode(yaml: RoleLexiconText.yaml, path: "(built-in lexicon)"))
    }

    /// Reads a lexicon.
    ///
    /// - Throws: everything wrong with it, with lines.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        RoleShape.lexicon.check(node, into: &errors)
        try errors.check()
        var clusters: [String: VerbCluster] = [:]
        for entry in node["verbs"]?.entries ?? [] {
            guard let cluster = VerbCluster(rawValue: entry.key) else {
                let known = VerbCluster.allCases.map(\.rawValue)
                errors.add(
                    DocumentError(
                        .unknownKey, at: entry.location, in: node.source,
                        "there is no cluster '\(entry.key)'",
                        suggestion: Spelling.suggestion(for: entry.key, among: known)))
                continue
            }
            for verb in entry.value.items {
                guard let word = verb.label?.lowercased() else { continue }
                if let other = clusters[word], other != cluster {
                    errors.add(
                        verb.error(
                            .duplicate, "'\(word)' stands under \(other.rawValue) already",
                            suggestion: "a verb belongs to one cluster"))
                }
                clusters[word] = cluster
            }
        }
        var skills: [Skill] = []
        for skill in node["skills"]?.items ?? [] {
            var kinds: [RecordKind] = []
            for word in skill["evidence"]?.items ?? [] {
                if let kind = RecordKind.allCases.first(where: { $0.word == word.label }) {
                    kinds.append(kind)
                } else {
                    errors.add(
                        word.error(
                            "there are no records called '\(word.label ?? "")'",
                            suggestion: Spelling.suggestion(
                                for: word.label ?? "", among: RecordKind.allCases.map(\.word))))
                }
            }
            skills.append(
                Skill(
                    id: skill["id"]?.label ?? "", name: skill["name"]?.label ?? "",
                    phrases: (skill["phrases"]?.items ?? []).map {
                        Self.words(of: $0.label ?? "")
                    }, evidence: kinds, close: skill["close"]?.label))
        }
        try errors.check()
        self.clusters = clusters
        self.skills = skills
        alsoNouns = Set((node["also-nouns"]?.items ?? []).compactMap { $0.label?.lowercased() })
        irregular = Dictionary(
            (node["irregular"]?.entries ?? []).map {
                ($0.key.lowercased(), $0.value.label?.lowercased() ?? "")
            }, uniquingKeysWith: { first, _ in first })
        // By the first two letters, so that a text is compared with few phrases only.
        var phrases: [String: [(skill: Int, words: [String])]] = [:]
        for (index, skill) in skills.enumerated() {
            for words in skill.phrases where !words.isEmpty {
                phrases[String(words[0].prefix(2)), default: []].append((index, words))
            }
        }
        self.phrases = phrases
    }

    private static func words(of phrase: String) -> [String] {
        phrase.lowercased().split(separator: " ").map(String.init)
    }

    /// The ids of the skills that a text shows, in the lexicon's order.
    package func skills(in text: String) -> [String] {
        let words = RoleWord.words(of: text).map(\.lower)
        var found: Set<Int> = []
        for start in words.indices {
            for (skill, phrase) in phrases[String(words[start].prefix(2))] ?? []
            where !found.contains(skill) && words.count - start >= phrase.count {
                let fits = zip(words[start...], phrase).allSatisfy { word, wanted in
                    wanted.hasSuffix("*") ? word.hasPrefix(wanted.dropLast()) : word == wanted
                }
                if fits { found.insert(skill) }
            }
        }
        return found.sorted().map { skills[$0].id }
    }

    /// A skill by its id.
    package func skill(_ id: String) -> Skill? { skills.first { $0.id == id } }
}
