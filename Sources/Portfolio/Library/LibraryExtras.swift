import Workspace

/// What the library knows beyond the plan's readings: the question that each should answer, and
/// sources that the plan's lists name without a day. Facts only; the words are ours.
enum LibraryExtras {
    /// The question that a reading of the plan should answer.
    static let questions: [String: String] = [
        "cai": "How does a written list of principles become a training signal, and what is lost?",
        "ccai":
            "What changed in the model when a public wrote the principles, and how was that measured?",
        "instructgpt":
            "At which three points does a human judgment enter, and what does each cost?",
        "human-preferences":
            "How much behaviour can comparisons teach that no reward function states?",
        "rlaif": "When does a model's feedback do as well as a person's, and how would you know?",
        "claude-constitution":
            "Which orders of priority are stated, and which conflicts stay open?",
        "dpo": "Where did the reward model go, and what does beta hold in place?",
        "helm": "What does a grid of scenarios and metrics show that one number hides?",
        "mt-bench":
            "Which biases does a judge have, and which of them does swapping the order cure?",
        "construct-validity": "Does the benchmark measure the phenomenon that its name claims?",
        "truthfulqa": "Why may a larger model be less truthful, and what does the metric miss?",
        "sycophancy":
            "Which parts of training reward agreement, and how is that told from politeness?",
        "xstest": "What separates a safe question that sounds bad from a bad one?",
        "error-bars": "Which standard error belongs to clustered, paired, repeated questions?",
        "chain-of-thought": "When does reasoning aloud help, and is the reasoning the reason?",
        "few-shot": "What do examples in a prompt convey: the task, the format or the labels?",
        "anthropic-prompting": "Which advice would you test before believing it, and how?",
        "hh-rlhf": "How do helpfulness and harmlessness pull apart in the data?",
        "ultrafeedback": "What do four aspects with anchors give that one score does not?",
        "model-cards": "What must stand beside a number so that a reader can use it?",
        "kappa": "What does chance agreement assume, and when does that mislead?",
        "alpha": "Which distance between categories fits the question at hand?",
        "promptfoo": "What does an assertion check, and what does it leave to a reader?",
        "chainforge": "Which comparisons become easy, and which stay anecdotes?",
        "braintrust": "How are data, scorers and experiments kept apart and versioned?",
        "red-teaming": "What did attackers find, and how did they agree that it was harm?",
        "jailbroken": "Which two failures of training explain most jailbreaks?",
        "injection": "Where does an instruction enter that the user never gave?",
        "model-spec": "How does each sentence of a specification become a test?",
        "usage-policy": "What does it forbid, for whom, and where is it vague?",
        "llama-policy": "What does it forbid, for whom, and where is it vague?",
        "moralities": "Which intuitions do people share, and which does a product choose between?",
        "self-instruct": "How is diversity kept when a model writes its own training data?",
        "evol-instruct": "What makes an instruction harder without making it worse?",
        "spin": "When does a model stop learning from itself?",
        "mmlu": "What does a multiple-choice score say about behaviour in a product?",
        "humaneval": "What does pass@k estimate, and why not the share of passes?",
        "arena": "What do ratings from pairwise votes assume about the voters?",
        "moralities-psychology":
            "How will users and annotators judge an answer, before you ask them?",
    ]

