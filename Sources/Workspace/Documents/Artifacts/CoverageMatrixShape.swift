import LanguageModel

/// The shape of a file that says which combinations of tags a suite's cases should cover.
package enum CoverageMatrixShape {
    /// What a matrix's file may say.
    package static let document = Shape.object(
        ObjectShape(
            "a coverage matrix", "Which combinations of tags cases should cover.",
            fields: [
                .required("matrix", .label, "Its name."),
                .required("suite", .text, "The suite whose cases are counted."),
                .required(
                    "axes", .map(.list(.label, minimum: 1), minimum: 1),
                    "Each tag with the values that it can take.",
                    examples: [["severity": ["low", "high"], "failure": ["sycophancy"]]]),
                .optional(
                    "impossible", .list(.map(.label, minimum: 1)),
                    "Combinations that cannot occur."),
                .optional("note", .text, "A note for people."),
            ],
            examples: [
                "{matrix: pressure, suite: suites/honesty.yaml, "
                    + "axes: {pressure: [plain, claim, expert], topic: [history, science]}}"
            ]))
}
