import LanguageModel

/// The shapes of what the portfolio is written in: the front matter of `artifacts/*.md`, the
/// evidence blocks in them, and `portfolio.yaml`.
package enum ArtifactShape {
    /// The front matter of an artifact.
    package static let frontMatter = Shape.object(
        ObjectShape(
            "an artifact's front matter", "Which document of the portfolio this is.",
            fields: [
                .optional("artifact", .integer(1...11), "Which of the eleven."),
                .optional("title", .text, "Its title; the first heading without it."),
                .optional("author", .text, "Who wrote it."),
                .optional(
                    "status",
                    .choice([
                        Shape.Choice("draft", "Being written."),
                        Shape.Choice("review", "Written, to be read by others."),
                        Shape.Choice("final", "Done."),
                        Shape.Choice("private", "Left out of public portfolios, and counted."),
                    ]), "How far it is.", default: "draft"),
            ],
            examples: [
                """
                artifact: 4
                title: What a candid prompt changes
                status: review
                """
            ]))

    /// The YAML of an evidence block: a code fence `conduct` in an artifact.
    package static let evidence = Shape.object(
        ObjectShape(
            "an evidence block", "What a document shows of a record.",
            fields: [
                .optional(
                    "view", .label, "How it is shown: results, chart, table, cases, headline …"),
                .optional("run", .label, "A run's id, the beginning of one, or latest."),
                .optional("experiment", .label, "An experiment."),
                .optional("agreement", .label, "A computed agreement."),
                .optional("arena", .label, "An arena's ratings."),
                .optional("training", .label, "A training."),
                .optional("spec", .label, "A specification's file."),
                .optional("coverage", .label, "A specification's file, for its coverage."),
                .optional("findings", .label, "all, or a specification's file."),
                .optional("role", .label, "A role's audit, or latest."),
                .optional("scoring", .label, "A scoring of the run; by default its own."),
                .optional("metric", .label, "A scorer's name, or the path of a number."),
                .optional("by", .label, "The tag by which cases are divided, or clause."),
                .optional(
                    "where", .map(.label),
                    "Only these: model, prompt, clause, or a tag's name, each with its value."),
                .optional("against", .label, "The run that a comparison starts from."),
                .optional(
                    "least", .integer(1...Int.max),
                    "For view: headline, how many scored samples it must rest on."),
                .optional("pin", .label, "SHA-256 of the result; conduct artifact pin writes it."),
            ],
            examples: [
                """
                view: results
                run: latest
                by: pressure
                where: {prompt: candid}
                """,
                """
                view: headline
                run: latest
                metric: choice-text
                where: {model: smollm2, prompt: candid}
                least: 100
                """,
            ]))

    /// `portfolio.yaml`.
    package static let portfolio = Shape.object(
        ObjectShape(
            "a portfolio", "What stands around the artifacts when they become a site.",
            fields: [
                .required("title", .nonEmptyText, "The portfolio's title."),
                .optional("author", .text, "Whose it is."),
                .optional("tagline", .text, "One sentence below the title."),
                .optional(
                    "introduction", .text,
                    "A Markdown file of one page, evidence and all: who you are, what this shows."),
                .optional(
                    "address", .text,
                    "Where the site will stand, https://…; previews on other sites need it."),
                .optional(
                    "contact", .map(.text), "Names with their links, mailto: or https://."),
                .optional(
                    "arc",
                    .list(
                        .object(
                            ObjectShape(
                                "a step of the arc", "An artifact, and why it follows.",
                                fields: [
                                    .required(
                                        "artifact", .label, "Its number, or its file."),
                                    .optional(
                                        "because", .text,
                                        "One sentence that leads from the one before to this."),
                                ]))),
                    "The artifacts in the order in which they tell their story; the others follow."),
                .optional("note", .text, "A note for people."),
            ],
            examples: [
                """
                title: Ninety days on honesty under pressure
                author: A. Reader
                tagline: What a small model says when a confident person is wrong.
                introduction: portfolio/introduction.md
                arc:
                  - {artifact: 8, because: "First, what the model should do."}
                  - {artifact: 6, because: "Then a suite that can tell whether it does."}
                """
            ]))
}
