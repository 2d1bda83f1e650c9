package import LanguageModel

/// A designed experiment: what is asked, what is varied, how it is measured and analysed.
package struct ExperimentDocument: Sendable, Hashable {
    /// What is measured.
    package struct Outcome: Sendable, Hashable {
        /// The suite whose cases are asked.
        package var suite: Suite
        /// The name of the scorer that decides.
        package var scorer: String
        /// Which number of the scorer is analysed.
        package var measure: Measure
    }

    /// Which number of a scorer is analysed.
    package enum Measure: String, Sendable, Hashable, CaseIterable {
        /// 1 for pass, 0 for fail.
        case pass
        /// The scorer's own number.
        case value
    }

    /// A question with its answer, shown to the model before the case.
    package struct Example: Sendable, Hashable {
        /// The variables from which the prompt makes the question.
        package var vars: [String: JSONValue]
        /// What the assistant is shown to have said.
        package var answer: String

        package init(vars: [String: JSONValue], answer: String) {
            self.vars = vars
            self.answer = answer
        }
    }

    /// Its name.
    package var name: String
    /// The research question.
    package var question: String
    /// What is expected, in sentences.
    package var hypotheses: [String]
    /// A note for people; no part of what is locked.
    package var note: String?
    /// What is measured.
    package var outcome: Outcome
    /// The base prompt, or several wordings of it that enter as a random factor.
    package var prompts: [PromptTemplate]
    /// The alias of the model, where no factor varies it.
    package var model: String?
    /// Examples for the few-shot factors, in their given order.
    package var examples: [Example]
    /// How models generate, over the suite's and their own parameters.
    package var parameters: GenerationParameters?
    /// What is varied, in the order written.
    package var factors: [ExperimentFactor]
    /// Which combinations are asked, how often, of which cases.
    package var design: DesignDocument
    /// How the answers will be analysed.
    package var analysis: PlannedAnalysis
    /// What planning takes for granted.
    package var assumptions: PlanAssumptions
    /// The file that it was read from.
    package var file: String
    /// SHA-256 of the bytes of every file read for it, by path, the suite's included.
    package var files: [String: String]
}

/// Which combinations of levels are asked, how often, of which cases.
package struct DesignDocument: Sendable, Hashable {
    /// The kinds of design.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case fullFactorial = "full-factorial"
        case fractionalFactorial = "fractional-factorial"
        case oneFactor = "one-factor"
        case latinSquare = "latin-square"

        /// What it is, in half a sentence.
        package var summary: String {
            switch self {
            case .fullFactorial: "every combination of levels"
            case .fractionalFactorial:
                "a regular fraction of two-level factors, with its resolution and aliases"
            case .oneFactor: "the first level of each factor, and each other level alone"
            case .latinSquare: "three factors of n levels in n² combinations; main effects only"
            }
        }
    }

    /// How a fraction is chosen.
    package enum Fraction: Sendable, Hashable {
        /// The number of combinations, a power of two.
        case runs(Int)
        /// The smallest fraction of at least this resolution.
        case resolution(Int)
        /// Added factors by the factors whose product they are.
        case generators([Generator])
    }

    /// An added factor with the factors whose product it is.
    package struct Generator: Sendable, Hashable {
        package var factor: String
        package var product: [String]

        package init(factor: String, product: [String]) {
            self.factor = factor
            self.product = product
        }
    }

    /// The kind.
    package var kind: Kind
    /// How a fraction is chosen; nil for other kinds.
    package var fraction: Fraction?
    /// How often each case is asked in each combination: the epochs.
    package var repeats: Int
    /// The share of cases that is kept back for a last look.
    package var heldOut: Double
    /// At most so many of the other cases, drawn by the seed; nil takes all.
    package var cases: Int?
    /// Decides the held-out part, the drawn cases, squares and samples.
    package var seed: Int

    package init(
        kind: Kind, fraction: Fraction? = nil, repeats: Int = 1, heldOut: Double = 0,
        cases: Int? = nil, seed: Int = 0
    ) {
        self.kind = kind
        self.fraction = fraction
        self.repeats = repeats
        self.heldOut = heldOut
        self.cases = cases
        self.seed = seed
    }
}

/// How the answers will be analysed: fixed before they are seen.
package struct PlannedAnalysis: Sendable, Hashable {
    /// The scale on which effects add.
    package enum Model: String, Sendable, Hashable, CaseIterable { case linear, logit }
    /// What is independent of what.
    package enum Cluster: String, Sendable, Hashable, CaseIterable { case `case`, group }
    /// How differences between cases enter.
    package enum CaseEffect: String, Sendable, Hashable, CaseIterable { case none, fixed, random }
    /// How p-values are corrected for their number.
    package enum Correction: String, Sendable, Hashable, CaseIterable {
        case holm
        case benjaminiHochberg = "benjamini-hochberg"
        case bonferroni
        case none
    }

    package var model: Model
    package var cluster: Cluster
    package var caseEffect: CaseEffect
    /// The confirmatory tests: names of one factor, or of two for their interaction.
    package var tests: [[String]]
    package var correction: Correction
    package var alpha: Double
    /// The power that planning aims at.
    package var power: Double
    /// The smallest difference that would matter, on the scale of the outcome; nil where unsaid.
    package var smallestEffect: Double?

    package init(
        model: Model = .linear, cluster: Cluster = .case, caseEffect: CaseEffect = .none,
        tests: [[String]], correction: Correction = .holm, alpha: Double = 0.05,
        power: Double = 0.8, smallestEffect: Double? = nil
    ) {
        self.model = model
        self.cluster = cluster
        self.caseEffect = caseEffect
        self.tests = tests
        self.correction = correction
        self.alpha = alpha
        self.power = power
        self.smallestEffect = smallestEffect
    }
}

/// What planning takes for granted where nothing has been measured.
package struct PlanAssumptions: Sendable, Hashable {
    /// The mean of the outcome.
    package var rate: Double
    /// The standard deviation of cases' log odds.
    package var caseDeviation: Double
    /// The standard deviation, in log odds, of how much an effect differs between cases.
    package var effectDeviation: Double
    /// Tokens that the model generates in a second, all answers together; nil where unknown.
    package var tokensPerSecond: Double?
    /// Tokens of an answer; nil takes what was measured, else the most allowed.
    package var answerTokens: Int?

    package init(
        rate: Double = 0.5, caseDeviation: Double = 1.5, effectDeviation: Double = 0.5,
        tokensPerSecond: Double? = nil, answerTokens: Int? = nil
    ) {
        self.rate = rate
        self.caseDeviation = caseDeviation
        self.effectDeviation = effectDeviation
        self.tokensPerSecond = tokensPerSecond
        self.answerTokens = answerTokens
    }
}
