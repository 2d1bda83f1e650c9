import LanguageModel

/// The shape of `plan.yaml`: a plan of phases, blocks and day items.
///
/// The built-in plan is read through the same shape, so that whatever it can say a plan of one's
/// own can say too.
package enum PlanShape {
    /// The whole document.
    package static let document = Shape.object(
        ObjectShape(
            "a plan", "Phases of blocks of day items, and what counts as having done them.",
            fields: settings + [
                .optional(
                    "questions", .list(question, minimum: 1), "What a check-in asks, in order."),
                .optional(
                    "artifacts", .list(artifact), "The documents of the portfolio that it makes."),
                .optional(
                    "phases", .list(phase, minimum: 1),
                    "The phases in order; without them the built-in plan's phases stand."),
                .optional(
                    "exercises", .list(.object(exercise)),
                    "Items that are no part of the plan until `conduct plan add` switches them in."),
            ], examples: [example]))

    /// The front matter of `journal/check-in-NN.md`.
    package static let checkIn = Shape.object(
        ObjectShape(
            "a check-in's front matter", "Which block was looked back on, and when.",
            fields: [
                .required("block", .count, "The block."),
                .required("date", .label, "The day, YYYY-MM-DD."),
            ], examples: ["{block: 3, date: \"2026-03-01\"}"]))

    private static let settings: [Field] = [
        .optional("plan", .label, "The plan's name.", default: "ninety-days"),
        .optional("title", .nonEmptyText, "What people call it."),
        .optional(
            "rest-days", .list(weekday), "Weekdays on which nothing is planned.", default: []),
        .optional(
            "audit-days", .list(.count),
            "Plan days on which the roles are to be audited again."),
        .optional(
            "roles",
            .object(
                ObjectShape(
                    "role counts", "How many roles to collect, and how many of them are targets.",
                    fields: [
                        .optional("collect", range, "The least and the most to collect."),
                        .optional("targets", range, "The least and the most to aim at."),
                    ])), "How many roles the plan wants."),
    ]

    /// The weekdays' words, Monday first.
    package static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private static let weekday = Shape.choice(weekdays.map { .init($0, "every \($0)") })
    private static let range = Shape.list(.integer(0...1000), minimum: 2)

    private static let question = Shape.object(
        ObjectShape(
            "a question", "One question of the weekly check-in.",
            fields: [
                .required("id", .label, "Its name in files and flags."),
                .required("text", .nonEmptyText, "The question."),
            ]))

    private static let artifact = Shape.object(
        ObjectShape(
            "an artifact", "One document of the portfolio.",
            fields: [
                .required("id", .label, "Its name."),
                .required("number", .count, "Its place in the portfolio."),
                .required("title", .nonEmptyText, "What it is."),
                .required("file", .nonEmptyText, "Where it lies in the workspace."),
                .optional(
                    "signal", .list(.nonEmptyText),
                    "The employers that it speaks to; none means all of them.", default: []),
                .optional("skills", .list(.label), "The skills that it shows.", default: []),
            ]))

    private static let phase = Shape.object(
        ObjectShape(
            "a phase", "A stretch of the plan with one theme.",
            fields: [
                .required("phase", .label, "Its name."),
                .required("title", .nonEmptyText, "What people call it."),
                .optional("theme", .text, "What it is about, one sentence."),
                .required("blocks", .list(block, minimum: 1), "Its blocks in order."),
            ]))

    private static let block = Shape.object(
        ObjectShape(
            "a block", "A stretch of days with one focus and one deliverable.",
            fields: [
                .required("block", .label, "Its name."),
                .required("title", .nonEmptyText, "What people call it."),
                .optional("goal", .text, "What can be done at its end that could not before."),
                .required("domain", .label, "The one thing that it is about."),
                .optional("command", .nonEmptyText, "The command that its work happens in."),
                .optional("deliverable", .text, "What is there at its end."),
                .optional("artifact", .label, "The artifact that it makes."),
                .required("items", .list(.object(item), minimum: 1), "Its items in order."),
            ]))

    private static let itemFields: [Field] = [
        .required("item", .label, "Its name; progress is kept under it, so never rename it."),
        .optional("days", .integer(1...60), "How many days it takes.", default: 1),
        .required("focus", .nonEmptyText, "What to do, one or two sentences."),
        .optional("goal", .text, "What it is for."),
        .optional("skills", .list(.label), "Skills that it trains.", default: []),
        .optional("readings", .list(reading), "What to read.", default: []),
        .optional("tasks", .list(task), "What to do with the hands.", default: []),
        .optional("deliverable", .text, "What is there when it is done."),
        .optional(
            "evidence", .list(evidence),
            "What must be found before it counts as done; all of it.", default: []),
    ]

    private static let item = ObjectShape(
        "an item", "One or more days of one thing.", fields: itemFields)

    private static let exercise = ObjectShape(
        "an exercise", "An item that can be switched in.",
        fields: itemFields + [
            .required("after", .label, "The item that it follows when it is switched in."),
            .optional("why", .text, "What the plan lacks without it."),
        ])

    private static let reading = Shape.object(
        ObjectShape(
            "a reading", "Something to read.",
            fields: [
                .required("reading", .label, "Its name."),
                .required(
                    "kind",
                    .choice([
                        .init("paper", "a scientific paper"), .init("doc", "documentation"),
                        .init("spec", "a policy or specification"), .init("article", "an article"),
                        .init("course", "a course"), .init("output", "what a model wrote"),
                        .init("summary", "somebody's account of something else"),
                    ]), "What sort of thing it is; a summary is no primary source."),
                .required("title", .nonEmptyText, "Its title."),
                .optional("by", .text, "Who wrote it, and when."),
                .optional("where", .text, "An identifier such as arXiv:2212.08073."),
            ]))

    private static let task = Shape.object(
        ObjectShape(
            "a task", "One thing to do.",
            fields: [
                .required("do", .nonEmptyText, "What to do."),
                .optional("with", .nonEmptyText, "The command that does it here."),
            ]))

    /// What is counted as evidence.
    package static let evidence: Shape = .either([
        measured("roles", "roles in roles/", "How many at least."),
        measured("targets", "roles marked as targets", "How many at least."),
        measured("annotated-roles", "roles whose verbs the user has grouped", "How many at least."),
        .object(
            ObjectShape(
                "records", "Records of a kind in the store.",
                fields: [
                    .required("records", .label, "The kind's word, such as annotation or run."),
                    .optional("at-least", .count, "How many.", default: 1),
                    .optional("named", .text, "Only those of this name."),
                ], identifying: ["records"])),
        .object(
            ObjectShape(
                "suite cases", "One suite with enough cases in enough categories.",
                fields: [
                    .required("suite-cases", .count, "How many cases at least."),
                    .optional(
                        "tag", .label, "The tag that holds the category.", default: "failure"),
                    .optional("categories", .count, "How many categories at least.", default: 1),
                ], identifying: ["suite-cases"])),
        measured("findings", "distinct findings", "How many at least."),
        measured(
            "pairs", "pairs of a chosen and a rejected answer in one file of datasets/",
            "How many at least."),
        measured("prompt-variants", "prompts of one complete run", "How many at least."),
        .object(
            ObjectShape(
                "a file", "A file in the workspace.",
                fields: [
                    .required("file", .nonEmptyText, "Its path."),
                    .optional("words", .count, "How many words at least."),
                ], identifying: ["file"])),
        .object(
            ObjectShape(
                "files", "Files of a folder.",
                fields: [
                    .required("files", .nonEmptyText, "The folder."),
                    .optional("ending", .nonEmptyText, "How their names end.", default: ".md"),
                    .optional("at-least", .count, "How many.", default: 1),
                ], identifying: ["files"])),
        .object(
            ObjectShape(
                "any of", "One of several kinds of evidence.",
                fields: [
                    .required(
                        "any", .list(.named("evidence") { evidence }, minimum: 1),
                        "Any one of these is enough.")
                ], identifying: ["any"])),
    ])

    private static func measured(_ key: String, _ noun: String, _ summary: String) -> Shape {
        .object(
            ObjectShape(
                key, "So many \(noun).", fields: [.required(key, .count, summary)],
                identifying: [key]))
    }

    private static let example = """
        plan: my-fortnight
        rest-days: [sunday]
        phases:
          - phase: only
            title: A fortnight of evaluation
            blocks:
              - block: first
                title: Learn to measure
                domain: evaluation
                items:
                  - item: read
                    days: 3
                    focus: Read how error bars are put on evaluations.
                    readings: [{reading: error-bars, kind: paper, title: Adding error bars to evals}]
                  - item: measure
                    days: 4
                    focus: Build a suite and run it.
                    tasks: [{do: Run it, with: conduct eval suites/mine.yaml}]
                    evidence: [{suite-cases: 30, tag: failure, categories: 3}, {records: run}]
        """
}
