package import LanguageModel
package import Workspace

/// Several specifications side by side: how each is built, which subjects it speaks of, where it
/// leaves a rule open.
package struct SpecComparison: Sendable {
    /// What one specification is made of.
    package struct Column: Sendable, Hashable {
        package var name: String
        package var file: String
        package var clauses: Int
        package var words: Int
        package var modalities: [Clause.Modality: Int]
        package var unmarked: Int
        package var authorities: [String]
        /// Clauses that give a reason, name an exception, an ambiguous case, an example, a conflict,
        /// moral reasoning, or who may override them.
        package var reasons: Int
        package var exceptions: Int
        package var ambiguous: Int
        package var examples: Int
        package var conflicts: Int
        package var reasoned: Int
        package var overridable: Int
        /// Clauses with a word that leaves the rule open, and these words with how often.
        package var vague: Int
        package var vagueWords: [String: Int]
    }

    /// A subject with the clauses of each specification that speak of it.
    package struct Subject: Sendable, Hashable {
        package var name: String
        package var clauses: [[Clause]]
    }

    package let columns: [Column]
    /// Subjects of which some clause speaks, those of most specifications first.
    package let subjects: [Subject]
    /// Clauses that none of the subjects' words name, by specification.
    package let others: [[Clause]]

    /// Compares specifications with their texts.
    package init(_ specs: [(spec: Spec, text: String)]) {
        columns = specs.map { Self.column($0.spec, $0.text) }
        var subjects: [Subject] = []
        var named: [Set<String>] = specs.map { _ in [] }
        for (name, words) in Self.words {
            let clauses = specs.enumerated().map { index, one in
                one.spec.clauses.filter { clause in
                    let text = " " + Self.plain(clause) + " "
                    let isNamed = words.contains { text.contains(" \($0)") }
                    if isNamed { named[index].insert(clause.id) }
                    return isNamed
                }
            }
            if clauses.contains(where: { !$0.isEmpty }) {
                subjects.append(Subject(name: name, clauses: clauses))
            }
        }
        self.subjects = subjects.enumerated().sorted { left, right in
            let counts = [left, right].map { $0.element.clauses.count { !$0.isEmpty } }
            return (-counts[0], left.offset) < (-counts[1], right.offset)
        }.map(\.element)
        others = specs.enumerated().map { index, one in
            one.spec.clauses.filter { !named[index].contains($0.id) }
        }
    }

    private static func column(_ spec: Spec, _ text: String) -> Column {
        let clauses = spec.clauses
        var modalities: [Clause.Modality: Int] = [:]
        for clause in clauses {
            if let modality = clause.modality { modalities[modality, default: 0] += 1 }
        }
        var vague: Set<String> = []
        var vagueWords: [String: Int] = [:]
        for message in SpecLint(spec, text: text, tests: nil).messages()
        where message.rule == "vague-word" {
            vague.insert(message.subject)
            let parts = message.message.split(separator: "'")
            if let word = parts.first { vagueWords[String(word), default: 0] += 1 }
        }
        var authorities: [String] = []
        for clause in clauses {
            if let level = clause.authority, !authorities.contains(level) {
                authorities.append(level)
            }
        }
        func has(_ text: String?) -> Bool { text.map { !$0.trimmed.isEmpty } ?? false }
        return Column(
            name: spec.name, file: spec.file, clauses: clauses.count,
            words: clauses.reduce(0) {
                $0 + $1.statement.split(whereSeparator: \.isWhitespace).count
            },
            modalities: modalities, unmarked: clauses.count { $0.modality == nil },
            authorities: authorities, reasons: clauses.count { has($0.rationale) },
            exceptions: clauses.count { has($0.exceptions) },
            ambiguous: clauses.count { has($0.ambiguous) },
            examples: clauses.count { !$0.examples.isEmpty },
            conflicts: clauses.count { !$0.conflicts.isEmpty },
            reasoned: clauses.count { !$0.reasoning.isEmpty },
            overridable: clauses.count { $0.overridableBy != nil }, vague: vague.count,
            vagueWords: vagueWords)
    }

    private static func plain(_ clause: Clause) -> String {
        (clause.title + " " + clause.statement).lowercased()
            .split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
    }

    /// Subjects by beginnings of words; ours, after what the three public policies speak of.
    private static let words: [(String, [String])] = [
        ("violence and weapons", ["violen", "weapon", "terror", "extremis", "explosive"]),
        (
            "crime and fraud",
            ["crim", "fraud", "scam", "illegal", "unlawful", "traffick", "launder"]
        ),
        ("children", ["child", "minor", "csam", "teen", "under 18"]),
        ("self-harm", ["self harm", "suicid", "eating disorder"]),
        ("sexual content", ["sexual", "porn", "erotic", "nud"]),
        ("hate and harassment", ["hate", "harass", "discriminat", "bully", "slur", "demean"]),
        ("privacy", ["privacy", "personal data", "personal information", "surveil", "biometric"]),
        ("security and malware", ["malware", "hack", "cyber", "exploit", "vulnerab", "phish"]),
        (
            "elections and persuasion",
            ["election", "campaign", "voter", "political", "persuad", "propagand"]
        ),
        (
            "health, law and money",
            ["medical", "health", "legal advice", "financ", "diagnos", "profession"]
        ),
        (
            "honesty and deception",
            [
                "honest", "decei", "decepti", "mislead", "lie", "false", "truth", "misinform",
                "disinform", "impersonat",
            ]
        ),
        ("agreement and flattery", ["sycophan", "flatter", "praise", "please"]),
        ("uncertainty", ["uncertain", "calibrat", "confiden", "hedg"]),
        ("refusals", ["refus", "declin", "comply", "complian"]),
        (
            "disclosure as a machine",
            ["disclose", "chatbot", "ai generated", "generated by ai", "not human", "is an ai"]
        ),
        (
            "following instructions",
            ["instruct", "developer", "operator", "system message", "override"]
        ),
        ("tools and actions", ["tool", "side effect", "action", "autonom", "agent"]),
        ("style and format", ["style", "format", "tone", "concise", "length", "markdown"]),
        ("copyright", ["copyright", "intellectual property", "licen", "lyrics", "trademark"]),
        ("oversight", ["oversight", "monitor", "audit", "report", "appeal", "human review"]),
    ]

    package var json: JSONValue {
        [
            "specifications": .array(
                columns.map { column in
                    [
                        "spec": .string(column.name), "file": .string(column.file),
                        "clauses": .integer(column.clauses), "words": .integer(column.words),
                        "modalities": .object(
                            Dictionary(
                                uniqueKeysWithValues: column.modalities.map {
                                    ($0.key.rawValue, .integer($0.value))
                                })), "unmarked": .integer(column.unmarked),
                        "authorities": .array(column.authorities.map(JSONValue.string)),
                        "with_reason": .integer(column.reasons),
                        "with_exceptions": .integer(column.exceptions),
                        "with_ambiguous": .integer(column.ambiguous),
                        "with_examples": .integer(column.examples),
                        "with_conflicts": .integer(column.conflicts),
                        "with_reasoning": .integer(column.reasoned),
                        "says_who_overrides": .integer(column.overridable),
                        "vague": .integer(column.vague),
                        "vague_words": .object(column.vagueWords.mapValues { .integer($0) }),
                    ]
                }),
            "subjects": .array(
                subjects.map { subject in
                    [
                        "subject": .string(subject.name),
                        "clauses": .array(
                            subject.clauses.map { .array($0.map { .string($0.id) }) }),
                    ]
                }),
            "others": .array(others.map { .array($0.map { .string($0.id) }) }),
        ]
    }
}
