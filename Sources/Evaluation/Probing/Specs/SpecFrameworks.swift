package import LanguageModel
package import Workspace

/// A specification's clauses by the moral frameworks that argue for or against them.
package struct SpecFrameworks: Sendable {
    /// A framework with what kind of rule it asks for.
    package struct Framework: Sendable, Hashable {
        /// As clauses name it.
        package var id: String
        /// What a rule argued by it is about.
        package var about: String
    }

    /// The four that the plan studies; others that clauses name stand behind them.
    package static let known = [
        Framework(id: "consequentialist", about: "outcome"),
        Framework(id: "deontological", about: "rule"),
        Framework(id: "virtue", about: "character"),
        Framework(id: "contractualist", about: "agreement"),
    ]

    /// One clause.
    package struct Row: Sendable, Hashable {
        package var clause: Clause
        /// What each framework says, in the order of `frameworks`; nil where none is written.
        package var texts: [String?]
        /// What the clause rests on: rule, outcome, character, agreement.
        package var rests: [String]
        /// Whether a framework's text says that it disagrees.
        package var isDisputed: Bool
    }

    package let spec: String
    package let file: String
    package let contentHash: String
    package let frameworks: [String]
    package let rows: [Row]

    package init(_ spec: Spec) {
        self.spec = spec.name
        file = spec.file
        contentHash = spec.contentHash
        var names = Self.known.map(\.id)
        for clause in spec.clauses {
            for reasoning in clause.reasoning where !names.contains(reasoning.framework) {
                names.append(reasoning.framework)
            }
        }
        frameworks = names
        rows = spec.clauses.map { clause in
            let texts = names.map { name -> String? in
                let said = clause.reasoning.filter { $0.framework == name }.map(\.text)
                    .filter { !$0.trimmed.isEmpty }
                return said.isEmpty ? nil : said.joined(separator: " ")
            }
            let against = texts.map { $0.map(Self.disagrees) ?? false }
            return Row(
                clause: clause, texts: texts,
                rests: zip(names, zip(texts, against)).compactMap { name, said in
                    guard said.0 != nil, !said.1 else { return nil }
                    return Self.known.first { $0.id == name }?.about ?? name
                }, isDisputed: against.contains(true))
        }
    }

    /// Clauses of which no framework says anything.
    package var unargued: [String] {
        rows.filter { $0.texts.allSatisfy { $0 == nil } }.map(\.clause.id)
    }

    private static func disagrees(_ text: String) -> Bool {
        let lower = " " + text.lowercased() + " "
        return [" against", "disagree", " dissent", " objects", " would forbid", "opposes"]
            .contains { lower.contains($0) }
    }

    package var json: JSONValue {
        [
            "spec": .string(file), "frameworks": .array(frameworks.map(JSONValue.string)),
            "clauses": .array(
                rows.map { row in
                    [
                        "clause": .string(row.clause.id),
                        "rests_on": .array(row.rests.map(JSONValue.string)),
                        "disputed": .bool(row.isDisputed),
                        "reasoning": .object(
                            Dictionary(
                                uniqueKeysWithValues: zip(frameworks, row.texts).compactMap {
                                    name, text in text.map { (name, .string($0)) }
                                })),
                    ]
                }), "unargued": .array(unargued.map(JSONValue.string)),
        ]
    }

    /// The table as CSV (RFC 4180).
    package var csv: String {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        let head = ["clause", "modality"] + frameworks + ["rests on", "disputed"]
        let lines = rows.map { row in
            [row.clause.id, row.clause.modality?.rawValue ?? ""] + row.texts.map { $0 ?? "" }
                + [row.rests.joined(separator: " "), row.isDisputed ? "yes" : "no"]
        }
        return ([head] + lines).map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }
}
