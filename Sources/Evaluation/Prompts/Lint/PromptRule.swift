/// What prompts are looked through for, each with its reason and where a vendor says so.
package enum PromptRule: String, Sendable, CaseIterable {
    case noRole = "no-role"
    case noInstructions = "no-instructions"
    case noContext = "no-context"
    case noExamples = "no-examples"
    case fewExamples = "few-examples"
    case noOutputFormat = "no-output-format"
    case unbalancedTag = "unbalanced-tag"
    case undelimitedInput = "undelimited-input"
    case contradiction = "contradiction"
    case buriedInstruction = "buried-instruction"
    case queryBeforeData = "query-before-data"
    case mostlyNegative = "mostly-negative"
    case unfilledVariable = "unfilled-variable"
    case leftOverPlaceholder = "left-over-placeholder"

    package var severity: PromptHint.Severity {
        switch self {
        case .unbalancedTag, .contradiction, .unfilledVariable, .leftOverPlaceholder,
            .noInstructions:
            .warning
        default: .advice
        }
    }

    /// Why it matters, in our own words.
    package var reason: String {
        switch self {
        case .noRole:
            "A role in the system message fixes tone, knowledge and point of view before the task."
        case .noInstructions:
            "A model that gets only the input must guess the task, and guesses differently each "
                + "time."
        case .noContext:
            "Whom an answer is for, and what it is used for, lets the model decide what the "
                + "instructions leave open."
        case .noExamples:
            "Examples show format, tone and hard cases more exactly than descriptions do."
        case .fewExamples:
            "One example is copied in everything; three to five different ones show what may vary."
        case .noOutputFormat:
            "Answers whose form is not said vary in length and layout, which scorers and programs "
                + "then trip over."
        case .unbalancedTag:
            "Tags help only when each part begins and ends where it says; a tag that is never "
                + "closed swallows what follows."
        case .undelimitedInput:
            "Input that stands among instructions without a border can be taken for instructions."
        case .contradiction:
            "Of two instructions that cannot both be followed the model picks one, often the "
                + "later, or spends its effort on reconciling them."
        case .buriedInstruction:
            "In long prompts what stands in the middle is followed less than what stands at the "
                + "beginning or the end."
        case .queryBeforeData:
            "With long data the question is answered better when it stands below the data."
        case .mostlyNegative:
            "Saying what to do instead leaves less to guess than a list of what not to do."
        case .unfilledVariable:
            "A variable without a value stops the run, or worse is sent as it stands."
        case .leftOverPlaceholder:
            "A placeholder in another notation is sent to the model as text."
        }
    }

    /// A public page of a vendor that says so.
    package var source: String {
        let claude = "https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/"
        let openAI = "https://cookbook.openai.com/examples/"
        return switch self {
        case .noRole: claude + "system-prompts"
        case .noInstructions, .noContext: claude + "be-clear-and-direct"
        case .noExamples, .fewExamples: claude + "multishot-prompting"
        case .noOutputFormat: "https://ai.google.dev/gemini-api/docs/prompting-strategies"
        case .unbalancedTag, .undelimitedInput: claude + "use-xml-tags"
        case .contradiction: openAI + "gpt-5/gpt-5_prompting_guide"
        case .buriedInstruction: openAI + "gpt4-1_prompting_guide"
        case .queryBeforeData: claude + "long-context-tips"
        case .mostlyNegative: claude + "claude-prompting-best-practices"
        case .unfilledVariable, .leftOverPlaceholder: claude + "prompt-templates-and-variables"
        }
    }
}
