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
            proof: "A check-in counts minutes, passages and cards recalled in its block"),
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
            "conduct library passage",
            proof:
                "A kept PDF is searched, its passage keeps page and words, and meets a role's phrase"
        ),
        Row(
            "1.5", "5–6", "The training pipeline drawn by hand",
            "conduct plan diagram",
            proof: "The reference figure opens only after a drawing of one's own"),
        Row(
            "1.6", "7", "Five hundred words on the role, with four contrasts",
            "conduct artifact new",
            proof: "Three contrasts of four are incomplete, and so are too few words"),
        Row(
            "2.1", "8–9", "A reward model on one's own pairs",
            "conduct align reward",
            proof: "A reward model scores answers as its training measured them"),
        Row(
            "2.2", "10–11", "A loop of critique and revision with its lineage",
            "conduct align cai"),
        Row(
            "2.3", "12–13", "DPO beside PPO",
            "conduct align dpo",
            proof: "A finished training is a record that leads to its data, recipe and adapter"),
        Row(
            "2.4", "14", "The comparison of three techniques",
            "conduct artifact check",
            proof: "Claims want a source or evidence beside them"),
        Row(
            "3.1", "15–16", "Kinds of evaluation, from phenomenon to claim",
            "conduct suite new",
            proof:
                "A suite begins with phenomenon, task, metric and claim, and its runs carry them"),
        Row(
            "3.2", "17–18", "Rubrics, and a judge that was checked",
            "conduct judge check",
            proof:
                "A judge with a position bias fails, the exit code says so, and its check is stored"
        ),
        Row(
            "3.3", "19–20", "Behaviour suites with error bars",
            "conduct eval",
            proof: "A new workspace evaluates a simulated model and exits with 0"),
        Row(
            "3.4", "21", "The framework of one evaluation",
            "conduct artifact new",
            proof: "An artifact is begun, refused unwritten, written, pinned, shown and published"),
        Row(
            "4.1", "22–23", "Techniques switched on and off, with a prediction first",
            "conduct predict make",
            proof: "A prediction is scored by the run after it and never by one before it"),
        Row(
            "4.2", "24–25", "A prompting guide read, and tags that balance",
            "conduct prompt lint",
            proof: "lint names rule, line and source, and --strict exits with 1 for a warning"),
        Row(
            "4.3", "26", "A context put together from its parts",
            "conduct prompt assemble",
            proof: "The same parts make the same context with the same hash"),
        Row(
            "4.4", "27–28", "Five to ten dimensions varied for one behaviour",
            "conduct experiment run",
            proof: "The whole way: plan, lock, run, analyse, report"),
        Row(
            "4.5", "29–30", "The case study with every variant and reason",
            "conduct prompt history",
            proof:
                "history shows both versions of a prompt with the changed line and the author's reason"
        ),
    ]

    private static let skills = [
        Row(
            "5.1", "31–32", "Guidelines and rubrics of others read", "conduct label rubric",
            proof: "Somebody's rubric is read into criteria and anchors, and becomes a project"),
        Row(
            "5.2", "33–34", "An annotation project of one dimension",
            "conduct label new",
            proof: "A project is made, judged from files, reported, decided and exported"),
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
            "conduct label check",
            proof: "A rule that no item forced and a paragraph of another's rubric are named"),
        Row(
            "6.1", "38–39", "A first suite; files of other tools read",
            "conduct import",
            proof:
                "An imported run is shown, reported, compared, rescored and exported like any other"
        ),
        Row(
            "6.2", "40–41", "Three prompt variants compared",
            "conduct prompt try",
            proof:
                "try answers every variant, is a run, reuses calls, and promotes to an experiment"),
        Row(
            "6.3", "42–43", "Data sets, scorers and experiments with versions",
            "conduct compare",
            proof: "Two runs compared show what changed, and as JSON how the cases were paired"),
        Row(
            "6.4", "44", "Thirty cases over three failures", "conduct eval",
            proof: "A suite counts from thirty cases over three failures"),
        Row("7.1", "45–46", "Adversarial techniques on benign canaries", "conduct probe"),
        Row(
            "7.2", "47–48", "A coverage matrix of four axes",
            "conduct coverage",
            proof: "A matrix shows the combinations that no case has, and ends with 1 for one"),
        Row(
            "7.3", "49–50", "Twenty distinct failure modes",
            "conduct finding new",
            proof: "A finding needs all four fields, is re-run, merged and guarded by a case"),
        Row(
            "7.4", "51", "The report on edge cases",
            "conduct artifact new",
            proof: "An artifact is begun, refused unwritten, written, pinned, shown and published"),
        Row(
            "8.1", "52–53", "Three public specifications side by side",
            "conduct spec compare",
            proof: "Three specifications stand side by side: structure, subjects, open words"),
        Row(
            "8.2", "54–55", "One dilemma under four moral frameworks",
            "conduct spec frameworks",
            proof: "Clauses by moral framework are exported, and an artifact shows the table"),
        Row(
            "8.3", "56–57", "A course, and notes that lead to decisions", "conduct library note",
            proof:
                "A source is read, noted, linked and asked again; the schedule stands apart from prose"
        ),
        Row(
            "8.4", "58–60", "A specification of one product",
            "conduct spec lint",
            proof: "Lint ends with 1 exactly when there is an error"),
    ]

    private static let integration = [
        Row("9.1", "61–62", "Three generators of synthetic data", "conduct synth"),
        Row("9.2", "63–64", "A pipeline on paper with its risks", "conduct synth plan"),
        Row(
            "9.3", "65–66", "Fifty examples kept by a rubric",
            "conduct align pairs",
            lacks:
                "pairs are kept by scorers or votes; no generator with a rubric and reasons for what it drops"
        ),
        Row(
            "9.4", "67", "The write-up of the pipeline",
            "conduct artifact new",
            lacks: "the frame stands; its funnel waits for conduct synth"),
        Row(
            "10.1", "68–69", "Benchmarks and why they are not enough",
            "conduct suite contrast",
            proof:
                "A benchmark that a model passes stands beside the behaviour suite that it fails"),
        Row(
            "10.2", "70–71", "A comparison of models, blind, with ratings",
            "conduct arena new",
            proof: "An arena is voted on and ranked, and its preferences name their votes"),
        Row(
            "10.3", "72–73", "Predictions of how people judge, checked",
            "conduct predict make",
            proof: "A prediction is scored by the run after it and never by one before it"),
        Row(
            "10.4", "74", "The memo, with cost and what would change it", "conduct memo compare",
            proof: "A memo weighs two models by their runs; an unknown cost is an error, not zero"),
        Row(
            "11.1", "75–76", "A question that an experiment can answer",
            "conduct experiment new",
            proof: "A new file of every built-in factor can be planned"),
        Row(
            "11.2", "77–78", "The design locked before the first run",
            "conduct experiment lock",
            proof: "Held-out cases are refused without a lock"),
        Row(
            "11.3", "79–81", "The run, resumable, everything recorded",
            "conduct experiment run",
            proof: "A killed experiment is continued by the same command"),
        Row(
            "11.4", "82–83", "The planned analysis first",
            "conduct experiment analyse",
            proof: "The whole way: plan, lock, run, analyse, report"),
        Row(
            "11.5", "84", "The capstone, ready to publish",
            "conduct artifact preview",
            proof: "An artifact is begun, refused unwritten, written, pinned, shown and published"),
        Row(
            "12.1", "85–86", "Eleven artifacts as one site",
            "conduct portfolio build",
            proof: "An artifact is begun, refused unwritten, written, pinned, shown and published"),
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
            "12.5", "90", "The last page beside the first answers",
            "conduct plan reflect",
            proof: "The last page stands beside the first, which nobody writes twice"),
        Row(
            "12.6", "90", "Portfolio, readiness and a list of roles",
            "conduct portfolio verify",
            proof: "An artifact is begun, refused unwritten, written, pinned, shown and published"),
    ]
}