    /// Papers, frameworks and tools that the plan's lists name beside its days.
    static let items: [LibraryItem] = [
        LibraryItem(
            id: "bbq", kind: .paper, title: "BBQ: a bias benchmark for question answering",
            authors: "Parrish et al.", year: 2021, place: "arXiv:2110.08193", phase: 1,
            question: "How does an ambiguous question show a bias that a clear one hides?",
            skills: ["evaluation-design", "ethics"], artifacts: [3]),
        LibraryItem(
            id: "model-written-evals", kind: .paper,
            title: "Discovering language model behaviors with model-written evaluations",
            authors: "Perez et al.", year: 2022, place: "arXiv:2212.09251", phase: 1,
            question: "What can a model's own questions measure, and what do they share with it?",
            skills: ["evaluation-design", "data-generation"], artifacts: [3, 9]),
        LibraryItem(
            id: "datasheets", kind: .paper, title: "Datasheets for datasets",
            authors: "Gebru et al.", year: 2018, place: "arXiv:1803.09010", phase: 2,
            question: "Which questions must the maker of a data set answer?",
            skills: ["data-generation", "clear-writing"], artifacts: [5, 9]),
        LibraryItem(
            id: "red-teaming-models", kind: .paper,
            title: "Red teaming language models with language models", authors: "Perez et al.",
            year: 2022, place: "arXiv:2202.03286", phase: 2,
            question: "What does an automatic attacker find that people do not, and the reverse?",
            skills: ["red-teaming"], artifacts: [7]),
        LibraryItem(
            id: "gcg", kind: .paper,
            title: "Universal and transferable adversarial attacks on aligned language models",
            authors: "Zou et al.", year: 2023, place: "arXiv:2307.15043", phase: 2,
            question: "Why does an attack made on one model work on another?",
            skills: ["red-teaming"], artifacts: [7]),
        LibraryItem(
            id: "strongreject", kind: .paper, title: "A StrongREJECT for empty jailbreaks",
            authors: "Souly et al.", year: 2024, place: "arXiv:2402.10260", phase: 2,
            question: "How is a useful harmful answer told from an empty one?",
            skills: ["red-teaming", "judges"], artifacts: [7]),
        LibraryItem(
            id: "harmbench", kind: .paper, title: "HarmBench", authors: "Mazeika et al.",
            year: 2024, place: "arXiv:2402.04249", phase: 2,
            question: "What makes attacks and defences comparable?", skills: ["red-teaming"],
            artifacts: [7]),
        LibraryItem(
            id: "alpaca", kind: .article,
            title: "Alpaca: a strong, replicable instruction-following model",
            authors: "Taori et al.", year: 2023,
            place: "https://crfm.stanford.edu/2023/03/13/alpaca.html", phase: 3,
            question: "What does cheap instruction data teach, and what does it only imitate?",
            skills: ["data-generation"], artifacts: [9]),
        LibraryItem(
            id: "ifeval", kind: .paper,
            title: "Instruction-following evaluation for large language models",
            authors: "Zhou et al.", year: 2023, place: "arXiv:2311.07911", phase: 3,
            question:
                "Which instructions can a program verify, and are those the ones that matter?",
            skills: ["evaluation-design"], artifacts: [11]),
        LibraryItem(
            id: "nist-ai-rmf", kind: .framework, title: "AI Risk Management Framework 1.0",
            authors: "NIST", year: 2023,
            place: "https://www.nist.gov/itl/ai-risk-management-framework",
            phase: 2, question: "Where do govern, map, measure and manage meet a suite of cases?",
            skills: ["policy-writing", "monitoring"], artifacts: [8]),
        LibraryItem(
            id: "nist-600-1", kind: .framework,
            title: "Generative artificial intelligence profile (AI 600-1)", authors: "NIST",
            year: 2024, place: "doi:10.6028/NIST.AI.600-1", phase: 2,
            question: "Which of the twelve risks has a measurement that you could run?",
            skills: ["policy-writing"], artifacts: [8]),
        LibraryItem(
            id: "owasp-llm", kind: .framework, title: "Top 10 for LLM applications",
            authors: "OWASP", place: "https://genai.owasp.org", phase: 2,
            question: "Which of the ten can a behaviour designer test, and which not?",
            skills: ["red-teaming", "agents"], artifacts: [7]),
        LibraryItem(
            id: "mitre-atlas", kind: .framework, title: "ATLAS", authors: "MITRE",
            place: "https://atlas.mitre.org", phase: 2,
            question: "Which tactics against models have been seen outside of laboratories?",
            skills: ["red-teaming"], artifacts: [7]),
        LibraryItem(
            id: "iso-42001", kind: .framework, title: "ISO/IEC 42001, AI management systems",
            authors: "ISO/IEC", year: 2023, place: "https://www.iso.org/standard/81230.html",
            phase: 2, question: "Which records would an auditor ask you for?",
            skills: ["policy-writing"], artifacts: [8]),
        LibraryItem(
            id: "eu-ai-act", kind: .framework, title: "Regulation (EU) 2024/1689, the AI Act",
            authors: "European Union", year: 2024,
            place: "https://eur-lex.europa.eu/eli/reg/2024/1689/oj", phase: 2,
            question: "Which duties reach the people who shape a model's behaviour?",
            skills: ["policy-writing", "ethics"], artifacts: [8]),
        LibraryItem(
            id: "label-studio", kind: .tool, title: "Label Studio documentation",
            authors: "HumanSignal", place: "https://labelstud.io/guide/", phase: 2,
            question: "How does a project describe what annotators see and say?",
            skills: ["annotation"], artifacts: [5]),
        LibraryItem(
            id: "freeplay", kind: .tool, title: "Freeplay documentation", authors: "Freeplay",
            place: "https://docs.freeplay.ai", phase: 2,
            question: "How do prompts, test sets and production logs hang together there?",
            skills: ["prompting", "production-data"], artifacts: [6]),
        LibraryItem(
            id: "inspect", kind: .tool, title: "Inspect documentation",
            authors: "UK AI Security Institute", place: "https://inspect.aisi.org.uk", phase: 2,
            question: "What do its task, solver and scorer keep apart?",
            skills: ["evaluation-design"], artifacts: [6]),
    ]
}
