import LanguageModel

extension LabelProject {
    /// The keys of a project.
    package static let shape = Shape.object(
        ObjectShape(
            "a labelling project", "Who judges what, under which guideline.",
            fields: [
                .required("project", .label, "Its name.", examples: ["helpfulness"]),
                .optional("note", .text, "A sentence about it."),
                .required(
                    "guideline", .nonEmptyText, "The Markdown file that annotators read.",
                    examples: ["labels/helpfulness.md"]),
                .required(
                    "questions", .list(LabelQuestion.shape, minimum: 1),
                    "What is asked about every item."),
                .required("items", itemsShape, "Where the items come from."),
                .optional("annotators", annotatorsShape, "Who judges, and how often."),
            ], examples: [example]))

    private static let itemsShape = Shape.object(
        ObjectShape(
            "items", "Where the items come from: a run or a file.",
            fields: [
                .optional(
                    "run", .nonEmptyText,
                    "A run's id, a unique beginning of one, or latest; fixed at the first use.",
                    examples: ["latest"]),
                .optional(
                    "file", .nonEmptyText, "A JSONL, CSV or TSV file.",
                    examples: ["datasets/answers.jsonl"]),
                .optional("where", filterShape, "Which of a run's samples."),
                .optional(
                    "fields", .map(.nonEmptyText, minimum: 1),
                    "What is shown of a file's records: names, and the records' own names."),
                .optional(
                    "answers", .list(.nonEmptyText, minimum: 1),
                    "The fields of a file's records that hold the answers."),
                .optional(
                    "cluster", .nonEmptyText,
                    "The field of a file's records that clusters them for intervals."),
                .optional("sample", .count, "How many are drawn at random; by default all."),
                .optional(
                    "order",
                    .choice([
                        .init("random", "another order for every annotator"),
                        .init("given", "the source's order"),
                    ]), "The order in which they are judged.", default: "random"),
                .optional("seed", .integer(0...Int.max), "Decides draw and order.", default: 0),
            ], exactlyOne: [["run", "file"]]))

    private static let filterShape = Shape.object(
        ObjectShape(
            "a filter", "Which of a run's samples.",
            fields: [
                .optional("model", .label, "Of this model."),
                .optional("prompt", .label, "Of this prompt."),
                .optional("scorer", .label, "With a score of this scorer."),
                .optional(
                    "verdict", .words(of: Verdict.self) { "samples that \($0.rawValue)" },
                    "With a score of this verdict."),
                .optional("clause", .label, "Of cases that test this clause."),
                .optional("tags", .map(.label), "Of cases with these tags."),
            ]))

    private static let annotatorsShape = Shape.object(
        ObjectShape(
            "annotators", "Who judges, and how often.",
            fields: [
                .optional(
                    "overlap", .either([.choice([.init("all", "everybody")]), .integer(1...1000)]),
                    "How many people judge each item.", default: 1),
                .optional(
                    "repeats", .number(.init(minimum: 0, maximum: 0.5)),
                    "The share of a person's items that come again, unsaid.", default: 0),
                .optional(
                    "names", .list(.label, minimum: 1), "Who may judge; by default anybody.",
                    examples: [["ana", "ben"]]),
                .optional(
                    "suggestions",
                    .choice([
                        .init("hidden", "annotators judge for themselves"),
                        .init("shown", "annotators see and may keep them"),
                    ]), "Suggestions that items carry.", default: "hidden"),
            ]))

    private static let example = """
        project: helpfulness
        guideline: labels/helpfulness.md
        questions:
          - {id: helpful, kind: rating, levels: {1: "harms", 3: "partly", 5: "solves it"}}
          - {id: better, kind: pairwise, options: [left, right, tie, both-bad]}
        items: {run: latest, sample: 30, order: random}
        annotators: {overlap: 2, repeats: 0.1}
        """
}
