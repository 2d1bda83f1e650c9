package import LanguageModel
package import Reports
import Statistics

/// The verbs of one or more roles by cluster: as the user grouped them, and as the lexicon does.
package struct VerbComparison: Sendable {
    /// One verb.
    package struct Row: Sendable, Hashable {
        package var verb: String
        /// How often it occurs, over all roles.
        package var count: Int
        /// In how many roles.
        package var roles: Int
        /// The user's cluster; nil where the user has said nothing.
        package var user: VerbCluster??
        /// The lexicon's cluster.
        package var machine: VerbCluster
    }

    package let rows: [Row]
    /// The roles, in order.
    package let names: [String]
    /// How often each role's verbs fall in each cluster, by the user's word where there is one.
    package let counts: [String: [VerbCluster: Int]]

    /// Reads the verbs of the requirements of roles.
    package init(
        _ roles: [(role: Role, requirements: [Requirement], notebook: RoleNotebook)],
        lexicon: RoleLexicon
    ) {
        let reader = VerbReader(lexicon)
        var rows: [String: Row] = [:]
        var counts: [String: [VerbCluster: Int]] = [:]
        for (role, requirements, notebook) in roles {
            var seen: Set<String> = []
            for requirement in requirements {
                for found in reader.occurrences(in: requirement.text) {
                    let user = notebook.verbs[found.verb]
                    var row =
                        rows[found.verb]
                        ?? Row(
                            verb: found.verb, count: 0, roles: 0, user: nil, machine: found.cluster)
                    row.count += 1
                    if seen.insert(found.verb).inserted { row.roles += 1 }
                    if let user { row.user = .some(user) }
                    rows[found.verb] = row
                    if case .some(.none) = user { continue }
                    counts[role.name, default: [:]][(user ?? nil) ?? found.cluster, default: 0] += 1
                }
            }
        }
        self.rows = rows.values.sorted { ($1.count, $0.verb) < ($0.count, $1.verb) }
        self.counts = counts
        names = roles.map(\.role.name)
    }

    /// Whether the user has grouped any of the verbs.
    package var hasUser: Bool { rows.contains { $0.user != nil } }

    /// On how many of the user's verbs the lexicon says the same.
    package var agreement: (same: Int, of: Int) {
        let given = rows.filter { $0.user != nil }
        return (given.count { $0.user == .some(.some($0.machine)) }, given.count)
    }

    /// The verbs without anybody's clusters: what the user is to group.
    package var skeleton: String {
        let clusters = VerbCluster.allCases.map(\.rawValue).joined(separator: ", ")
        return
            (["# \(clusters), or none", "verbs:"]
            + rows.map { "  \($0.verb):     # \($0.count)" }).joined(separator: "\n")
    }

    /// The verbs with both clusters, where they differ first.
    package var table: Table {
        var table = Table(columns: [
            .init("verb"), .init("times", .trailing), .init("roles", .trailing), .init("you"),
            .init("lexicon"),
        ])
        let differs = { (row: Row) in row.user != nil && row.user != .some(.some(row.machine)) }
        for row in rows.filter(differs) + rows.filter({ !differs($0) }) {
            let user = row.user.map { $0?.rawValue ?? "none" } ?? ""
            table.rows.append([
                .init(row.verb, .strong), .init("\(row.count)"), .init("\(row.roles)"),
                .init(user, differs(row) ? .warning : .plain), .init(row.machine.rawValue),
            ])
        }
        let (same, of) = agreement
        if of > 0, let interval = try? Interval.wilson(successes: same, trials: of) {
            table.notes = [
                "The lexicon says the same of \(same) of your \(of) verbs ("
                    + "\(NumberText.percent(interval.lower)) to "
                    + "\(NumberText.percent(interval.upper)), Wilson 95%). Yours is what counts."
            ]
        }
        return table
    }

    /// Cluster by role.
    package var matrix: Table {
        var table = Table(
            columns: [.init("cluster")] + names.map { .init($0, .trailing) }
                + [.init("all", .trailing)])
        for cluster in VerbCluster.allCases {
            let numbers = names.map { counts[$0]?[cluster] ?? 0 }
            table.rows.append(
                [.init(cluster.rawValue, .strong)] + numbers.map { .init("\($0)") }
                    + [.init("\(numbers.reduce(0, +))", .strong)])
        }
        return table
    }

    package var json: JSONValue {
        let (same, of) = agreement
        return [
            "agreement": ["same": .integer(same), "of": .integer(of)],
            "verbs": .array(
                rows.map { row in
                    var object: [String: JSONValue] = [
                        "verb": .string(row.verb), "count": .integer(row.count),
                        "roles": .integer(row.roles), "lexicon": .string(row.machine.rawValue),
                    ]
                    if let user = row.user { object["user"] = .string(user?.rawValue ?? "none") }
                    return .object(object)
                }),
            "clusters": .object(
                counts.mapValues { clusters in
                    .object(
                        Dictionary(
                            uniqueKeysWithValues: clusters.map {
                                ($0.key.rawValue, .integer($0.value))
                            }))
                }),
        ]
    }
}
