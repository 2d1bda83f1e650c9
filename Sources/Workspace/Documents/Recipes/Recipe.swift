package import LanguageModel

/// What a training does: its method, its data and every number that decides its result.
package struct Recipe: Sendable, Hashable {
    /// How a model is trained.
    package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        case sft, dpo, kto, reward, ppo, rloo, grpo

        /// What the method is, in one sentence.
        package var summary: String {
            switch self {
            case .sft: "Supervised fine-tuning: make given answers likelier."
            case .dpo: "Direct preference optimisation on pairs of answers."
            case .kto: "Learn from single answers that are labelled good or bad."
            case .reward: "A reward model: a head that scores answers, from pairs."
            case .ppo: "Proximal policy optimisation: sample, score, and follow the reward."
            case .rloo: "Policy gradient with the prompt's other samples as the baseline."
            case .grpo: "Policy gradient with advantages relative to the prompt's samples."
            }
        }

        /// Whether the training samples from the model instead of reading data.
        package var isOnline: Bool { self == .ppo || self == .rloo || self == .grpo }

        /// The learning rate where the recipe gives none.
        package var learningRate: Double {
            switch self {
            case .sft: 2e-4
            case .dpo, .kto, .reward: 1e-4
            case .ppo, .rloo, .grpo: 5e-5
            }
        }
    }

    /// What happens to rows that cannot be trained on.
    package enum UnusableRows: String, Sendable, Hashable, CaseIterable {
        /// The training is refused, and each row is named.
        case refuse
        /// They are left out, counted and named in the report.
        case skip

        var summary: String {
            switch self {
            case .refuse: "refuse the training and name each row"
            case .skip: "leave them out, and count and name them in the report"
            }
        }
    }

    /// What DPO makes smaller.
    package enum PreferenceLoss: String, Sendable, Hashable, CaseIterable {
        case sigmoid, conservative, ipo

        var summary: String {
            switch self {
            case .sigmoid: "−ln σ(βΔ), the paper's"
            case .conservative: "the same for labels that are wrong at the rate label-noise"
            case .ipo: "(Δ per token − 1 / (2β))²"
            }
        }
    }

    /// The rule that turns gradients into steps.
    package enum Optimiser: String, Sendable, Hashable, CaseIterable {
        case adamw, rmsprop

        var summary: String {
            switch self {
            case .adamw: "AdamW, 0.9 / 0.999 / 1e-8"
            case .rmsprop: "RMSprop, 0.99 / 1e-8"
            }
        }
    }

    /// Everything about a low-rank adapter.
    package struct Adapter: Sendable, Hashable {
        package var rank = 8
        package var alpha = 16.0
        package var isRankStabilised = false
        /// Projections by their short names, `q` to `down`; empty means all.
        package var layers: [String] = []
        /// Numbers of blocks; nil means all.
        package var blocks: [Int]?
    }

    /// Matrices that are trained whole, instead of a low-rank adapter.
    package struct Whole: Sendable, Hashable {
        /// Projections by their short names, `q` to `down`; empty means all.
        package var layers: [String] = []
        /// Numbers of blocks.
        package var blocks: [Int] = []
    }

    /// The numbers of preference losses, labelled losses and reward models.
    package struct Preferences: Sendable, Hashable {
        package var loss = PreferenceLoss.sigmoid
        package var beta = 0.1
        package var labelNoise = 0.1
        package var desirableWeight = 1.0
        package var undesirableWeight = 1.0
        /// The factor of (r_w + r_l)².
        package var centring = 0.0
        /// How many reward models, each with a head and an adapter of its own.
        package var members = 1
    }

    /// How a method that samples goes.
    package struct Sampling: Sendable, Hashable {
        /// The suite whose cases give the prompts, and whose scorers may give the reward.
        package var suite = ""
        /// Which of the suite's prompts; nil for the first.
        package var prompt: String?
        /// Which scorer is the reward; nil for the first, or a reward model.
        package var scorer: String?
        /// The name of a trained reward model.
        package var rewardModel: String?
        /// At most so many cases.
        package var limit: Int?
        package var updates = 20
        package var promptsPerUpdate = 8
        package var samplesPerPrompt = 4
        package var maxTokens = 48
        package var temperature = 1.0
        package var innerEpochs = 1
        package var divergenceWeight = 0.05
        package var divergenceEstimator = DivergenceEstimator.k1
        /// Nats per sequence that the weight is steered to; nil keeps it.
        package var divergenceTarget: Double?
        package var divergenceHorizon = 1000.0
        package var clipRange = 0.2
        package var valueClipRange = 0.2
        package var valueWeight = 0.1
        package var discount = 1.0
        package var decay = 0.95
        package var missingEndPenalty = 0.0
        package var whitensRewards = false
        /// GRPO: whether advantages are divided by the prompt's standard deviation.
        package var scalesRewards = true
        /// PPO-ptx: files of rows whose likelihood is kept up, JSONL.
        package var pretraining: [String] = []
        /// PPO-ptx: the weight γ of their mean −ln p per token.
        package var pretrainingWeight = 1.0
        /// PPO-ptx: rows of them in each optimiser step.
        package var pretrainingRows = 8
    }

    package var method: Method
    /// The adapter's name; nil takes the file's.
    package var name: String?
    package var note: String?
    /// An alias, with adapters after `+`.
    package var model: String
    /// Files of rows, JSONL.
    package var data: [String]
    /// Files that are measured and not trained on.
    package var heldOut: [String]
    /// A suite of which no case may be in the data.
    package var heldOutSuite: String?
    package var learningRate: Double
    package var schedule: LearningRateSchedule.Shape
    package var warmup: Int
    package var finalShare: Double
    package var batchSize: Int
    package var accumulation: Int
    package var epochs: Int
    package var seed: Int
    package var shuffles: Bool
    /// The greatest length of a gradient; nil for no limit.
    package var clip: Double?
    package var optimiser: Optimiser
    package var weightDecay: Double
    /// The most tokens of a row; nil for the model's context.
    package var maxLength: Int?
    package var unusableRows: UnusableRows
    package var adapter: Adapter
    /// What is trained whole instead of the adapter; nil for the adapter.
    package var whole: Whole?
    package var preferences: Preferences
    package var sampling: Sampling
    /// Every how many steps samples are drawn to see KL, length and repetition; 0 for never.
    package var watchEvery: Int?
    package var watchPrompts: Int
    package var watchTokens: Int
    /// The suite that is run while the model trains; nil for none.
    package var checks: Checks?
    /// When the training stops before its end; nil for never.
    package var stop: Stop?
    /// The recipe as it was written, with nothing left out but the note.
    package var content: JSONValue
    /// The file that it was read from.
    package var file: String

    /// SHA-256 of everything that decides the result.
    package var contentHash: String { ContentHash.of(content) }

    /// What the adapter is called: `name`, or the file's name without its ending.
    package var adapterName: String {
        if let name { return name }
        let last = file.split(separator: "/").last.map(String.init) ?? file
        return last.split(separator: ".").first.map(String.init) ?? last
    }
}
