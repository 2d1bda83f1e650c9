package import LanguageModel
package import Reports

/// Two texts of roles held against each other: two versions of one, or two roles.
package struct RoleDifference: Sendable {
    /// What each of the two is called.
    package let names: (first: String, second: String)
    /// Lines of the first that the second does not have, and the other way round.
    package let removed: [String]
    package let added: [String]
    /// Skills by which of the two ask for them.
    package let skills: [(id: String, first: Bool, second: Bool)]

    /// Compares two roles.
    ///
    /// - Parameter label: what each is called.
    package init(
        _ first: Role, _ second: Role, names: (String, String), lexicon: RoleLexicon
    ) {
        self.names = names
        let (a, b) = (Self.lines(first), Self.lines(second))
        var removed: [String] = []
        var added: [String] = []
        for change in b.difference(from: a) {
            switch change {
            case .remove(_, let line, _): removed.append(line)
            case .insert(_, let line, _): added.append(line)
            }
        }
        self.removed = removed.reversed().sorted { Self.place($0, a) < Self.place($1, a) }
        self.added = added
        let reader = RequirementReader(lexicon)
        let one = Set(reader.requirements(in: first.text).flatMap(\.skills))
        let two = Set(reader.requirements(in: second.text).flatMap(\.skills))
        skills = lexicon.skills.map(\.id).filter { one.contains($0) || two.contains($0) }
            .map { ($0, one.contains($0), two.contains($0)) }
    }

    private static func place(_ line: String, _ lines: [String]) -> Int {
        lines.firstIndex(of: line) ?? 0
    }

    private static func lines(_ role: Role) -> [String] {
        RoleLine.lines(of: role.text).prefix(4000).map(\.text)
    }

    /// Skills that only the first asks for: what a newer version dropped.
    package var droppedSkills: [String] { skills.filter { $0.first && !$0.second }.map(\.id) }
    /// Skills that only the second asks for.
    package var newSkills: [String] { skills.filter { !$0.first && $0.second }.map(\.id) }

    /// The lines for a terminal, and the skills as a table.
    package func text(_ style: TerminalStyle) -> String {
        var lines: [String] = []
        lines += removed.map { style.painted("- \(SafeText.line($0))", .bad) }
        lines += added.map { style.painted("+ \(SafeText.line($0))", .good) }
        var table = Table(columns: [.init("skill"), .init(names.first), .init(names.second)])
        for skill in skills {
            table.rows.append([
                .init(skill.id, skill.first == skill.second ? .plain : .strong),
                .init(skill.first ? "asks" : "-"), .init(skill.second ? "asks" : "-"),
            ])
        }
        let head = lines.isEmpty ? "The texts are the same." : lines.joined(separator: "\n")
        return head + "\n\n" + table.terminalText(style)
    }

    package var json: JSONValue {
        [
            "first": .string(names.first), "second": .string(names.second),
            "removed": .array(removed.map(JSONValue.string)),
            "added": .array(added.map(JSONValue.string)),
            "dropped_skills": .array(droppedSkills.map(JSONValue.string)),
            "new_skills": .array(newSkills.map(JSONValue.string)),
        ]
    }
}
