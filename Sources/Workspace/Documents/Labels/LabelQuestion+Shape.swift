import LanguageModel

extension LabelQuestion {
    /// The keys of a question, by its kind.
    package static let shape = Shape.tagged(
        TaggedShape(
            "a question", key: "kind", "What is asked about every item.",
            cases: [
                (
                    "choice",
                    question("One of some options.", [.required("options", options, optionsNote)])
                ),
                (
                    "choices",
                    question(
                        "Some of the options.",
                        [
                            .required("options", options, optionsNote),
                            .optional("minimum", .integer(0...1000), "The fewest.", default: 1),
                            .optional("maximum", .count, "The most."),
                        ])
                ),
                (
                    "rating",
                    question(
                        "A whole number of a scale.",
                        [
                            .required(
                                "levels", .either([.integer(2...100), .map(.label, minimum: 1)]),
                                "The highest level of a scale from 1, or the scale's ends and any "
                                    + "levels between them with what they mean.",
                                examples: [["1": "harms", "3": "partly", "5": "solves it"]])
                        ])
                ),
                (
                    "number",
                    question(
                        "A number.",
                        [
                            .optional("minimum", .anyNumber, "The least value."),
                            .optional("maximum", .anyNumber, "The greatest value."),
                        ])
                ),
                (
                    "ranking",
                    question(
                        "The item's answers in order, best first.",
                        [.optional("ties", .boolean, "Whether ranks may be shared.", default: true)]
                    )
                ),
                (
                    "pairwise",
                    question(
                        "The better of the item's two answers.",
                        [
                            .optional(
                                "options",
                                .list(.words(of: PairChoice.self, \.summary), minimum: 2),
                                "What a vote can say; left and right must be among it.",
                                default: ["left", "right", "tie", "both-bad"])
                        ])
                ),
                (
                    "spans",
                    question(
                        "Parts of a shown text, each with a label.",
                        [
                            .required("labels", options, "The labels."),
                            .optional(
                                "field", .nonEmptyText,
                                "The shown field that is marked; by default the answer."),
                            .optional(
                                "overlap", .boolean, "Whether parts may overlap.", default: false),
                        ])
                ),
                (
                    "text",
                    question(
                        "Words of the annotator's own.",
                        [
                            .optional(
                                "maximum-length", .integer(1...1_000_000),
                                "The most Unicode scalars.", default: 10_000)
                        ])
                ),
                (
                    "taxonomy",
                    question(
                        "Places in a tree of categories.",
                        [
                            .required(
                                "tree", .map(.any, minimum: 1),
                                "The categories; each holds a mapping or a list of those below it, "
                                    + "or nothing.",
                                examples: [["harm": ["physical", "financial"], "none": .null]]),
                            .optional("minimum", .integer(0...1000), "The fewest.", default: 1),
                            .optional(
                                "leaves-only", .boolean,
                                "Whether only categories without others below them count.",
                                default: false),
                        ])
                ),
            ]))

    private static let optionsNote =
        "The options: a list of values, or a mapping from values to what is shown."

    private static let options = Shape.either([
        .list(.label, minimum: 1), .map(.label, minimum: 1),
    ])

    private static func question(_ summary: String, _ own: [Field]) -> ObjectShape {
        ObjectShape(
            "a question", summary,
            fields: [
                .required("id", .label, "Its id, unique in the project.", examples: ["helpful"]),
                .optional("title", .nonEmptyText, "What is asked; by default the id."),
                .optional("help", .text, "A sentence of help."),
                .optional(
                    "required", .boolean, "Whether an item needs an answer to it.", default: true),
            ] + own)
    }
}
