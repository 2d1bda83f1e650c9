extension ArtifactTemplate {
    /// What the second phase leaves: guidelines, suite, edge cases, specification.
    static let measuring: [ArtifactTemplate] = [
        ArtifactTemplate(
            5, "annotation-guidelines", "Annotation guidelines",
            "Lets somebody who was not there judge as you would.",
            words: 1000...2500,
            [
                Section(
                    "Change log", ["What changed between versions, and which items forced it?"],
                    leastWords: 10),
                Section(
                    "Purpose and who annotates",
                    ["What are the labels for, and what must an annotator know beforehand?"]),
                Section(
                    "Definitions",
                    ["Every word of the scale that two people could read otherwise."],
                    leastWords: 40),
                Section(
                    "Scale with anchors",
                    ["For each level: what it looks like, and one real item."], leastWords: 60),
                Section(
                    "Decision tree",
                    ["Which question comes first, and where does each answer lead?"], leastWords: 40
                ),
                Section(
                    "Worked examples", ["Easy, hard, borderline: the item, the label, the reason."],
                    evidence: ["view: samples\nrun: latest"], leastWords: 60),
                Section(
                    "Conflicts and priority",
                    ["When two values pull apart, which wins, and who may say otherwise?"]),
                Section(
                    "Skipping, not applicable, stopping",
                    ["When may an annotator pass, escalate, or take a break from harm?"]),
                Section(
                    "Quality control",
                    ["Gold items, the agreement you aim at, what happens below it."],
                    evidence: ["agreement: latest"], leastWords: 40),
            ]),
        ArtifactTemplate(
            6, "eval-suite", "An evaluation suite and its method",
            "Hands over a suite that somebody else can run, trust and keep.",
            words: 900...2000,
            [
                Section(
                    "Scope and clauses", ["What does the suite test, and which clauses?"],
                    evidence: ["coverage: specs/honesty.md"], leastWords: 40),
                Section(
                    "Where cases come from",
                    ["Written, collected, generated, found? Who reviewed them?"], leastWords: 40),
                Section(
                    "Categories and counts",
                    ["At least thirty cases over three failure categories: are they enough?"],
                    evidence: ["view: cases\nrun: latest\nby: failure"]),
                Section(
                    "Scorers and thresholds",
                    ["What does each scorer see, and where does it err?"], leastWords: 40),
                Section(
                    "Validation of judges",
                    ["If a model judges: which known items, which agreement?"],
                    evidence: ["agreement: latest"]),
                Section(
                    "How to run it", ["The commands, the models, the time and the cost."],
                    leastWords: 15),
                Section(
                    "Results by category", ["What do the intervals allow you to say?"],
                    evidence: ["view: results\nrun: latest\nby: failure"], leastWords: 40),
                Section(
                    "Error analysis",
                    ["Read twenty failures: which kinds, which are the suite's own fault?"],
                    leastWords: 60),
                Section(
                    "Maintenance", ["When does a case retire, and who may add one?"]),
            ]),
        ArtifactTemplate(
            7, "edge-case-report", "An edge-case report",
            "Tells a research team which failures matter and what to do first.",
            words: 1000...2500,
            [
                Section(
                    "Summary", ["The three worst, by severity and by how often they show."],
                    evidence: ["findings: all\nwhere: {severity: high}"], leastWords: 60),
                Section(
                    "Scope and versions",
                    ["Which models, prompts and dates? What was out of reach?"]),
                Section(
                    "Matrix and coverage",
                    ["Intent, surface, severity, failure: which cells are empty, and why?"],
                    evidence: ["view: cases\nrun: latest\nby: failure"]),
                Section(
                    "Method", ["How were failures looked for, and how was each confirmed?"],
                    leastWords: 40),
                Section(
                    "Catalogue", ["At least twenty distinct failures; the table has the fields."],
                    evidence: ["findings: all"]),
                Section(
                    "Clusters and causes",
                    ["Which failures share a cause, how sure are you, what would show it?"],
                    leastWords: 80),
                Section(
                    "Fixes tried", ["What helped, what broke something else?"],
                    evidence: ["view: comparison\nrun: latest\nagainst: latest"], leastWords: 30),
                Section(
                    "Residual risk", ["What was not tested, and what would you test next?"],
                    leastWords: 40),
            ]),
        ArtifactTemplate(
            8, "behaviour-spec", "A behaviour specification",
            "States rules with reasons, tests and results, for one product.",
            words: 800...3000,
            [
                Section(
                    "Product and users", ["Who uses it, for what, and who else is affected?"],
                    leastWords: 40),
                Section(
                    "Principles in order",
                    ["Which principle wins when two collide? Why in that order?"],
                    evidence: ["spec: specs/honesty.md"], leastWords: 60),
                Section("Permitted", ["What looks risky and is fine?"]),
                Section("Prohibited", ["What is never right here, whoever asks?"]),
                Section(
                    "Ambiguous", ["How does one decide a case that the rules did not foresee?"],
                    leastWords: 40),
                Section(
                    "Ethical reasoning",
                    [
                        "Where do consequences, duties, character and agreement part ways, and which "
                            + "did you follow?"
                    ], evidence: ["view: frameworks\nspec: specs/honesty.md"], leastWords: 80),
                Section(
                    "Examples", ["The pair of answers that shows each rule best."], leastWords: 30),
                Section(
                    "Tests and results", ["Which clauses hold, which fail, which nobody tested?"],
                    evidence: ["coverage: specs/honesty.md"], leastWords: 30),
                Section(
                    "Change log", ["Which failure made you write or change which clause?"],
                    evidence: ["findings: all"], leastWords: 10),
            ]),
    ]
}
