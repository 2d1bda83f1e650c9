/// Two runs side by side, case by case.
package struct RunComparison: Codable, Sendable, Hashable {
    /// What is paired: one model and prompt of the first run with one of the second.
    package struct Lane: Codable, Sendable, Hashable {
        package var firstModel: String
        package var secondModel: String
        package var firstPrompt: String
        package var secondPrompt: String

        package enum CodingKeys: String, CodingKey {
            case firstModel = "first_model"
            case secondModel = "second_model"
            case firstPrompt = "first_prompt"
            case secondPrompt = "second_prompt"
        }

        package init(
            firstModel: String, secondModel: String, firstPrompt: String, secondPrompt: String
        ) {
            self.firstModel = firstModel
            self.secondModel = secondModel
            self.firstPrompt = firstPrompt
            self.secondPrompt = secondPrompt
        }

        /// The model's name, or both names where they differ.
        package var model: String {
            firstModel == secondModel ? firstModel : "\(firstModel) → \(secondModel)"
        }

        /// The prompt's name, or both names where they differ.
        package var prompt: String {
            firstPrompt == secondPrompt ? firstPrompt : "\(firstPrompt) → \(secondPrompt)"
        }
    }

    /// How the cases of the two runs meet.
    package struct Pairing: Codable, Sendable, Hashable {
        package var pairedCases: Int
        /// Ids in both runs whose content is not the same.
        package var changedContent: [String]
        package var onlyFirst: [String]
        package var onlySecond: [String]
        /// Models and prompts that have no counterpart.
        package var unpaired: [String]

        package enum CodingKeys: String, CodingKey {
            case pairedCases = "paired_cases"
            case changedContent = "changed_content"
            case onlyFirst = "only_first"
            case onlySecond = "only_second"
            case unpaired
        }

        package init(
            pairedCases: Int, changedContent: [String], onlyFirst: [String],
            onlySecond: [String], unpaired: [String]
        ) {
            self.pairedCases = pairedCases
            self.changedContent = changedContent
            self.onlyFirst = onlyFirst
            self.onlySecond = onlySecond
            self.unpaired = unpaired
        }
    }

    /// What one scorer says of one lane.
    package struct Difference: Codable, Sendable, Hashable {
        package var lane: Lane
        /// The paired difference, second run minus first.
        package var contrast: Contrast
        /// Flips in each direction.
        package var fixed: Int
        package var broken: Int
        /// How often two repeats of a case within a run differ, and how often one sample of each
        /// run does: where these are alike, the change is that of repeating. Nil without repeats.
        package var withinRunDisagreement: Double?
        package var betweenRunDisagreement: Double
        package var outcome: Outcome

        package enum CodingKeys: String, CodingKey {
            case lane, contrast, fixed, broken
            case withinRunDisagreement = "within_run_disagreement"
            case betweenRunDisagreement = "between_run_disagreement"
            case outcome
        }

        package init(
            lane: Lane, contrast: Contrast, fixed: Int, broken: Int,
            withinRunDisagreement: Double?, betweenRunDisagreement: Double, outcome: Outcome
        ) {
            self.lane = lane
            self.contrast = contrast
            self.fixed = fixed
            self.broken = broken
            self.withinRunDisagreement = withinRunDisagreement
            self.betweenRunDisagreement = betweenRunDisagreement
            self.outcome = outcome
        }
    }

    /// The verdict on a difference.
    package enum Outcome: String, Codable, Sendable, Hashable {
        /// Found, and the second run passes more.
        case better
        /// Found, and the second run passes less.
        case worse
        /// Not found: what changed is within noise.
        case withinNoise = "within_noise"
        /// Not one case changed.
        case unchanged
    }

    package var first: RunFacts
    package var second: RunFacts
    package var pairing: Pairing
    package var differences: [Difference]
    package var flips: [Flip]
    /// Models of either run that play a written part.
    package var simulatedModels: [String]
    package var options: SummaryOptions

    package enum CodingKeys: String, CodingKey {
        case first, second, pairing, differences, flips
        case simulatedModels = "simulated_models"
        case options
    }
}

/// A case whose outcome is not the same in two runs.
package struct Flip: Codable, Sendable, Hashable {
    /// Which way it went.
    package enum Direction: String, Codable, Sendable {
        /// Failed before, passes now.
        case fixed
        /// Passed before, fails now.
        case broken
    }

    /// Whether repeating could have made it.
    package enum Kind: String, Codable, Sendable {
        /// Repeating the same request does not explain it.
        case real
        /// Repeats of this case vary enough to explain it.
        case noise
        /// One sample on each side of a model that may answer differently each time.
        case undetermined
    }

    package var caseID: String
    package var model: String
    package var prompt: String
    package var scorer: String
    package var direction: Direction
    package var kind: Kind
    /// Passed and scored epochs in each run.
    package var firstPassed: Int
    package var firstScored: Int
    package var secondPassed: Int
    package var secondScored: Int
    /// Why it is classed so.
    package var reason: String
    /// Whether the case's content changed between the runs, which may be the cause.
    package var hasChangedContent: Bool

    package enum CodingKeys: String, CodingKey {
        case caseID = "case"
        case model, prompt, scorer, direction, kind
        case firstPassed = "first_passed"
        case firstScored = "first_scored"
        case secondPassed = "second_passed"
        case secondScored = "second_scored"
        case reason
        case hasChangedContent = "has_changed_content"
    }

    package init(
        caseID: String, model: String, prompt: String, scorer: String, direction: Direction,
        kind: Kind, firstPassed: Int, firstScored: Int, secondPassed: Int, secondScored: Int,
        reason: String, hasChangedContent: Bool
    ) {
        self.caseID = caseID
        self.model = model
        self.prompt = prompt
        self.scorer = scorer
        self.direction = direction
        self.kind = kind
        self.firstPassed = firstPassed
        self.firstScored = firstScored
        self.secondPassed = secondPassed
        self.secondScored = secondScored
        self.reason = reason
        self.hasChangedContent = hasChangedContent
    }
}
