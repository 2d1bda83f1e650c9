package import Workspace

/// A plan: phases of blocks of day items, with what counts as having done each.
package struct Plan: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// What people call it.
    package var title: String
    /// Weekdays without work, 1 for Monday to 7 for Sunday.
    package var restDays: Set<Int>
    /// Plan days on which the roles are to be audited.
    package var auditDays: [Int]
    /// How many roles to collect.
    package var collect: ClosedRange<Int>
    /// How many of them to aim at.
    package var targets: ClosedRange<Int>
    /// What a check-in asks.
    package var questions: [PlanQuestion]
    /// The documents of the portfolio.
    package var artifacts: [PlanArtifact]
    /// The phases in order.
    package var phases: [PlanPhase]
    /// Items that can be switched in.
    package var exercises: [PlanItem]

    /// The blocks in order.
    package var blocks: [PlanBlock] { phases.flatMap(\.blocks) }
    /// The plan's own items in order.
    package var items: [PlanItem] { blocks.flatMap(\.items) }
    /// How many days it takes, rest days and exercises aside.
    package var length: Int { items.last?.days?.upperBound ?? 0 }

    /// The block that a plan day falls in.
    package func block(day: Int) -> PlanBlock? { blocks.first { $0.days.contains(day) } }
    /// The item that a plan day belongs to.
    package func item(day: Int) -> PlanItem? {
        items.first { $0.days?.contains(day) == true }
    }
    /// The phase that a plan day falls in.
    package func phase(day: Int) -> PlanPhase? { phases.first { $0.days.contains(day) } }
}

/// One question of the check-in.
package struct PlanQuestion: Sendable, Hashable {
    /// Its name.
    package var id: String
    /// The question.
    package var text: String
}

/// One document of the portfolio.
package struct PlanArtifact: Sendable, Hashable {
    package var id: String
    /// Its place in the portfolio, from 1.
    package var number: Int
    package var title: String
    /// Its path in the workspace.
    package var file: String
    /// The employers that it speaks to; none means all.
    package var signal: [String]
    /// The skills that it shows.
    package var skills: [String]

    /// Whether it speaks to an employer.
    package func speaks(to employer: String) -> Bool {
        signal.isEmpty || signal.contains { $0.lowercased() == employer.lowercased() }
    }
}

/// A stretch of the plan with one theme.
package struct PlanPhase: Sendable, Hashable {
    package var id: String
    /// From 1.
    package var number: Int
    package var title: String
    package var theme: String
    package var blocks: [PlanBlock]

    /// The plan days that it covers.
    package var days: ClosedRange<Int> {
        (blocks.first?.days.lowerBound ?? 1)...(blocks.last?.days.upperBound ?? 1)
    }
}

/// A stretch of days with one focus and one deliverable.
package struct PlanBlock: Sendable, Hashable {
    package var id: String
    /// From 1 through the whole plan.
    package var number: Int
    package var title: String
    package var goal: String
    /// The one thing that it is about.
    package var domain: String
    /// The command that its work happens in.
    package var command: String?
    package var deliverable: String
    /// The artifact that it makes.
    package var artifact: String?
    package var items: [PlanItem]
    /// The plan days that it covers.
    package var days: ClosedRange<Int>
}

/// One or more days of one thing.
package struct PlanItem: Sendable, Hashable {
    /// The name under which progress is kept.
    package var id: String
    /// The plan days that it covers; nil for an exercise.
    package var days: ClosedRange<Int>?
    /// How many days it takes.
    package var length: Int
    package var focus: String
    package var goal: String
    /// Ids of the skills that it trains.
    package var skills: [String]
    package var readings: [PlanReading]
    package var tasks: [PlanTask]
    package var deliverable: String?
    /// What must be found before it counts; all of it. Empty: the user's word counts.
    package var evidence: [EvidenceRequirement]
    /// Of an exercise: the item that it follows.
    package var after: String?
    /// Of an exercise: what the plan lacks without it.
    package var why: String?

    /// `day 33–34`, `day 7`, or `exercise`.
    package var dayText: String {
        guard let days else { return "exercise" }
        let first = "day \(days.lowerBound)"
        return days.count == 1 ? first : "\(first)–\(days.upperBound)"
    }
}

/// Something to read.
package struct PlanReading: Sendable, Hashable {
    package var id: String
    /// `paper`, `doc`, `spec`, `article`, `course`, `output` or `summary`.
    package var kind: String
    package var title: String
    package var by: String?
    /// An identifier such as `arXiv:2212.08073`.
    package var place: String?

    /// Whether it is what it is about, and not somebody's account of it.
    package var isPrimary: Bool { kind != "summary" }
}

/// One thing to do.
package struct PlanTask: Sendable, Hashable {
    package var text: String
    /// The command that does it here; nil where nothing does.
    package var command: String?
}

/// What is counted before an item counts as done.
package indirect enum EvidenceRequirement: Sendable, Hashable {
    /// Roles in `roles/`.
    case roles(Int)
    /// Roles marked as targets.
    case targets(Int)
    /// Roles whose verbs the user has grouped.
    case annotatedRoles(Int)
    /// Records of a kind.
    case records(RecordKind, Int, named: String?)
    /// One suite with so many cases over so many values of a tag.
    case suiteCases(Int, tag: String, categories: Int)
    /// Distinct findings.
    case findings(Int)
    /// Rows with a chosen and a rejected answer in one JSONL file of `datasets/`.
    case pairs(Int)
    /// Prompts of one complete run.
    case promptVariants(Int)
    /// A file with at least so many words.
    case file(String, words: Int?)
    /// Files in a folder.
    case files(String, ending: String, Int)
    /// Any one of several.
    case any([EvidenceRequirement])
}
