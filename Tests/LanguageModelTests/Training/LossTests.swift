#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel
import Testing

@Suite struct LossTests {
    static let equal = LogRatio(policy: -70, reference: -70, tokens: 20)

    @Test(
        "Before the first step a loss on pairs has its known value",
        arguments: [
            (PairLoss.dpo(beta: 0.1), log(2.0)), (.dpo(beta: 5), log(2.0)),
            (.conservative(beta: 0.1, noise: 0.2), log(2.0)), (.ipo(beta: 0.1), 25.0),
        ])
    func stepZero(loss: PairLoss, expected: Double) {
        #expect(abs(loss(chosen: Self.equal, rejected: Self.equal).loss - expected) < 1e-12)
    }

    @Test("Before the first step KTO is one half, and a reward model ln 2")
    func otherStepZero() {
        for isDesirable in [true, false] {
            let value = LabelledLoss()(Self.equal, isDesirable: isDesirable, baseline: 0)
            #expect(value.loss == 0.5)
        }
        let value = RewardLoss()(
            [0, 0, 0],
            pairs: [
                RankedPair(chosen: 0, rejected: 1), RankedPair(chosen: 0, rejected: 2),
                RankedPair(chosen: 1, rejected: 2),
            ])
        #expect(abs(value.loss - log(2)) < 1e-12)
    }

    @Test(
        "The slopes of losses on pairs are those of their values",
        arguments: [
            PairLoss.dpo(beta: 0.1), .dpo(beta: 2), .conservative(beta: 0.3, noise: 0.1),
            .ipo(beta: 0.1),
        ],
        [(-60.0, -75.0), (-80.0, -61.0), (-70.0, -70.0)])
    func pairSlopes(loss: PairLoss, policy: (Double, Double)) {
        let h = 1e-5
        func value(_ a: Double, _ b: Double) -> PairLoss.Value {
            loss(
                chosen: LogRatio(policy: a, reference: -71, tokens: 17),
                rejected: LogRatio(policy: b, reference: -68, tokens: 23))
        }
        let here = value(policy.0, policy.1)
        let chosen = (value(policy.0 + h, policy.1).loss - value(policy.0 - h, policy.1).loss)
        let rejected = (value(policy.0, policy.1 + h).loss - value(policy.0, policy.1 - h).loss)
        #expect(abs(here.chosen - chosen / (2 * h)) < 1e-6 * max(1, abs(here.chosen)))
        #expect(abs(here.rejected - rejected / (2 * h)) < 1e-6 * max(1, abs(here.rejected)))
    }

    @Test("Far-off log-ratios give large but finite losses")
    func extremes() {
        let far = LogRatio(policy: -10_000, reference: -10, tokens: 20)
        let value = PairLoss.dpo(beta: 1)(chosen: far, rejected: Self.equal)
        #expect(abs(value.loss - 9990) < 1e-6)
        #expect(abs(value.chosen + 1) < 1e-9)
        #expect(PairLoss.dpo(beta: 1)(chosen: Self.equal, rejected: far).loss == 0)
    }

    @Test("KTO's slopes are those of its value", arguments: [true, false], [0.0, 1.5])
    func labelledSlopes(isDesirable: Bool, baseline: Double) {
        let loss = LabelledLoss(beta: 0.2, desirableWeight: 1.2, undesirableWeight: 0.7)
        func value(_ policy: Double) -> (loss: Double, slope: Double) {
            loss(
                LogRatio(policy: policy, reference: -70, tokens: 9), isDesirable: isDesirable,
                baseline: baseline)
        }
        let h = 1e-5
        let slope = (value(-68 + h).loss - value(-68 - h).loss) / (2 * h)
        #expect(abs(value(-68).slope - slope) < 1e-8)
    }

    @Test("KTO's baseline is the mean mismatched log-ratio, never below zero")
    func baseline() {
        let up = LogRatio(policy: -1, reference: -4, tokens: 1)
        let down = LogRatio(policy: -9, reference: -8, tokens: 1)
        #expect(LabelledLoss.baseline([up, down]) == 1)
        #expect(LabelledLoss.baseline([down]) == 0)
        #expect(LabelledLoss.baseline([]) == 0)
    }

    @Test("A reward model's slopes are those of its value", arguments: [0, 0.01])
    func rewardSlopes(centring: Double) {
        let loss = RewardLoss(centring: centring)
        let pairs = [
            RankedPair(chosen: 0, rejected: 1, margin: 0.5), RankedPair(chosen: 2, rejected: 1),
        ]
        let rewards = [0.3, -1.2, 2.0]
        let slopes = loss(rewards, pairs: pairs).slopes
        let h = 1e-5
        for index in rewards.indices {
            var (up, down) = (rewards, rewards)
            up[index] += h
            down[index] -= h
            let slope = (loss(up, pairs: pairs).loss - loss(down, pairs: pairs).loss) / (2 * h)
            #expect(abs(slopes[index] - slope) < 1e-8)
        }
    }

