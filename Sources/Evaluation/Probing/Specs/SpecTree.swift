package import Workspace

/// A specification's clauses by whose rules they are and which of them wins.
package struct SpecTree: Codable, Sendable, Hashable {
    /// A clause in its place.
    package struct Node: Codable, Sendable, Hashable {
        package var id: String
        package var title: String
        package var modality: String?
        /// Who may override it; nil where the heading does not say.
        package var overridableBy: [String]?
        /// The clauses that it wins over.
        package var winsOver: [String]

        package enum CodingKeys: String, CodingKey {
            case id, title, modality
            case overridableBy = "overridable_by"
            case winsOver = "wins_over"
        }
    }

    /// A level of authority.
    package struct Level: Codable, Sendable, Hashable {
        package var authority: String
        package var clauses: [Node]
    }

    package var spec: String
    /// The highest authority first; within one, winners before losers.
    package var levels: [Level]
    /// Priorities that go in circles.
    package var cycles: [[String]]

    package init(_ spec: Spec) {
        let priorities = SpecPriorities(spec)
        self.spec = spec.name
        cycles = priorities.cycles
        let names = spec.levels + [Self.unsaid]
        levels = names.compactMap { level in
            let members = spec.clauses.filter { ($0.authority ?? Self.unsaid) == level }
            guard !members.isEmpty else { return nil }
            return Level(
                authority: level,
                clauses: priorities.sorted(members).map { clause in
                    Node(
                        id: clause.id, title: clause.title, modality: clause.modality?.rawValue,
                        overridableBy: clause.overridableBy,
                        winsOver: priorities.losers[clause.id] ?? [])
                })
        }
    }

    /// The level of clauses that name none.
    package static let unsaid = "no authority given"
}
