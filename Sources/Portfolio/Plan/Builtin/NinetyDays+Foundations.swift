extension NinetyDays {
    /// Days 1 to 30.
    static let foundations = """
          - phase: foundations
            title: Foundations
            theme: The ideas that everything later stands on.
            blocks:
              - block: landscape
                title: What the role is
                goal: Say precisely what a model behaviour designer does, and what they do not.
                domain: roles
                command: conduct role
                artifact: role-definition
                deliverable: A written definition of the role.
                items:
                  - item: collect-roles
                    days: 2
                    focus: Collect four to six current advertisements and read them with one question in mind, namely what this person does on an ordinary Tuesday afternoon. Pull out the verbs and group them.
                    goal: Know the work from its verbs, not from its titles.
                    tasks:
                      - {do: "Keep each advertisement with its source and date", with: conduct role add}
                      - {do: "Mark passages and tell the Tuesday of each role", with: conduct role annotate}
                      - {do: "Group the verbs into evaluate, prompt, pipeline, collaborate and document, then compare with the lexicon", with: conduct role verbs}
                    evidence: [{roles: 4}, {annotated-roles: 4}]
                  - item: constitutional-ai
                    days: 2
                    focus: Read how a written constitution steers training, and how a public was asked to write one. Tie both to what the advertisements call alignment finetuning, honesty and character.
                    skills: [training-knowledge, policy-writing, honesty]
                    readings:
                      - {reading: cai, kind: paper, title: "Constitutional AI: harmlessness from AI feedback", by: "Bai et al. 2022", where: "arXiv:2212.08073"}
                      - {reading: ccai, kind: paper, title: "Collective Constitutional AI", by: "Huang et al. 2024", where: "arXiv:2406.07814"}
                    tasks:
                      - {do: "Find the three phrases in your roles and note what they ask for", with: conduct library find}
                      - {do: "Keep your copies, and note passages in your own words", with: conduct library passage}
                  - item: instructgpt
                    days: 2
                    focus: Read InstructGPT and follow one preference from a labeller through supervised finetuning and the reward model to PPO. Draw the whole of it by hand before you look at anybody's figure.
                    skills: [training-knowledge]
                    readings:
                      - {reading: instructgpt, kind: paper, title: "Training language models to follow instructions with human feedback", by: "Ouyang et al. 2022", where: "arXiv:2203.02155"}
                    tasks:
                      - {do: "Draw the pipeline by hand and keep a photograph of it"}
                      - {do: "Run its three stages on the embedded model", with: conduct align}
                  - item: define-role
                    days: 1
                    focus: Write five hundred words on what model behaviour design is, set apart from prompting sold as a service, from interface design, from annotation and from building agents.
                    skills: [clear-writing]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 1, the role definition.
                    evidence: [{file: artifacts/01-role-definition.md, words: 450}]
              - block: techniques
                title: Alignment techniques in depth
                goal: Be fluent in the training techniques that advertisements name.
                domain: alignment
                command: conduct align
                artifact: alignment-comparison
                deliverable: A comparison of RLHF, constitutional AI and DPO.
                items:
                  - item: rlhf
                    days: 2
                    focus: Study reward models and how preferences are collected, and mark every point at which a human judgment enters.
                    skills: [training-knowledge, annotation]
                    readings:
                      - {reading: human-preferences, kind: paper, title: "Deep reinforcement learning from human preferences", by: "Christiano et al. 2017", where: "arXiv:1706.03741"}
                    tasks:
                      - {do: "Train a reward model on preferences and look at its margins", with: conduct align reward}
                  - item: rlaif
                    days: 2
                    focus: See how feedback by a model takes the place of annotation, and work through the loop of critique and revision by hand.
                    skills: [training-knowledge, data-generation]
                    readings:
                      - {reading: rlaif, kind: paper, title: "RLAIF: scaling reinforcement learning from human feedback with AI feedback", by: "Lee et al. 2023", where: "arXiv:2309.00267"}
                      - {reading: claude-constitution, kind: article, title: "Claude's constitution", by: Anthropic}
                    tasks:
                      - {do: "Run a critique and revision loop and read its lineage", with: conduct align}
                  - item: dpo
                    days: 2
                    focus: Learn how preferences can train a policy without a reward model, and weigh that against PPO.
                    skills: [training-knowledge]
                    readings:
                      - {reading: dpo, kind: paper, title: "Direct preference optimization", by: "Rafailov et al. 2023", where: "arXiv:2305.18290"}
                    tasks:
                      - {do: "Train with DPO and watch margins and drift", with: conduct align dpo}
                      - {do: "Train with PPO on the same preferences and compare", with: conduct align ppo}
                  - item: compare-techniques
                    days: 1
                    focus: Write when each of the three is used, what it costs, how it fails, and what a behaviour designer brings to each.
                    skills: [clear-writing, training-knowledge]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 2, the comparison.
                    evidence: [{file: artifacts/02-alignment-comparison.md, words: 600}, {records: training}]
              - block: evaluation
                title: Evaluation methodology
                goal: Evaluate behaviour systematically; no skill is asked for more often.
                domain: evaluation
                command: conduct eval
                artifact: evaluation-framework
                deliverable: The design of an evaluation of one domain.
                items:
                  - item: eval-kinds
                    days: 2
                    focus: Lay out the kinds of evaluation by what is measured (capability, behaviour, safety), by who grades (people, programs, models), by form (single answers, pairs, references) and by length (one turn, many).
                    skills: [evaluation-design]
                    readings:
                      - {reading: helm, kind: paper, title: "Holistic evaluation of language models", by: "Liang et al. 2022", where: "arXiv:2211.09110"}
                      - {reading: mt-bench, kind: paper, title: "Judging LLM-as-a-judge with MT-Bench and Chatbot Arena", by: "Zheng et al. 2023", where: "arXiv:2306.05685"}
                    tasks:
                      - {do: "Begin a suite with its phenomenon, task, metric and claim", with: conduct suite new}
                  - item: rubrics-and-judges
                    days: 2
                    focus: Write rubrics for fuzzy qualities with anchored levels, rules for borderline cases and a way to say that it does not apply. Learn how judges go wrong (position, length, self-preference) and calibrate one against people.
                    skills: [rubrics, judges, annotation]
                    readings:
                      - {reading: construct-validity, kind: paper, title: "Measuring what matters: construct validity in language model benchmarks", by: "Bean et al. 2025", where: "arXiv:2511.04703"}
                    tasks:
                      - {do: "Let a judge take its competence check", with: conduct judge check}
                  - item: behaviour-suites
                    days: 2
                    focus: Take apart suites for honesty, sycophancy, bias and needless refusal, and learn to put an error bar on each of their numbers.
                    skills: [evaluation-design, statistics, honesty]
                    readings:
                      - {reading: truthfulqa, kind: paper, title: "TruthfulQA", by: "Lin et al. 2021", where: "arXiv:2109.07958"}
                      - {reading: sycophancy, kind: paper, title: "Towards understanding sycophancy in language models", by: "Sharma et al. 2023", where: "arXiv:2310.13548"}
                      - {reading: xstest, kind: paper, title: "XSTest: exaggerated safety behaviours", by: "Röttger et al. 2023", where: "arXiv:2308.01263"}
                      - {reading: error-bars, kind: paper, title: "Adding error bars to evals", by: "Miller 2024", where: "arXiv:2411.00640"}
                    tasks:
                      - {do: "Evaluate a model on a suite of your own", with: conduct eval}
                      - {do: "Compare two runs case by case", with: conduct compare}
                    evidence: [{records: run}]
                  - item: framework
                    days: 1
                    focus: Design the evaluation of one domain, from the phenomenon to the decision that a score would change, and answer the eight questions of construct validity.
                    skills: [evaluation-design, statistics]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 3, the evaluation framework.
                    evidence: [{file: artifacts/03-evaluation-framework.md, words: 500}]
              - block: prompts
                title: Prompt and context engineering
                goal: Tell expert prompting from everyday use, and treat context as a system.
                domain: prompts
                command: conduct prompt
                artifact: context-case-study
                deliverable: A case study in context engineering.
                items:
                  - item: techniques-of-prompting
                    days: 2
                    focus: Study reasoning step by step, examples in the prompt and personas; before each run, write down the effect that you expect and why it should occur.
                    skills: [prompting]
                    readings:
                      - {reading: chain-of-thought, kind: paper, title: "Chain-of-thought prompting elicits reasoning", by: "Wei et al. 2022", where: "arXiv:2201.11903"}
                      - {reading: few-shot, kind: paper, title: "Language models are few-shot learners", by: "Brown et al. 2020", where: "arXiv:2005.14165"}
                    tasks:
                      - {do: "Switch each technique on and off on one suite", with: conduct eval}
                  - item: prompt-guides
                    days: 2
                    focus: Read a lab's prompting documentation from beginning to end, with its reasons for system prompts and for tags around parts.
                    skills: [prompting]
                    readings:
                      - {reading: anthropic-prompting, kind: doc, title: "Prompt engineering overview and its chapters", by: "Anthropic documentation"}
                    tasks:
                      - {do: "Check a prompt file for unbalanced tags and loose ends", with: conduct prompt lint}
                  - item: context
                    days: 1
                    focus: Separate the wording of one turn from the design of everything that a product puts before a model, over all its surfaces.
                    skills: [prompting]
                    tasks:
                      - {do: "Render what a model would see, without calling it", with: conduct prompt assemble}
                  - item: vary-prompts
                    days: 2
                    focus: Choose one behaviour and vary the system prompt over five to ten dimensions, one table of factors and levels, every run recorded.
                    skills: [prompting, evaluation-design, statistics]
                    tasks:
                      - {do: "Plan and run the variants as an experiment", with: conduct experiment run}
                    evidence: [{any: [{prompt-variants: 5}, {records: experiment}]}]
                  - item: case-study
                    days: 2
                    focus: Write the study with the target, the variants, what came out, and what was changed for which reason.
                    skills: [prompting, clear-writing]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 4, the case study.
                    evidence: [{file: artifacts/04-context-case-study.md, words: 500}, {records: run}]
        """
}
