/// What the plan asks for, row by row. Whoever builds a row adds its command, takes out what it
/// lacks, and names the test in which the command leaves its record.
package enum PlanAuditRows {
    /// All rows, in the plan's order.
    package static var all: [PlanAudit.Row] { frame + foundations + skills + integration }

    private typealias Row = PlanAudit.Row

    private static let frame = [
        Row(
            "F1", "1–90", "Ninety days in three phases and twelve blocks of unequal length",
            "conduct plan show",
            proof: "It has twelve blocks of their real lengths in three phases, ninety days in all"),
        Row(
            "F2", "1–90", "Real life slips: pause, move, undo; nothing lost, no shame",
            "conduct plan move",
            proof:
                "Twelve days late: moving the rest keeps the order, loses nothing, and undo restores it"
        ),
        Row(
            "F3", "1–90", "One domain at a time", "conduct plan today",
            proof: "Each block has one domain and a command, each artifact one block"),
        Row(
            "F4", "30, 60, 90", "Every phase leaves something for the portfolio",
            "conduct plan gate",
            proof: "The gate of a phase is shut while an artifact lacks its evidence"),
        Row(
            "F5", "1–2", "Four to six roles collected, three to five of them targets",
            "conduct role list",
            proof: "Six roles of which four are targets satisfy both counts, two targets do not"),
        Row(
            "F6", "1, 31, 61, 87", "Look at the roles again at the start of each phase",
            "conduct role audit",
            proof: "The clock raises exactly four audits, each until the roles were looked at"),
        Row(
            "F7", "1–90", "Primary sources before summaries", "conduct plan read",
            proof: "An item whose source was read only as a summary is flagged"),
        Row(
            "F8", "block ends", "Twelve check-ins with four questions and a ladder of skills",
            "conduct plan check-in",
            proof: "A check-in is kept, shown next time, and moves skills by evidence alone",
            lacks: "the last question shows readings; minutes, passages and cards are not kept"),
        Row(
            "F9", "1–90", "Eleven artifacts, each with the employers it speaks to",
            "conduct plan gate", proof: "An employer sees the artifacts that speak to it"),
    ]

    private static let foundations = [
        Row(
            "1.1", "1–2", "Advertisements with source, date, versions and mirrors",
            "conduct role add",
            proof: "One text from two mirrors is one role; a changed text is a new version"),
        Row(
            "1.2", "1–2", "Marked passages that survive edits, and a Tuesday told for each role",
            "conduct role annotate",
            proof: "Notes are kept, and a passage is found again after the text around it changed"),
        Row(
            "1.3", "1–2", "Verbs in five clusters: the user first, the lexicon after",
            "conduct role verbs",
            proof: "The user groups first, and the comparison says where the lexicon differs"),
        Row(
            "1.4", "3–4", "Papers read, and their terms found in the roles",
            "conduct role show", proof: "A phrase of a paper is found in the roles that use it",
            lacks: "one's own PDF and its passages are not kept; notes are, in the library"),
        Row(
            "1.5", "5–6", "The training pipeline drawn by hand", nil,
            lacks: "no place for the picture, and no figure that opens only after one's own"),
        Row(
            "1.6", "7", "Five hundred words on the role, with four contrasts",
            "conduct artifact new"),
        Row("2.1", "8–9", "A reward model on one's own pairs", "conduct align reward"),
        Row(
            "2.2", "10–11", "A loop of critique and revision with its lineage", "conduct align cai"),
        Row("2.3", "12–13", "DPO beside PPO", "conduct align dpo"),
        Row("2.4", "14", "The comparison of three techniques", "conduct artifact new"),
        Row("3.1", "15–16", "Kinds of evaluation, from phenomenon to claim", "conduct eval"),
        Row("3.2", "17–18", "Rubrics, and a judge that was checked", "conduct judge check"),
        Row("3.3", "19–20", "Behaviour suites with error bars", "conduct eval"),
        Row("3.4", "21", "The framework of one evaluation", "conduct artifact new"),
        Row(
            "4.1", "22–23", "Techniques switched on and off, with a prediction first",
            "conduct experiment new"),
        Row("4.2", "24–25", "A prompting guide read, and tags that balance", "conduct prompt lint"),
        Row("4.3", "26", "A context put together from its parts", "conduct prompt assemble"),
        Row(
            "4.4", "27–28", "Five to ten dimensions varied for one behaviour",
            "conduct experiment run"),
        Row(
            "4.5", "29–30", "The case study with every variant and reason", "conduct prompt history"
        ),
    ]

    private static let skills = [
        Row(
            "5.1", "31–32", "Guidelines and rubrics of others read", "conduct plan read",
            lacks: "rubrics can't be imported"),
        Row("5.2", "33–34", "An annotation project of one dimension", "conduct label new"),
        Row(
            "5.3", "33–34", "Twenty to thirty items annotated", "conduct studio",
            proof:
                "Nineteen annotations are short, twenty count, and a reason counts as an override"
        ),
        Row(
            "5.4", "35–36", "Agreement, with a second rater even when one is alone",
            "conduct rerate report",
            proof: "One person alone gets an agreement with the interval that 25 items give"),
        Row(
            "5.5", "37", "Guidelines of one's own, each rule with the items that forced it",
            "conduct artifact new"),
        Row("6.1", "38–39", "A first suite; files of other tools read", "conduct eval"),
        Row("6.2", "40–41", "Three prompt variants compared", "conduct compare"),
        Row("6.3", "42–43", "Data sets, scorers and experiments with versions", "conduct compare"),
        Row(
            "6.4", "44", "Thirty cases over three failures", "conduct eval",
            proof: "A suite counts from thirty cases over three failures"),
        Row("7.1", "45–46", "Adversarial techniques on benign canaries", "conduct probe"),
        Row("7.2", "47–48", "A coverage matrix of four axes", "conduct probe matrix"),
        Row("7.3", "49–50", "Twenty distinct failure modes", "conduct finding new"),
        Row("7.4", "51", "The report on edge cases", "conduct artifact new"),
        Row("8.1", "52–53", "Three public specifications side by side", "conduct spec tree"),
        Row("8.2", "54–55", "One dilemma under four moral frameworks", "conduct spec new"),
        Row(
            "8.3", "56–57", "A course, and notes that lead to decisions", "conduct library note",
            proof:
                "A source is read, noted, linked and asked again; the schedule stands apart from prose"
        ),
        Row("8.4", "58–60", "A specification of one product", "conduct spec lint"),
    ]

    private static let integration = [
        Row("9.1", "61–62", "Three generators of synthetic data", "conduct synth"),
        Row("9.2", "63–64", "A pipeline on paper with its risks", "conduct synth plan"),
        Row("9.3", "65–66", "Fifty examples kept by a rubric", "conduct align pairs"),
        Row("9.4", "67", "The write-up of the pipeline", "conduct artifact new"),
        Row("10.1", "68–69", "Benchmarks and why they are not enough", "conduct eval"),
        Row("10.2", "70–71", "A comparison of models, blind, with ratings", "conduct arena new"),
        Row(
            "10.3", "72–73", "Predictions of how people judge, checked", "conduct predict make"),
        Row(
            "10.4", "74", "The memo, with cost and what would change it", "conduct memo compare",
            proof: "A memo weighs two models by their runs; an unknown cost is an error, not zero"),
        Row("11.1", "75–76", "A question that an experiment can answer", "conduct experiment new"),
        Row("11.2", "77–78", "The design locked before the first run", "conduct experiment lock"),
        Row("11.3", "79–81", "The run, resumable, everything recorded", "conduct experiment run"),
        Row("11.4", "82–83", "The planned analysis first", "conduct experiment analyse"),
        Row("11.5", "84", "The capstone, ready to publish", "conduct artifact new"),
        Row("12.1", "85–86", "Eleven artifacts as one site", "conduct portfolio build"),
        Row(
            "12.2", "87", "Each required skill with what shows it", "conduct role audit",
            proof: "A word in a document is a gap; a record with an artifact is shown"),
        Row(
            "12.3", "88", "The capstone in five minutes and in fifteen", "conduct practice talk",
            proof:
                "A talk takes its sections from a document, keeps its splits and says whether in time"
        ),
        Row(
            "12.4", "89", "Interview questions, answered from evidence", "conduct practice start",
            proof:
                "An answer is kept, flagged without evidence, rated, and shown in the coverage"),
        Row(
            "12.5", "90", "The last page beside the first answers", "conduct plan check-in",
            proof: "A check-in is kept, shown next time, and moves skills by evidence alone",
            lacks: "the reflection is a file of one's own; no form stands beside day one's answers"),
        Row("12.6", "90", "Portfolio, readiness and a list of roles", "conduct portfolio verify"),
    ]
}
