package import LanguageModel

/// What an experiment found: planned tests and effects, what was explored beside them, and what
/// deviates from the lock. A pure function of a run's evidence, its lock and the other records.
package struct ExperimentAnalysis: Codable, Sendable, Hashable {
    /// A number with its interval; ends are nil where there is none.
    package struct Number: Codable, Sendable, Hashable {
        package var value: Double
        package var low: Double?
        package var high: Double?
        package var standardError: Double?

        package enum CodingKeys: String, CodingKey {
            case value, low, high
            case standardError = "standard_error"
        }
    }

    /// The mean of the outcome at one level, averaged over everything else.
    package struct Level: Codable, Sendable, Hashable {
        package var factor: String
        package var level: String
        package var mean: Number?
        package var scored: Int
        package var unscored: Int
    }

    /// A test that a whole factor or interaction does nothing.
    package struct Test: Codable, Sendable, Hashable {
        /// One factor, or two for their interaction.
        package var factors: [String]
        /// Whether the experiment's analysis names it; all others were only explored.
        package var isDeclared: Bool
        /// Whether it was declared under a lock before the run; all others are exploratory.
        package var isPlanned: Bool
        package var statistic: Double
        package var numeratorFreedom: Int
        package var freedom: Double?
        package var pValue: Double
        package var adjustedPValue: Double
        package var correction: String
        package var isFound: Bool
        /// For a pair of two-level factors, the difference of differences in the outcome's units.
        package var estimate: Number?
        /// The smallest such difference that these data would have found with the planned power.
        package var minimumDetectable: Double?
        /// For a pair, the mean at each combination of levels, by the levels of the second factor.
        package var means: [[Number?]]

        package enum CodingKeys: String, CodingKey {
            case factors, statistic, freedom, correction, estimate, means
            case isDeclared = "is_declared"
            case isPlanned = "is_planned"
            case numeratorFreedom = "numerator_freedom"
            case pValue = "p_value"
            case adjustedPValue = "adjusted_p_value"
            case isFound = "is_found"
            case minimumDetectable = "minimum_detectable"
        }

        /// `length`, or `length × tone`.
        package var name: String { factors.joined(separator: " × ") }
    }

    /// One level against a factor's first level.
    package struct Effect: Codable, Sendable, Hashable {
        package var factor: String
        package var level: String
        package var reference: String
        package var isPlanned: Bool
        /// The difference in the outcome's own units, averaged over everything else.
        package var difference: Number
        /// The same on the model's scale where that is another: log odds.
        package var modelEstimate: Number?
        package var pValue: Double?
        /// Corrected for the levels of this factor.
        package var adjustedPValue: Double?
        /// Whether both the factor's test and this difference hold after correction.
        package var isFound: Bool
        /// The smallest difference that these data would have found with the planned power.
        package var minimumDetectable: Double?
        /// Whether it was shown to be smaller than the smallest effect that matters; nil where no
        /// such effect was stated.
        package var isNegligible: Bool?
        /// The same difference with wordings as a random factor; nil with one wording.
        package var overWordings: Number?
        package var heterogeneity: Heterogeneity
        package var flips: FlipCount

        package enum CodingKeys: String, CodingKey {
            case factor, level, reference, difference, heterogeneity, flips
            case isPlanned = "is_planned"
            case modelEstimate = "model_estimate"
            case pValue = "p_value"
            case adjustedPValue = "adjusted_p_value"
            case isFound = "is_found"
            case minimumDetectable = "minimum_detectable"
            case isNegligible = "is_negligible"
            case overWordings = "over_wordings"
        }
    }

    /// How much an effect differs between cases.
    package struct Heterogeneity: Codable, Sendable, Hashable {
        /// The difference of each case, in the suite's order.
        package var differences: [Double]
        package var deviation: Double
        /// The part of the deviation that repeating explains; nil without repeats.
        package var noise: Double?
        /// What is left: how much the true effects differ; nil without repeats.
        package var trueDeviation: Double?
        package var raised: Int
        package var lowered: Int
        package var unmoved: Int

        package enum CodingKeys: String, CodingKey {
            case differences, deviation, noise, raised, lowered, unmoved
            case trueDeviation = "true_deviation"
        }
    }

    /// Cases whose majority verdict changed.
    package struct FlipCount: Codable, Sendable, Hashable {
        package var toPass = 0
        package var toFail = 0
        /// Repeats of the case do not explain it.
        package var real = 0
        /// Repeats vary enough to explain it.
        package var withinNoise = 0
        /// One sample on each side: nothing tells.
        package var undetermined = 0
        /// The clearest of them.
        package var clearest: [FlippedCase] = []

        package enum CodingKeys: String, CodingKey {
            case real, undetermined, clearest
            case toPass = "to_pass"
            case toFail = "to_fail"
            case withinNoise = "within_noise"
        }
    }

    /// One case that flipped.
    package struct FlippedCase: Codable, Sendable, Hashable {
        package var id: String
        package var kind: Flip.Kind
        package var referencePassed: Int
        package var referenceScored: Int
        package var levelPassed: Int
        package var levelScored: Int
        package var pValue: Double

        package enum CodingKeys: String, CodingKey {
            case id, kind
            case referencePassed = "reference_passed"
            case referenceScored = "reference_scored"
            case levelPassed = "level_passed"
            case levelScored = "level_scored"
            case pValue = "p_value"
        }
    }

    /// A part of the spread of outcomes within combinations.
    package struct VariancePart: Codable, Sendable, Hashable {
        package var source: String
        package var variance: Double
        package var share: Double?
    }

    package var version = 1
    package var experiment: String
    package var question: String
    package var hypotheses: [String]
    /// What the numbers come from.
    package var evidence: Evidence
    /// Whether a lock was there before the run began.
    package var isConfirmatory: Bool
    package var deviations: [Deviation]
    package var method: Method
    package var counts: Counts
    /// The mean over everything.
    package var overall: Number?
    package var levels: [Level]
    package var tests: [Test]
    package var effects: [Effect]
    package var variance: [VariancePart]
    /// What a reader should know.
    package var notes: [String]

    package enum CodingKeys: String, CodingKey {
        case version, experiment, question, hypotheses, evidence, deviations, method, counts,
            overall, levels, tests, effects, variance, notes
        case isConfirmatory = "is_confirmatory"
    }

    /// The ids and hashes of what the numbers come from.
    package struct Evidence: Codable, Sendable, Hashable {
        package var run: String
        package var manifestHash: String
        package var registrationHash: String
        package var scoring: String?
        package var scorersHash: String?
        package var lock: String?
        package var lockHash: String?
        package var lockedMilliseconds: Int64?
        package var runMilliseconds: Int64
        package var part: String
        /// How often results of the held-out cases had been looked at, this time included.
        package var looks: Int
        package var models: [String]
        package var simulatedModels: [String]

        package enum CodingKeys: String, CodingKey {
            case run, scoring, lock, part, looks, models
            case manifestHash = "manifest_sha256"
            case registrationHash = "registration_sha256"
            case scorersHash = "scorers_sha256"
            case lockHash = "lock_sha256"
            case lockedMilliseconds = "locked"
            case runMilliseconds = "run_begun"
            case simulatedModels = "simulated_models"
        }
    }

    /// How it was analysed.
    package struct Method: Codable, Sendable, Hashable {
        package var design: String
        package var factors: [String]
        package var levels: [[String]]
        package var resolution: Int?
        package var aliases: [String]
        package var scorer: String
        package var measure: String
        package var model: String
        package var cluster: String
        package var caseEffect: String
        package var correction: String
        package var alpha: Double
        package var power: Double
        package var smallestEffect: Double?
        package var repeats: Int
        package var wordings: Int
        /// Whether all outcomes lie within 0...1, so that they read as shares.
        package var isShare: Bool

        package enum CodingKeys: String, CodingKey {
            case design, factors, levels, resolution, aliases, scorer, measure, model, cluster,
                correction, alpha, power, repeats, wordings
            case caseEffect = "case_effect"
            case smallestEffect = "smallest_effect"
            case isShare = "is_share"
        }
    }

    /// How many there were.
    package struct Counts: Codable, Sendable, Hashable {
        package var planned: Int
        package var samples: Int
        package var failures: Int
        package var scored: Int
        package var unscored: Int
        package var cases: Int
        package var clusters: Int
    }

    /// The analysis as canonical JSON.
    package func json() throws -> JSONValue { try JSONValue(encoding: self) }

    /// Reads an analysis that was stored.
    package init(json: JSONValue) throws { self = try json.decoded(as: ExperimentAnalysis.self) }
}

extension ExperimentAnalysis {
    /// The tests that the experiment's analysis names.
    package var declaredTests: [Test] { tests.filter(\.isDeclared) }
    /// Those of them that were locked before the run.
    package var plannedTests: [Test] { tests.filter(\.isPlanned) }
    /// The tests that were only explored.
    package var exploredTests: [Test] { tests.filter { !$0.isDeclared } }
}
