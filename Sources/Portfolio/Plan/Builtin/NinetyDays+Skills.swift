extension NinetyDays {
    /// Days 31 to 60.
    static let skills = """
          - phase: applied-skills
            title: Applied skills
            theme: From theory to tools, until the pipeline is second nature.
            blocks:
              - block: annotation
                title: Annotation and preference data
                goal: Know how the data behind a behaviour is made.
                domain: annotation
                command: conduct label
                artifact: annotation-guidelines
                deliverable: Annotation guidelines for one kind of behaviour.
                items:
                  - item: study-guidelines
                    days: 2
                    focus: Read how annotators are instructed, in model cards, in data sheets and in rubrics that labs have published, and note what they are trained to do.
                    skills: [annotation, rubrics]
                    readings:
                      - {reading: hh-rlhf, kind: paper, title: "Training a helpful and harmless assistant", by: "Bai et al. 2022", where: "arXiv:2204.05862"}
                      - {reading: ultrafeedback, kind: paper, title: "UltraFeedback", by: "Cui et al. 2023", where: "arXiv:2310.01377"}
                      - {reading: model-cards, kind: paper, title: "Model cards for model reporting", by: "Mitchell et al. 2018", where: "arXiv:1810.03993"}
                    tasks:
                      - {do: "Read a published rubric into criteria and anchors", with: conduct label rubric}
                  - item: annotate
                    days: 2
                    focus: Set up an annotation project for one dimension, such as helpfulness against harmlessness, and annotate twenty to thirty items yourself.
                    skills: [annotation]
                    tasks:
                      - {do: "Lay out the project and its question, and annotate", with: conduct label new}
                      - {do: "Rate the same items again later, blind, to be your own second rater", with: conduct rerate new}
                    evidence: [{any: [{records: annotation, at-least: 20}, {records: re-rating, at-least: 20}]}]
                  - item: agreement
                    days: 2
                    focus: Study kappa and alpha, why consistency matters, and where it breaks down when the question is a matter of judgment.
                    skills: [rater-calibration, statistics]
                    readings:
                      - {reading: kappa, kind: paper, title: "A coefficient of agreement for nominal scales", by: "Cohen 1960", where: "doi:10.1177/001316446002000104"}
                      - {reading: alpha, kind: paper, title: "Computing Krippendorff's alpha-reliability", by: "Krippendorff 2011"}
                    tasks:
                      - {do: "See what interval your items really give", with: conduct rerate report}
                    evidence: [{any: [{records: agreement}, {records: re-rating, at-least: 40}]}]
                  - item: write-guidelines
                    days: 1
                    focus: Write guidelines for one category from nothing. Every rule names the items that forced it.
                    skills: [annotation, policy-writing, rubrics]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                      - {do: "Find rules that no item forced, and paragraphs that are not yours", with: conduct label check}
                    deliverable: Artifact 5, the guidelines.
                    evidence: [{file: artifacts/05-annotation-guidelines.md, words: 500}]
              - block: tooling
                title: Evaluation tooling
                goal: Work the tools of evaluation without thinking about them.
                domain: suites
                command: conduct eval
                artifact: eval-suite
                deliverable: A suite with its method written down.
                items:
                  - item: first-suite
                    days: 2
                    focus: Build a small suite for a prompt that you care about; learn how outputs are scored and in which forms cases can be written.
                    skills: [evaluation-design, tooling]
                    readings:
                      - {reading: promptfoo, kind: doc, title: "Promptfoo documentation, test cases and assertions", by: promptfoo}
                    tasks:
                      - {do: "Write the suite and run it", with: conduct eval}
                      - {do: "See which scorers there are", with: conduct scorers}
                    evidence: [{records: run}]
                  - item: three-variants
                    days: 2
                    focus: Put three variants of a prompt against the same behaviour and see which differences hold.
                    skills: [prompting, evaluation-design]
                    readings:
                      - {reading: chainforge, kind: paper, title: "ChainForge: a visual toolkit for prompt engineering and hypothesis testing", by: "Arawjo et al. 2023", where: "arXiv:2309.09128"}
                    tasks:
                      - {do: "Run three prompts over the suite", with: conduct eval}
                      - {do: "Look at paired differences and flips", with: conduct report}
                    evidence: [{prompt-variants: 3}]
                  - item: experiment-tracking
                    days: 2
                    focus: Learn how a platform organises data sets, scorers and experiments, and set its way of working against the one you have.
                    skills: [evaluation-design, tooling]
                    readings:
                      - {reading: braintrust, kind: doc, title: "Braintrust documentation, experiments and scorers", by: Braintrust}
                    tasks:
                      - {do: "Compare two runs and see what changed between them", with: conduct compare}
                  - item: suite-of-thirty
                    days: 1
                    focus: Build a suite of at least thirty cases over three kinds of failure, and write down how it was made and what it can't say.
                    skills: [evaluation-design, failure-modes]
                    tasks:
                      - {do: "Tag each case with its failure and run the suite", with: conduct eval}
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 6, the suite with its method.
                    evidence: [{suite-cases: 30, tag: failure, categories: 3}, {file: artifacts/06-eval-suite.md, words: 300}]
              - block: failures
                title: Edge cases and failure modes
                goal: Find by method where a model breaks.
                domain: findings
                command: conduct finding
                artifact: edge-case-report
                deliverable: A report on edge cases.
                items:
                  - item: adversarial
                    days: 2
                    focus: Study jailbreaks, injected instructions and the pull of role play, as instruments of diagnosis and on harmless canaries only.
                    skills: [red-teaming, failure-modes]
                    readings:
                      - {reading: red-teaming, kind: paper, title: "Red teaming language models to reduce harms", by: "Ganguli et al. 2022", where: "arXiv:2209.07858"}
                      - {reading: jailbroken, kind: paper, title: "Jailbroken: how does LLM safety training fail?", by: "Wei et al. 2023", where: "arXiv:2307.02483"}
                      - {reading: injection, kind: paper, title: "Not what you've signed up for: indirect prompt injection", by: "Greshake et al. 2023", where: "arXiv:2302.12173"}
                    tasks:
                      - {do: "Probe a model with techniques on benign targets", with: conduct probe}
                  - item: coverage-matrix
                    days: 2
                    focus: Map the inputs of one domain by the user's intent, the surface, the severity and the failure to expect, and see which cells nobody has looked at.
                    skills: [failure-modes, evaluation-design]
                    tasks:
                      - {do: "Generate the matrix and its empty cells", with: conduct coverage}
                  - item: twenty-failures
                    days: 2
                    focus: Test the edges by plan and write down at least twenty different failures, each with the prompt, what came out, what should have, and why you think it happened.
                    skills: [failure-modes, red-teaming]
                    tasks:
                      - {do: "Make a finding of a sample", with: conduct finding new}
                    evidence: [{findings: 20}]
                  - item: edge-report
                    days: 1
                    focus: Write it up for the team that trains the model, worst and most frequent first.
                    skills: [failure-modes, clear-writing]
                    tasks:
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 7, the report.
                    evidence: [{file: artifacts/07-edge-case-report.md, words: 500}, {findings: 20}]
              - block: specification
                title: Policy and specification
                goal: Turn ethical and product aims into rules that can be tested.
                domain: specs
                command: conduct spec
                artifact: behaviour-spec
                deliverable: A behaviour specification.
                items:
                  - item: read-specs
                    days: 2
                    focus: Read three public documents side by side. What do they lay down, how are they built, and where do they stay vague?
                    skills: [policy-writing]
                    readings:
                      - {reading: model-spec, kind: spec, title: "Model Spec", by: "OpenAI (CC0)"}
                      - {reading: usage-policy, kind: spec, title: "Usage policy", by: Anthropic}
                      - {reading: llama-policy, kind: spec, title: "Llama acceptable use policy", by: Meta}
                    tasks:
                      - {do: "Import the three and lay them side by side", with: conduct spec compare}
                  - item: frameworks
                    days: 2
                    focus: Put one dilemma to four moral frameworks (consequences, duties, virtues, agreements) and see which kinds of rule each one leads to.
                    skills: [ethics, policy-writing]
                    tasks:
                      - {do: "Write the reasoning of a clause framework by framework, and read the table", with: conduct spec frameworks}
                  - item: moralities-first
                    days: 2
                    focus: Take weeks one and two of Yale's Moralities of Everyday Life; note only what bears on a design decision, and on which.
                    skills: [ethics]
                    readings:
                      - {reading: moralities, kind: course, title: "Moralities of Everyday Life", by: "Yale, on Coursera"}
                  - item: write-spec
                    days: 3
                    focus: Specify the behaviour of one product, such as a writing assistant in a school. Say what is permitted, what is prohibited and what is ambiguous, with the reasoning behind each call.
                    skills: [policy-writing, ethics, clear-writing]
                    tasks:
                      - {do: "Write clauses with ids and examples", with: conduct spec new}
                      - {do: "Find vague words and clauses without reasons or tests", with: conduct spec lint}
                      - {do: "Begin the document from its template", with: conduct artifact new}
                    deliverable: Artifact 8, the specification.
                    evidence: [{files: specs}, {file: artifacts/08-behaviour-spec.md, words: 500}]
        """
}
