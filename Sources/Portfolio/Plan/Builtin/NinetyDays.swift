package import Workspace

extension Plan {
    /// The plan that is there without a `plan.yaml`: ninety days to a portfolio in model behaviour
    /// design, after the public plan at behavior.engineering/plan, told in our own words. What its
    /// public copies lack (week 3, the reading lists) is filled from the field's primary sources.
    ///
    /// - Throws: never with the text as released; a test reads it.
    package static func builtIn() throws(DocumentErrors) -> Plan {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(yaml: NinetyDays.yaml, path: NinetyDays.file)
        } catch { throw DocumentErrors(error) }
        return try Plan(node, base: nil)
    }
}

/// The built-in plan as the document that it is: `conduct plan show --yaml` prints it, to be
/// copied to plan.yaml and changed.
package enum NinetyDays {
    /// How errors name it.
    package static let file = "(built-in plan)"

    /// The whole document.
    package static var yaml: String {
        [head, "phases:\n" + foundations + "\n" + skills + "\n" + integration, exercises]
            .joined(separator: "\n")
    }

    private static let head = """
        plan: ninety-days
        title: Ninety days to model behaviour design
        rest-days: []
        audit-days: [1, 31, 61, 87]
        roles: {collect: [4, 6], targets: [3, 5]}
        questions:
          - {id: shown, text: "What did this block leave behind that a hiring manager could look at?"}
          - {id: moved, text: "Which skill went from being aware of it to having practised it, and what shows that?"}
          - {id: fuzzy, text: "Which concept is still unclear, and what is the most direct way to settle it?"}
          - {id: depth, text: "Was the work deep enough, or was it skimmed to feel familiar?"}
        artifacts:
          - {id: role-definition, number: 1, title: Role definition, file: artifacts/01-role-definition.md, skills: [clear-writing]}
          - {id: alignment-comparison, number: 2, title: Alignment techniques compared, file: artifacts/02-alignment-comparison.md, signal: [Anthropic, OpenAI], skills: [training-knowledge, clear-writing]}
          - {id: evaluation-framework, number: 3, title: Evaluation framework, file: artifacts/03-evaluation-framework.md, skills: [evaluation-design, rubrics, statistics, honesty, judges]}
          - {id: context-case-study, number: 4, title: Context engineering case study, file: artifacts/04-context-case-study.md, signal: [Perplexity, Notion], skills: [prompting, production-data]}
          - {id: annotation-guidelines, number: 5, title: Annotation guidelines, file: artifacts/05-annotation-guidelines.md, signal: [Anthropic, Mistral], skills: [annotation, rater-calibration, rubrics, policy-writing]}
          - {id: eval-suite, number: 6, title: Evaluation suite with its method, file: artifacts/06-eval-suite.md, signal: [Perplexity, Mistral, Notion], skills: [evaluation-design, golden-sets, judges, statistics, failure-modes]}
          - {id: edge-case-report, number: 7, title: Edge-case report, file: artifacts/07-edge-case-report.md, skills: [failure-modes, red-teaming, monitoring]}
          - {id: behaviour-spec, number: 8, title: Behaviour specification, file: artifacts/08-behaviour-spec.md, signal: [Anthropic, OpenAI], skills: [policy-writing, ethics, clear-writing]}
          - {id: synthetic-data, number: 9, title: Synthetic data write-up, file: artifacts/09-synthetic-data.md, signal: [Mistral, OpenAI], skills: [data-generation, training-knowledge, python]}
          - {id: strategy-memo, number: 10, title: Model strategy memo, file: artifacts/10-strategy-memo.md, signal: [Notion, Perplexity], skills: [cost-and-latency, cross-functional, clear-writing]}
          - {id: capstone, number: 11, title: Capstone experiment, file: artifacts/11-capstone.md, skills: [evaluation-design, statistics, clear-writing, failure-modes, prompting]}
        """
}
