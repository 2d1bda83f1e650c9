extension ArtifactTemplate {
    /// What the first phase leaves: role, techniques, framework, case study.
    static let learning: [ArtifactTemplate] = [
        ArtifactTemplate(
            1, "role-definition", "What a model behaviour designer does",
            "Says in your own words what the work is, from the roles that you collected.",
            words: 450...550,
            [
                Section(
                    "In one sentence",
                    ["What is the job, in a sentence that a stranger understands?"],
                    leastWords: 10),
                Section(
                    "A Tuesday afternoon",
                    [
                        "What does somebody in this job do between lunch and the end of the day?",
                        "Which of the roles that you collected says so?",
                    ], leastWords: 40),
                Section(
                    "The five kinds of work",
                    [
                        "How do evaluate, prompt, pipeline, collaborate and document share the "
                            + "work in your roles? What surprised you in the counts?"
                    ], evidence: ["view: verbs\nrole: latest"], leastWords: 40),
                Section(
                    "What it is not",
                    ["Four neighbours; in each, one thing shared and one thing different."],
                    leastWords: 0),
                Section(
                    "Prompt engineering as a service", level: 3,
                    ["Where does writing prompts for a client end and designing behaviour begin?"]),
                Section(
                    "UX design", level: 3,
                    ["What does a designer of interfaces decide that you don't, and the reverse?"]),
                Section(
                    "Annotation work", level: 3,
                    ["Who writes the guideline, who applies it, and who answers for the labels?"]),
                Section(
                    "Agent engineering", level: 3,
                    ["When a model acts through tools, which part is behaviour, which is plumbing?"]
                ),
                Section(
                    "What it answers for",
                    ["When the model disappoints, which part is yours to explain?"]),
                Section(
                    "In a lab and in a product company",
                    ["What changes between the two: data, levers, deadlines, who reads you?"]),
                Section(
                    "What I do not claim",
                    ["Which parts have you only read about?"], leastWords: 15),
            ]),
        ArtifactTemplate(
            2, "alignment-comparison", "RLHF, Constitutional AI and DPO compared",
            "Shows that you know how preferences become behaviour, and what you ran yourself.",
            words: 800...1600,
            [
                Section(
                    "Shared notation",
                    [
                        "Which symbols do you use for policy, reference, reward and preference, so "
                            + "that the three methods can be told in one language?"
                    ]),
                Section(
                    "RLHF",
                    [
                        "Where does human judgment enter, and where can it go wrong?",
                        "Cite the paper beside each claim about it.",
                    ], leastWords: 80),
                Section(
                    "Constitutional AI and RLAIF",
                    [
                        "What does the critique see, and who wrote the principles?",
                        "Which failures move from annotators to the constitution?",
                    ], leastWords: 80),
                Section(
                    "DPO",
                    [
                        "What replaces the reward model, and what does beta hold back?",
                        "Which faults of the pairs does it learn at once?",
                    ], leastWords: 80),
                Section(
                    "Side by side",
                    [
                        "A table: data, who judges, compute, failure modes, when used. Each cell "
                            + "with a source or a run of yours."
                    ], leastWords: 0),
                Section(
                    "What a behaviour designer contributes",
                    ["One contribution to each method that an engineer would not make."],
                    leastWords: 60),
                Section(
                    "What I ran",
                    ["Which training, on how many pairs, and what did it change on a suite?"],
                    evidence: [
                        "training: latest", "view: comparison\nrun: latest\nagainst: latest",
                    ],
                    leastWords: 40),
                Section("Open questions", ["What would you ask the authors?"]),
            ]),
        ArtifactTemplate(
            3, "evaluation-framework", "An evaluation framework for one behaviour",
            "Defines what is measured, how, and what a score will not mean.",
            words: 1000...2000,
            [
                Section(
                    "The phenomenon",
                    [
                        "What behaviour, in words that two raters would apply alike?",
                        "What would you see if it were absent?",
                    ], leastWords: 60),
                Section(
                    "Clauses covered", ["Which rules does the measure speak to, which not?"],
                    evidence: ["spec: specs/honesty.md"]),
                Section(
                    "Tasks and how they are drawn",
                    ["From which population of situations? What is left out, and why?"],
                    evidence: ["view: cases\nrun: latest\nby: topic"], leastWords: 60),
                Section(
                    "Rubric and levels",
                    ["What separates neighbouring levels? Give the borderline case of each."],
                    leastWords: 60),
                Section(
                    "Graders and their calibration",
                    ["Which scorer decides, and against which human judgments was it checked?"],
                    evidence: ["agreement: latest"], leastWords: 40),
                Section(
                    "Statistics and decision rule",
                    [
                        "Which comparison, which interval, what counts as different, what could "
                            + "the numbers have detected?"
                    ], leastWords: 60),
                Section(
                    "Threats",
                    [
                        "Contamination, saturation, judge bias, prompts that leak the answer: which "
                            + "apply, and what did you do?"
                    ], leastWords: 60),
                Section(
                    "Pilot", ["What did the first small run teach you?"],
                    evidence: ["view: results\nrun: latest"], leastWords: 40),
                Section(
                    "What a score will not mean",
                    ["Which sentence would a hurried reader write that the data do not carry?"],
                    leastWords: 30),
            ]),
        ArtifactTemplate(
            4, "context-case-study", "A context design case study",
            "Tells what you changed in a model's context, why, and what came of it.",
            words: 800...1600,
            [
                Section(
                    "Target behaviour", ["Which clause, for which users, on which surface?"],
                    leastWords: 40),
                Section(
                    "Surface, users, constraints",
                    ["What could you not change: length, cost, latency, house style?"]),
                Section(
                    "Baseline", ["What did the model do before you touched anything?"],
                    evidence: ["view: results\nrun: latest\nwhere: {prompt: plain}"], leastWords: 30
                ),
                Section(
                    "Dimensions varied",
                    [
                        "Which parts of the context, at which levels, and what did you expect of "
                            + "each before you ran it?"
                    ], leastWords: 40),
                Section(
                    "Results by variant", ["What moved, what did not, and how sure is that?"],
                    evidence: ["view: results\nrun: latest", "view: differences\nrun: latest"],
                    leastWords: 40),
                Section(
                    "Changes and reasons",
                    [
                        "One line for each change: what, why, what you saw. Keep the ones that failed."
                    ],
                    leastWords: 60),
                Section("What did not work", ["Which idea did you like most that failed?"]),
                Section(
                    "Final context, cost, latency",
                    ["What would you ship, and what does it cost to run?"],
                    evidence: ["view: usage\nrun: latest"]),
                Section(
                    "Regression set",
                    ["Which cases stay behind so that the next change can't undo this?"],
                    evidence: ["view: cases\nrun: latest\nby: pressure"], leastWords: 15),
            ]),
    ]
}
