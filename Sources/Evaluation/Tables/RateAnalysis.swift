package import LanguageModel
import Statistics
package import Workspace

/// The rate or mean of a column, over all rows and by group, with its interval.
package struct RateAnalysis: Sendable {
    /// What the user says about the columns and wants.
    package struct Options: Sendable {
        /// The column of the outcomes.
        package var value: String?
        /// The column whose values make groups.
        package var by: String?
        /// The column of clusters.
        package var cluster: String?
        package var level = 0.95

        package init() {}
    }

    /// One rate or mean.
    package struct Group: Sendable {
        /// The group's name; nil for all rows.
        package let name: String?
        /// The rows with a value.
        package let scored: Int
        /// The rows without.
        package let unscored: Int
        /// The passes, where outcomes are 0 and 1.
        package let passes: Int?
        /// The intervals, the one to report first.
        package let figures: [StatisticFigure]
    }

    /// How the table was read.
    package let reading: [String]
    /// Whether all outcomes are 0 or 1.
    package let isRate: Bool
    package let groups: [Group]

    /// The most groups that are listed.
    package static let mostGroups = 1_000

    /// The rates of a table.
    package init(_ data: DataTable, _ options: Options = Options()) throws(DocumentError) {
        var reading: [String] = []
        let cluster = try options.cluster.map { name throws(DocumentError) in
            try data.column(name)
        }
        let by = try options.by.map { name throws(DocumentError) in try data.column(name) }
        let taken = Set([cluster, by].compactMap { $0 })
        let column = try data.find(
            options.value, ColumnNames.value, "value", "--value", but: taken, reading: &reading)
        let values = try data.outcomes(column)
        let isBinary = values.allSatisfy { $0 == nil || $0 == 0 || $0 == 1 }
        var clusters: [String]?
        if let cluster { clusters = try data.fullTexts(cluster) }
        isRate = isBinary
        var groups = [
            Self.group(nil, values.indices.map { $0 }, values, clusters, isBinary, options.level)
        ]
        if let by {
            let labels = try data.fullTexts(by)
            let grouping = Grouping(labels)
            guard grouping.count <= Self.mostGroups else {
                throw DocumentError(
                    .limit, file: data.path, line: 1,
                    "the column '\(data.columns[by])' has \(grouping.count) different values; at "
                        + "most \(Self.mostGroups) groups are shown",
                    suggestion: "group by another column")
            }
            groups += grouping.members.map { rows in
                Self.group(labels[rows[0]], rows, values, clusters, isBinary, options.level)
            }
        }
        self.reading = reading
        self.groups = groups
    }

    private static func group(
        _ name: String?, _ rows: [Int], _ values: [Double?], _ clusters: [String]?,
        _ isRate: Bool, _ level: Double
    ) -> Group {
        let kept = rows.filter { values[$0] != nil }
        let scores = kept.compactMap { values[$0] }
        let passes = scores.count { $0 == 1 }
        var figures: [StatisticFigure] = []
        if let clusters {
            let grouping = Grouping(kept.map { clusters[$0] })
            figures.append(
                StatisticFigure("clustered", "clustered t") { () throws(Undefined) in
                    try .mean(of: scores, clusters: grouping, level: level)
                })
        }
        if isRate {
            for method in RateMethod.allCases {
                let key = method == .wilson ? "wilson" : "clopper_pearson"
                let label = method == .wilson ? "Wilson" : "Clopper–Pearson"
                let note = clusters == nil ? "" : ", as if rows were independent"
                figures.append(
                    StatisticFigure(key, label + note) { () throws(Undefined) in
                        try .rate(
                            successes: passes, trials: scores.count, method: method, level: level)
                    })
            }
        } else if clusters == nil {
            figures.append(
                StatisticFigure("mean", "mean, t") { () throws(Undefined) in
                    try .mean(of: scores, level: level)
                })
        }
        return Group(
            name: name, scored: scores.count, unscored: rows.count - scores.count,
            passes: isRate ? passes : nil, figures: figures)
    }

    /// The analysis as `--json` prints it.
    package var json: JSONValue {
        [
            "read_as": .array(reading.map { .string($0) }),
            "kind": .string(isRate ? "rate" : "mean"),
            "groups": .array(
                groups.map { group in
                    var object: [String: JSONValue] = [
                        "group": group.name.map { .string($0) } ?? .null,
                        "scored": .integer(group.scored), "unscored": .integer(group.unscored),
                        "estimates": .array(group.figures.map { $0.json() }),
                    ]
                    if let passes = group.passes {
                        object["passes"] = .integer(passes)
                        let all = Double(group.scored + group.unscored)
                        object["all_fail"] = .number(Double(passes) / all)
                        object["all_pass"] = .number(Double(passes + group.unscored) / all)
                    }
                    return .object(object)
                }),
        ]
    }
}
