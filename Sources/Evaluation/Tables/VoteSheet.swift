import LanguageModel
package import Statistics
package import Workspace

/// What a user says about the columns of a file of votes; nil is for the program to find.
package struct VoteColumns: Sendable, Hashable {
    package var left: String?
    package var right: String?
    package var winner: String?
    /// The column of clusters: the annotator or the prompt.
    package var cluster: String?
    /// Whether the place on screen is a covariate.
    package var position = false
    /// Style features as name, left column, right column, such as lengths.
    package var styles: [[String]] = []
    /// The column of the probability with which the pair was drawn.
    package var probability: String?

    package init() {}
}

/// Votes as they were found in a table.
package struct VoteSheet: Sendable {
    /// How the table was read.
    package let reading: [String]
    package let votes: PairVotes
    /// Votes that neither side is good, by player; they count as ties.
    package let bothBad: [Int]
    /// Votes that were skipped.
    package let skipped: Int
    /// The share of votes for the left side among those that are no ties.
    package let leftShare: (left: Int, decided: Int)

    private static let leftNames = ["left", "model_a", "a", "first", "player_a", "shown_left"]
    private static let rightNames = ["right", "model_b", "b", "second", "player_b", "shown_right"]
    private static let winnerNames = ["winner", "choice", "outcome", "preferred", "vote", "label"]
    private static let clusterNames = ["annotator", "annotator_id", "rater", "judge", "user"]
    private static let mostPlayers = 2_000

    private enum Ballot { case left, right, tie, bothBad, skip }

    private static let ballots: [String: Ballot] = [
        "left": .left, "a": .left, "model_a": .left, "first": .left, "1": .left,
        "right": .right, "b": .right, "model_b": .right, "second": .right, "2": .right,
        "tie": .tie, "ties": .tie, "draw": .tie, "equal": .tie,
        "both-bad": .bothBad, "both_bad": .bothBad, "bothbad": .bothBad,
        "tie (bothbad)": .bothBad, "skip": .skip,
    ]

    /// Reads votes from a table.
    package init(_ data: DataTable, _ wanted: VoteColumns = VoteColumns()) throws(DocumentError) {
        var said: [String] = []
        let left = try data.find(
            wanted.left, Self.leftNames, "left", "--left", but: [], reading: &said)
        let right = try data.find(
            wanted.right, Self.rightNames, "right", "--right", but: [left], reading: &said)
        let winner = try data.find(
            wanted.winner, Self.winnerNames, "winner", "--winner", but: [left, right],
            reading: &said)
        var cluster: Int?
        if let name = wanted.cluster {
            cluster = name == "none" ? nil : try data.column(name)
        } else if let found = ColumnNames.find(Self.clusterNames, in: data.columns) {
            cluster = found
            said.append("cluster = '\(data.columns[found])' (guessed; --cluster none for none)")
        }
        let leftTexts = try data.fullTexts(left)
        let rightTexts = try data.fullTexts(right)
        try data.checkNotEmpty(winner)
        let players = Set(leftTexts).union(rightTexts).sorted()
        guard players.count <= Self.mostPlayers else {
            throw DocumentError(
                .limit, file: data.path, line: 1,
                "the columns '\(data.columns[left])' and '\(data.columns[right])' name "
                    + "\(players.count) players; at most \(Self.mostPlayers) are rated",
                suggestion: "name the columns of the models with --left and --right")
        }
        let codes = Dictionary(uniqueKeysWithValues: zip(players, players.indices))
        var rows: [Int] = []
        var outcomes: [VoteOutcome] = []
        var bothBad = [Int](repeating: 0, count: players.count)
        var (skipped, forLeft, decided) = (0, 0, 0)
        for (row, text) in data.texts(winner).enumerated() {
            guard leftTexts[row] != rightTexts[row] else {
                throw data.error(
                    .invalidValue, row: row, column: right,
                    "'\(rightTexts[row])' cannot be compared with itself",
                    suggestion: "leave the row out")
            }
            guard let text else { throw data.missing(row, winner) }
            let outcome: VoteOutcome
            switch try Self.ballot(text, leftTexts[row], rightTexts[row], data, row, winner) {
            case .skip:
                skipped += 1
                continue
            case .left: outcome = .first
            case .right: outcome = .second
            case .tie: outcome = .tie
            case .bothBad:
                outcome = .tie
                bothBad[codes[leftTexts[row]] ?? 0] += 1
                bothBad[codes[rightTexts[row]] ?? 0] += 1
            }
            if outcome != .tie { decided += 1 }
            if outcome == .first { forLeft += 1 }
            rows.append(row)
            outcomes.append(outcome)
        }
        let covariates = try Self.covariates(data, wanted, rows)
        var weights: [Double]?
        if let name = wanted.probability {
            let column = try data.column(name)
            let shares = try data.fullNumbers(column)
            for (row, share) in shares.enumerated() where !(share > 0 && share <= 1) {
                throw data.error(
                    .invalidValue, row: row, column: column,
                    "\(share) is no probability above 0 and at most 1")
            }
            let chosen = rows.map { shares[$0] }
            weights = (try? ActivePairs.inverseProbabilityWeights(chosen))?.weights
        }
        var clusters: Grouping?
        if let cluster {
            let labels = try data.fullTexts(cluster)
            clusters = Grouping(rows.map { labels[$0] })
        }
        do {
            votes = try PairVotes(
                players: players, first: rows.map { codes[leftTexts[$0]] ?? 0 },
                second: rows.map { codes[rightTexts[$0]] ?? 0 }, outcomes: outcomes,
                weights: weights, covariates: covariates, clusters: clusters)
        } catch {
            throw DocumentError(
                .invalidValue, file: data.path, "no ratings can be made: \(error.cause)")
        }
        reading = said
        self.bothBad = bothBad
        self.skipped = skipped
        leftShare = (forLeft, decided)
    }

    private static func ballot(
        _ text: String, _ left: String, _ right: String, _ data: DataTable, _ row: Int,
        _ column: Int
    ) throws(DocumentError) -> Ballot {
        // A player's own name comes first: a model may well be called "a".
        if text == left { return .left }
        if text == right { return .right }
        if let ballot = ballots[text.lowercased()] { return ballot }
        throw data.error(
            .invalidValue, row: row, column: column,
            "'\(text.prefix(40))' is neither 'left', 'right', 'tie', 'both-bad', 'skip' nor the "
                + "name of a side ('\(left)', '\(right)')")
    }

    private static func covariates(_ data: DataTable, _ wanted: VoteColumns, _ rows: [Int])
        throws(DocumentError) -> [VoteCovariate]
    {
        var covariates: [VoteCovariate] = []
        if wanted.position {
            covariates.append(.position(firstOnLeft: rows.map { _ in true }))
        }
        for style in wanted.styles {
            let first = try data.fullNumbers(try data.column(style[1]))
            let second = try data.fullNumbers(try data.column(style[2]))
            do {
                covariates.append(
                    try .style(
                        style[0], first: rows.map { first[$0] }, second: rows.map { second[$0] }))
            } catch {
                throw DocumentError(
                    .invalidValue, file: data.path,
                    "the style '\(style[0])' cannot be used: \(error.cause)")
            }
        }
        return covariates
    }
}
