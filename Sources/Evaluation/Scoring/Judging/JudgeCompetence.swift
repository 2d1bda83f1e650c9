/// What a competence check found: how well a model does one judging job on items whose right
/// verdicts are known.
///
/// Stored beside the judge and given to `judge` scorers, which say "could not score" without one,
/// or with one that was not passed.
package struct JudgeCompetence: Sendable, Hashable, Codable {
    /// The kinds of judging, which a model may master or not one by one.
    package enum Job: String, Sendable, Hashable, Codable, CaseIterable {
        /// One answer against a rubric.
        case grading
        /// Which of two answers is better.
        case comparing
    }

    /// The job that was checked.
    package var job: Job
    /// SHA-256 of what decides the judge's answers: a check of one model says nothing of another.
    package var judgeHash: String
    /// SHA-256 of the known items and of the prompts in which they were put.
    package var checkHash: String
    /// How many items were judged.
    package var items: Int
    /// Items that were judged right in both orders.
    package var right: Int
    /// Items that in some order got no readable verdict; they count as wrong.
    package var unreadable: Int
    /// Items whose verdict changed with the order.
    package var flipped: Int
    /// Among all readable verdicts, the share for what was shown first less the share for what
    /// was shown last: 0 without a position bias, 1 for a judge that always takes the first.
    package var positionBias: Double
    /// Wilson's 95 % interval of `right ÷ items`.
    package var lower: Double
    /// The interval's upper end.
    package var upper: Double
    /// What a judge that sees nothing of the content can reach.
    package var chance: Double

    package init(
        job: Job, judgeHash: String, checkHash: String, items: Int, right: Int, unreadable: Int,
        flipped: Int, positionBias: Double, lower: Double, upper: Double, chance: Double
    ) {
        self.job = job
        self.judgeHash = judgeHash
        self.checkHash = checkHash
        self.items = items
        self.right = right
        self.unreadable = unreadable
        self.flipped = flipped
        self.positionBias = positionBias
        self.lower = lower
        self.upper = upper
        self.chance = chance
    }

    /// The fewest items that a check may have.
    package static let minimumItems = 20

    /// The share of items judged right in both orders.
    package var accuracy: Double { items > 0 ? Double(right) / Double(items) : 0 }
    /// The share of items whose verdict changed with the order.
    package var flipRate: Double { items > 0 ? Double(flipped) / Double(items) : 0 }
    /// The result in one line.
    package var summary: String {
        "\(right) of \(items) known items right in both orders (95 % interval "
            + "\(NumberText.rounded(lower)) to \(NumberText.rounded(upper)), chance "
            + "\(NumberText.rounded(chance))), \(flipped) changed with the order, \(unreadable) "
            + "got no readable verdict, position bias \(NumberText.rounded(positionBias))"
    }
    /// Whether the judge is better than chance beyond doubt: the interval's lower end is above
    /// chance, on enough items.
    package var isPassed: Bool { items >= Self.minimumItems && lower > chance }
}