    @Test("PPO's first minibatch has ratio 1, no divergence and nothing clipped")
    func policyStepZero() {
        let logprobs = [-1.5, -0.2, -3]
        let value = ClippedPolicyLoss()(
            logprobs: logprobs, old: logprobs, advantages: [1, -2, 0.5])
        #expect(value.meanRatio == 1)
        #expect(value.approximateKL == 0)
        #expect(value.clippedShare == 0)
        #expect(abs(value.loss - 0.5 / 3) < 1e-12)
        for estimator in DivergenceEstimator.allCases {
            #expect(estimator(policy: -1.5, reference: -1.5) == 0)
        }
    }

    @Test("PPO's slopes are those of its losses, clipped or not")
    func policySlopes() {
        let old = [-1.0, -1.0, -1.0, -1.0, -1.0]
        let logprobs = [-0.95, -0.5, -1.6, -0.5, -1.6]
        let advantages = [1.0, 1.0, 1.0, -1.0, -1.0]
        let loss = ClippedPolicyLoss()
        let values = ClippedValueLoss()
        let returns = [0.5, -0.5, 2.0, -0.6, -3.0]
        let slopes = loss(logprobs: logprobs, old: old, advantages: advantages).slopes
        let valueSlopes = values(values: logprobs, old: old, returns: returns).slopes
        #expect(slopes[1] == 0 && slopes[4] == 0)
        let h = 1e-6
        for index in logprobs.indices {
            var (up, down) = (logprobs, logprobs)
            up[index] += h
            down[index] -= h
            let slope =
                (loss(logprobs: up, old: old, advantages: advantages).loss
                    - loss(logprobs: down, old: old, advantages: advantages).loss) / (2 * h)
            #expect(abs(slopes[index] - slope) < 1e-8)
            let valueSlope =
                (values(values: up, old: old, returns: returns).loss
                    - values(values: down, old: old, returns: returns).loss) / (2 * h)
            #expect(abs(valueSlopes[index] - valueSlope) < 1e-8)
        }
    }

    @Test("Estimators' slopes are those of their values", arguments: DivergenceEstimator.allCases)
    func estimatorSlopes(estimator: DivergenceEstimator) {
        let h = 1e-6
        let slope =
            (estimator(policy: -1 + h, reference: -1.4) - estimator(policy: -1 - h, reference: -1.4))
            / (2 * h)
        #expect(abs(estimator.slope(policy: -1, reference: -1.4) - slope) < 1e-8)
    }

    @Test("Advantages follow their recursion")
    func advantages() {
        // δ = (1 + 0.5·2 − 1, 0 + 0.5·3 − 2, 2 − 3) = (1, −0.5, −1), A backwards with γλ = 0.25.
        let found = Advantages.generalised(
            rewards: [1, 0, 2], values: [1, 2, 3], discount: 0.5, decay: 0.5)
        #expect(found.advantages == [0.8125, -0.75, -1])
        #expect(found.returns == [1.8125, 1.25, 2])
    }

    @Test("Whitening gives unit variance, with or without the mean")
    func whitening() {
        let values = [1.0, 2, 4, 9]
        for keepingMean in [true, false] {
            let white = Advantages.whitened(values, keepingMean: keepingMean)
            let mean = white.reduce(0, +) / 4
            #expect(abs(mean - (keepingMean ? 4 : 0)) < 1e-9)
            let variance = white.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
            #expect(abs(variance - 1) < 1e-6)
        }
    }

    @Test("Groups' advantages compare a score with the others")
    func groups() {
        #expect(Advantages.leaveOneOut([1, 2, 6]) == [-3, -1.5, 4.5])
        #expect(Advantages.leaveOneOut([5]) == [0])
        #expect(Advantages.groupRelative([1, 2, 6], isScaled: false) == [-2, -1, 3])
        #expect(Advantages.groupRelative([3, 3, 3]) == [0, 0, 0])
        #expect(Advantages.penalised(2, hasEnd: false, penalty: 1) == 1)
        #expect(
            Advantages.tokenRewards(score: 1, divergences: [0.5, 1], weight: 0.1) == [-0.05, 0.9])
        #expect(Advantages.explainedVariance(values: [1, 2, 3], returns: [1, 2, 3]) == 1)
    }

    @Test("The divergence's weight follows its target, by at most a fifth a horizon")
    func adaptive() {
        var weight = AdaptiveDivergenceWeight(weight: 1, target: 6, horizon: 100)
        weight.update(divergence: 60, samples: 100)
        #expect(abs(weight.weight - 1.2) < 1e-12)
        weight.update(divergence: 0, samples: 50)
        #expect(abs(weight.weight - 1.08) < 1e-12)
        weight.update(divergence: 6, samples: 50)
        #expect(abs(weight.weight - 1.08) < 1e-12)
    }
}
