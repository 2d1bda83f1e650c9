import LanguageModel

/// The shapes of what describes roles: the front matter of `roles/*.md`, and `roles/lexicon.yaml`.
package enum RoleShape {
    /// The front matter of a role.
    package static let frontMatter = Shape.object(
        ObjectShape(
            "a role's front matter", "Who looks for whom, where that was read, and when.",
            fields: [
                .required("employer", .nonEmptyText, "Who advertises."),
                .required("title", .nonEmptyText, "What the role is called."),
                .optional(
                    "sources", .list(.nonEmptyText), "Where it was read: addresses or file names.",
                    default: []),
                .required("date", .label, "The day on which it was read, YYYY-MM-DD."),
                .optional(
                    "target", .boolean, "Whether it is one that the user aims at.", default: false),
                .optional(
                    "quotable", .boolean,
                    "Whether a public portfolio may quote it: a text of one's own, or with leave.",
                    default: false),
            ],
            examples: [
                """
                employer: Example Labs
                title: Model behaviour designer
                sources: ["https://example.org/jobs/7"]
                date: 2026-11-24
                target: true
                """
            ]))

    /// The lexicon of verbs and skills.
    package static let lexicon = Shape.object(
        ObjectShape(
            "a role lexicon", "Which verbs belong to which cluster, and how skills are worded.",
            fields: [
                .required(
                    "verbs", .map(.list(.label, minimum: 1), minimum: 1),
                    "The clusters, each with the base forms of its verbs."),
                .optional(
                    "also-nouns", .list(.label),
                    "Verbs that are nouns as often: they count only where their place makes them "
                        + "verbs.", default: []),
                .optional(
                    "irregular", .map(.label), "Irregular forms with their base forms.",
                    default: [:]),
                .required(
                    "skills",
                    .list(
                        .object(
                            ObjectShape(
                                "a skill", "A skill with the phrases that show it.",
                                fields: [
                                    .required("id", .label, "Its name."),
                                    .required("name", .nonEmptyText, "What people call it."),
                                    .required(
                                        "phrases", .list(.nonEmptyText, minimum: 1),
                                        "Phrases; a word that ends in * stands for all that begin "
                                            + "so."),
                                    .optional(
                                        "evidence", .list(.label),
                                        "Kinds of records that show it.", default: []),
                                    .optional(
                                        "close", .text, "A command that begins to show it."),
                                ])), minimum: 1), "The skills."),
            ],
            examples: [
                """
                verbs: {evaluate: [measure, test], document: [write]}
                also-nouns: [test]
                irregular: {wrote: write}
                skills:
                  - {id: evaluation-design, name: Evaluation design, phrases: ["evaluat*", "test suite*"]}
                """
            ]))
}
