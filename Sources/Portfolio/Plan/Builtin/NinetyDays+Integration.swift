extension NinetyDays {
    /// Days 61 to 90.
    static let integration = """
          - phase: integration
            title: Expertise and integration
            theme: Bring it together, do one piece of research, and learn to speak about it.
            blocks:
              - block: synthetic
                title: Synthetic data and pipelines
                goal: Know how behaviour data is made in quantity, and where its quality is lost.
                domain: data
                command: conduct align
                artifact: synthetic-data
                deliverable: A write-up of a data pipeline with its examples.
                items:
                  - item: generation-methods
                    days: 2
                    focus: Study self-play, critique loops and instruction generation, and what each trades away.
                    skills: [data-generation, training-knowledge]
                    readings:
                      - {reading: self-instruct, kind: paper, title: "Self-Instruct", by: "Wang et al. 2022", where: "arXiv:2212.10560"}
                      - {reading: evol-instruct, kind: paper, title: "WizardLM", by: "Xu et al. 2023", where: "arXiv:2304.12244"}
                      - {reading: spin, kind: paper, title: "Self-play fine-tuning", by: "Chen et al. 2024", where: "arXiv:2401.01335"}
                  - item: pipeline-on-paper
                    days: 2
                    focus: Design a pipeline for one improvement, from generation through filtering and annotation to the training signal, and name what can go wrong at each stage and what would notice it.
                    skills: [data-generation, evaluation-design]
                    tasks:
                      - {do: "Write the stages, risks and detectors down as a pipeline file"}
                  - item: fifty-examples
                    days: 2
                    focus: Build the smallest version. Generate examples, filter them by a rubric, and keep at least fifty.
                    skills: [data-generation, python, rubrics]
                    tasks:
                      - {do: "Generate, filter and keep preference data", with: conduct align pairs}
                    evidence: [{any: [{records: preference, at-least: 50}, {pairs: 50}]}]
                  - item: pipeline-writeup
                    days: 1
                    focus: Document the pipeline as an engineer would want to read it.
                    skills: [data-generation, clear-writing]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 9, the write-up.
                    evidence: [{file: artifacts/09-synthetic-data.md, words: 500}]
              - block: strategy
                title: Model strategy
                goal: Connect behaviour with product, cost, speed and the people who use it.
                domain: comparison
                command: conduct compare
                artifact: strategy-memo
                deliverable: A memo that recommends a model.
                items:
                  - item: benchmarks
                    days: 2
                    focus: Learn what MMLU, HumanEval and MT-Bench measure, and why none of them decides how a product should behave.
                    skills: [evaluation-design]
                    readings:
                      - {reading: mmlu, kind: paper, title: "Measuring massive multitask language understanding", by: "Hendrycks et al. 2020", where: "arXiv:2009.03300"}
                      - {reading: humaneval, kind: paper, title: "Evaluating large language models trained on code", by: "Chen et al. 2021", where: "arXiv:2107.03374"}
                    tasks:
                      - {do: "Score multiple choice beside a behaviour on one model", with: conduct suite contrast}
                  - item: comparison-protocol
                    days: 2
                    focus: Read how battles between models are turned into ratings, and write a protocol for one product decision, with its rule for stopping.
                    skills: [evaluation-design, statistics, cost-and-latency]
                    readings:
                      - {reading: arena, kind: paper, title: "Chatbot Arena", by: "Chiang et al. 2024", where: "arXiv:2403.04132"}
                    tasks:
                      - {do: "Compare two models blind, pair by pair", with: conduct arena new}
                  - item: moralities-second
                    days: 2
                    focus: Go on with the course, with an eye on how people judge. Predict how users and annotators will react, and check it against your own annotations.
                    skills: [ethics, annotation]
                    readings:
                      - {reading: moralities-psychology, kind: course, title: "Moralities of Everyday Life, later weeks", by: "Yale, on Coursera"}
                  - item: memo
                    days: 1
                    focus: Recommend a model for one scenario, with behaviour, price and users weighed, and say what would change your mind.
                    skills: [cost-and-latency, cross-functional, clear-writing]
                    tasks:
                      - {do: "Compare the candidates' runs", with: conduct compare}
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 10, the memo.
                    evidence: [{file: artifacts/10-strategy-memo.md, words: 400}, {records: run, at-least: 2}]
              - block: capstone
                title: Capstone experiment
                goal: Do one whole experiment, from question to implications.
                domain: experiments
                command: conduct experiment
                artifact: capstone
                deliverable: The experiment, written up for publication.
                items:
                  - item: question
                    days: 2
                    focus: Choose a question that an experiment can answer, for example how the length of a system prompt bears on following instructions, or which wording keeps flattery lowest.
                    skills: [evaluation-design]
                    tasks:
                      - {do: "Begin an experiment file with its hypothesis", with: conduct experiment new}
                  - item: design
                    days: 2
                    focus: Fix variables, controls, rubric and sample size, and write the method before anything is run.
                    skills: [evaluation-design, statistics, rubrics]
                    tasks:
                      - {do: "See how many samples the question needs", with: conduct experiment plan}
                      - {do: "Lock the design before the first run", with: conduct experiment lock}
                  - item: run
                    days: 3
                    focus: Run it, and let every output be recorded.
                    skills: [evaluation-design, tooling]
                    tasks:
                      - {do: "Run it; it continues after an interruption", with: conduct experiment run}
                    evidence: [{records: experiment}, {records: run}]
                  - item: analyse
                    days: 2
                    focus: Do the planned analysis first; mark everything else as exploration. Look for patterns, surprises and limits.
                    skills: [statistics, failure-modes]
                    tasks:
                      - {do: "Analyse as planned", with: conduct experiment analyse}
                    evidence: [{records: analysis}]
                  - item: publish
                    days: 1
                    focus: Finish it as something that can be published, as an article or as an internal report.
                    skills: [clear-writing]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 11, the piece that the portfolio hangs on.
                    evidence: [{file: artifacts/11-capstone.md, words: 1000}]
              - block: portfolio
                title: Portfolio and interviews
                goal: Put it together and be able to speak about it under pressure.
                domain: portfolio
                command: conduct portfolio
                deliverable: The portfolio, readiness for interviews, and a list of roles to apply for.
                items:
                  - item: assemble
                    days: 2
                    focus: Put the eleven artifacts into an order that tells a story, and introduce them on one page.
                    skills: [clear-writing]
                    tasks:
                      - {do: "Build the site and check it", with: conduct portfolio build}
                    evidence: [{files: artifacts, at-least: 11}]
                  - item: final-audit
                    days: 1
                    focus: Hold the portfolio against every target role, requirement by requirement, and fill what is missing.
                    skills: [clear-writing, cross-functional]
                    tasks:
                      - {do: "Audit each target role, gaps first", with: conduct role audit}
                    evidence: [{targets: 3}, {records: audit}]
                  - item: rehearse
                    days: 1
                    focus: Explain the capstone aloud against the clock, once in five minutes and once in fifteen.
                    skills: [clear-writing, cross-functional]
                    tasks:
                      - {do: "Rehearse with cue cards from your own evidence", with: conduct practice cards}
                  - item: interview
                    days: 1
                    focus: Answer aloud how you would evaluate honesty, how you would design an evaluation for a new feature, and how a benchmark differs from a behavioural evaluation.
                    skills: [honesty, evaluation-design, cross-functional]
                    tasks:
                      - {do: "Practise the questions", with: conduct practice}
                  - item: reflect
                    days: 1
                    focus: Write one page on what you know now that you did not on day one, what is honestly still missing, and which role you apply for first and why.
                    skills: [clear-writing]
                    tasks:
                      - {do: "Read your check-ins from the first to the last", with: conduct plan check-in}
                    evidence: [{file: journal/reflection.md, words: 250}]
        """

    /// What many advertisements ask for and the ninety days leave out.
    static let exercises = """
        exercises:
          - item: production-log
            after: twenty-failures
            days: 1
            why: Nearly half of the advertisements ask for work with real usage and feedback from users; no day of the plan has any.
            focus: Take a log of real or realistic conversations, sort it, code what you see, and turn the worst into cases.
            skills: [production-data, failure-modes]
            tasks:
              - {do: "Import the transcripts and triage them", with: conduct triage}
          - item: monitoring
            after: experiment-tracking
            days: 1
            why: Watching a behaviour after release is asked for as often as data generation and has no day.
            focus: Choose three signals of a behaviour, run the same suite on two dates, and write the rule by which you would raise an alarm.
            skills: [monitoring, statistics]
            tasks:
              - {do: "Run the suite again and compare with the run before", with: conduct compare}
            evidence: [{records: run, at-least: 2}]
          - item: agents
            after: coverage-matrix
            days: 2
            why: Half of the core roles name agents or the use of tools; the plan stays with single answers.
            focus: Specify and test how a model behaves with tools; when to call, when to ask, what never to do unasked.
            skills: [agents, evaluation-design]
            tasks:
              - {do: "Write cases with tool calls in their messages and score the transcript", with: conduct eval}
          - item: judge-calibration
            after: rubrics-and-judges
            days: 1
            why: Graders that are models are asked for, and an uncalibrated one proves nothing.
            focus: Calibrate a judge against your own labels in both orders, and find out what it may be trusted with.
            skills: [judges, rater-calibration]
            tasks:
              - {do: "Run the competence check and the calibration", with: conduct judge check}
            evidence: [{any: [{records: calibration}, {records: competence check}]}]
          - item: golden-set
            after: suite-of-thirty
            days: 1
            why: Reference sets with answers that people agreed on are asked for and nowhere built.
            focus: Freeze a set of thirty cases with agreed answers, write who agreed and how, and decide when a case retires.
            skills: [golden-sets, rater-calibration]
            tasks:
              - {do: "Rate the candidates twice, blind, and keep those that held", with: conduct rerate new}
            evidence: [{suite-cases: 30}]
          - item: data-queries
            after: fifty-examples
            days: 1
            why: Some advertisements want SQL and Python named; the plan assumes them.
            focus: Answer three questions about your own runs from their export, with a query and with a script, and keep both.
            skills: [sql, python, production-data]
            tasks:
              - {do: "Export a run's samples", with: conduct runs export}
          - item: playbook
            after: write-guidelines
            days: 1
            why: Tools and playbooks that let others help themselves are asked for by about one advertisement in five.
            focus: Write one page that lets a colleague evaluate a prompt without you, and watch one try it.
            skills: [tooling, cross-functional, clear-writing]
            evidence: [{file: journal/playbook.md, words: 200}]
          - item: other-languages
            after: three-variants
            days: 1
            why: Behaviour over languages and cultures is asked for by some of the core roles.
            focus: Translate a dozen cases into a language that you speak and see which behaviours do not carry over.
            skills: [multilingual, evaluation-design]
            tasks:
              - {do: "Run both languages and compare by tag", with: conduct eval}
        """
}
