package import Workspace

/// A question to rehearse.
package struct PracticeQuestion: Sendable, Hashable {
    /// Where it comes from.
    package enum Origin: String, Sendable, Hashable, CaseIterable {
        /// The plan names it.
        case plan
        /// One for each skill that advertisements ask for.
        case skill
        /// `practice/questions.yaml`.
        case own
        /// A requirement of a role.
        case role
    }

    package var id: String
    package var text: String
    package var skills: [String]
    package var origin: Origin

    /// All questions: the plan's, those by skill, one's own, those of the roles.
    ///
    /// - Throws: everything wrong with `practice/questions.yaml`.
    package static func all(in folder: WorkspaceFolder) throws(DocumentErrors) -> [PracticeQuestion]
    {
        let own = try PracticeQuestions.read(in: folder)?.questions ?? []
        return builtIn.filter { question in !own.contains { $0.id == question.id } }
            + own.map {
                PracticeQuestion(id: $0.id, text: $0.text, skills: $0.skills, origin: .own)
            } + (try ofRoles(in: folder))
    }

    /// The question of a name.
    package static func named(_ id: String, in folder: WorkspaceFolder) throws -> PracticeQuestion {
        let questions = try all(in: folder)
        if let found = questions.first(where: { $0.id == id }) { return found }
        let starting = questions.filter { $0.id.hasPrefix(id) }
        if starting.count == 1 { return starting[0] }
        throw PortfolioError(
            .notFound, "no question is called '\(id)'",
            advice: Spelling.suggestion(for: id, among: questions.map(\.id))
                ?? "conduct practice list shows them")
    }

    private static func plan(_ id: String, _ text: String, _ skills: [String]) -> PracticeQuestion {
        PracticeQuestion(id: id, text: text, skills: skills, origin: .plan)
    }

    private static func skill(_ skill: String, _ id: String, _ text: String) -> PracticeQuestion {
        PracticeQuestion(id: id, text: text, skills: [skill], origin: .skill)
    }

    private static let builtIn: [PracticeQuestion] = [
        plan(
            "evaluate-honesty", "How would you find out whether a model is honest?",
            ["honesty", "evaluation-design"]),
        plan(
            "eval-for-a-feature",
            "A product gets a new feature next month. Take me through the evaluation you would "
                + "build for it.", ["evaluation-design", "cross-functional"]),
        plan(
            "benchmark-or-behaviour",
            "What is the difference between a benchmark and a behavioural evaluation?",
            ["evaluation-design"]),
        skill(
            "evaluation-design", "phenomenon-to-claim",
            "Pick one of your suites. What is the phenomenon, and what may the score not claim?"),
        skill(
            "evaluation-design", "thirty-of-thirty",
            "All thirty cases pass. What do you tell the team, with which interval?"),
        skill(
            "cross-functional", "disagreement",
            "Product wants warmer answers and research wants calibrated ones. What do you do?"),
        skill(
            "clear-writing", "one-page",
            "Explain your most important finding to somebody who has one minute."),
        skill(
            "training-knowledge", "rlhf-or-dpo",
            "When would you use DPO instead of a reward model with PPO, and what do you lose?"),
        skill(
            "training-knowledge", "reward-hacking",
            "The reward rises and users complain. What do you look at first?"),
        skill(
            "policy-writing", "vague-clause",
            "Show me a clause that you wrote, and the case that made you rewrite it."),
        skill(
            "policy-writing", "conflict",
            "Two of your rules collide in one conversation. Which wins, and who decided that?"),
        skill(
            "production-data", "reading-logs",
            "You get ten thousand conversations and a day. How do you spend it?"),
        skill(
            "data-generation", "synthetic-quality",
            "Where did your synthetic data lose quality, and how did you notice?"),
        skill(
            "monitoring", "quiet-regression",
            "A behaviour got worse three weeks ago and nobody saw it. What would have?"),
        skill(
            "failure-modes", "worst-finding",
            "Tell me about the worst failure that you found: how often, how bad, why."),
        skill(
            "prompting", "prompt-change",
            "Which change of a prompt made the largest difference, and how sure are you?"),
        skill(
            "annotation", "hard-item",
            "Describe an item on which annotators split. Who was right?"),
        skill(
            "agents", "tool-misuse",
            "How do you test a model that may send e-mail on a user's behalf?"),
        skill(
            "red-teaming", "diagnosis-not-exploit",
            "How do you probe for failures without writing a manual for them?"),
        skill("python", "own-script", "What did you automate last, and what did you leave alone?"),
        skill(
            "honesty", "sycophancy-or-politeness",
            "How do you tell sycophancy from politeness in a score?"),
        skill(
            "tooling", "used-by-others",
            "What did you build that others use without asking you?"),
        skill(
            "statistics", "paired-or-not",
            "Two prompts, the same cases: which test, and why not the other one?"),
        skill(
            "statistics", "many-slices",
            "One slice of forty is significant. What do you report?"),
        skill("rubrics", "fuzzy-quality", "Write me, now, a scale for 'helpful' with anchors."),
        skill(
            "golden-sets", "gold-goes-stale",
            "When does an item leave a golden set, and who decides?"),
        skill(
            "judges", "trust-a-judge",
            "When do you trust a model as a judge, and what do you do when you don't?"),
        skill("sql", "query-the-store", "Which question about your runs would you answer in SQL?"),
        skill(
            "multilingual", "another-language",
            "The suite passes in English. What do you expect in another language?"),
        skill(
            "rater-calibration", "low-agreement",
            "Agreement is low. Is that the raters, the guideline or the question?"),
        skill(
            "cost-and-latency", "cheaper-model",
            "A model costs a tenth and fails a little more. Would you switch?"),
        skill(
            "ethics", "whose-values",
            "Whose values did you put into your specification, and who disagrees?"),
    ]
}
