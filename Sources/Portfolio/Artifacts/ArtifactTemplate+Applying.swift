extension ArtifactTemplate {
    /// What the third phase leaves: data, decision, study.
    static let applying: [ArtifactTemplate] = [
        ArtifactTemplate(
            9, "synthetic-data", "A synthetic data write-up",
            "Shows how data were made, filtered and checked, and what they are unfit for.",
            words: 900...2000,
            [
                Section(
                    "Target behaviour", ["What should change, and why by data, not by prompt?"],
                    leastWords: 40),
                Section(
                    "Pipeline", ["Each stage: what goes in, what comes out, what may be lost?"],
                    leastWords: 60),
                Section(
                    "Generators and prompts",
                    ["Which models, under which licence, with which instructions?"], leastWords: 40),
                Section(
                    "Filters and rubric", ["What is thrown out, by which rule, how often wrongly?"],
                    leastWords: 40),
                Section(
                    "Human audit",
                    [
                        "How many did you read, how were they drawn, where did you disagree with the "
                            + "filter?"
                    ], evidence: ["agreement: latest"], leastWords: 40),
                Section(
                    "Funnel", ["From the first draft to the last pair: where did most go?"],
                    leastWords: 30),
                Section(
                    "Quality, diversity, leakage",
                    ["How alike are the items, and do any stand in your evaluation?"],
                    leastWords: 40),
                Section(
                    "What degrades",
                    ["Length, tone, refusals, one voice: what did each stage make worse?"],
                    leastWords: 30),
                Section(
                    "What training on it did", ["Did the behaviour change, and what else did?"],
                    evidence: [
                        "training: latest", "view: comparison\nrun: latest\nagainst: latest",
                    ],
                    leastWords: 30),
                Section(
                    "Data card",
                    ["Motivation, composition, collection, uses, limits, licence."], leastWords: 60),
            ]),
        ArtifactTemplate(
            10, "strategy-memo", "A model strategy memo",
            "Recommends one decision to somebody with ten minutes.",
            words: 400...900,
            [
                Section(
                    "Decision", ["What should be done, in two sentences, before any reasons?"],
                    leastWords: 25),
                Section("Scenario and users", ["Who does what, how often, and what is at stake?"]),
                Section("Options", ["At least three, doing nothing among them."], leastWords: 40),
                Section(
                    "Evidence", ["What do the runs show, and what can't they?"],
                    evidence: ["view: results\nrun: latest", "arena: latest"], leastWords: 30),
                Section(
                    "Cost and latency",
                    ["At the volume that you expect; the date and source of prices."],
                    evidence: ["view: usage\nrun: latest"]),
                Section("Users and failures", ["Who is hurt by a wrong answer, and how badly?"]),
                Section("Risks and way back", ["How is it undone on a bad day?"]),
                Section(
                    "What would change my mind", ["Which number, how large, would turn it around?"]),
            ]),
        ArtifactTemplate(
            11, "capstone", "The capstone study",
            "Answers one question by an experiment that others can repeat.",
            words: 1500...4000,
            [
                Section(
                    "Summary", ["The number, its interval, what it means, what it does not."],
                    evidence: ["view: chart\nrun: latest"], leastWords: 60),
                Section(
                    "Question and why", ["Who would act otherwise on the answer?"], leastWords: 60),
                Section(
                    "Plan and deviations",
                    ["What was fixed before the data, what changed after, and why?"],
                    evidence: ["experiment: latest"], leastWords: 40),
                Section(
                    "Design", ["Factors, levels, cases, repeats: what is held constant?"],
                    leastWords: 80),
                Section(
                    "Rubric and judges", ["How was the outcome scored, and how was that checked?"],
                    evidence: ["agreement: latest"], leastWords: 40),
                Section(
                    "Planned results", ["The tests that you named beforehand, all of them."],
                    evidence: ["view: differences\nrun: latest"], leastWords: 60),
                Section(
                    "Exploratory results", ["What you found by looking; say that you looked."],
                    leastWords: 40),
                Section("Surprises", ["What did you believe before that you don't now?"]),
                Section(
                    "Limits", ["Which reader would be misled, and how?"], leastWords: 60),
                Section(
                    "For a designer", ["What would you do on Monday because of this?"],
                    leastWords: 40),
                Section(
                    "Repeat it", ["The commands, the seeds, the records."],
                    evidence: ["view: usage\nrun: latest"], leastWords: 15),
            ]),
    ]
}
