import Evaluation
import LanguageModel

/// The reward of sampled answers: a suite's scorer, or a reward model.
enum PolicyReward {
    /// A score for each answer; nil where it could not be scored.
    static func scores(
        _ prompts: [PolicyPrompt], _ answers: [[TrainingSampler.Answer]],
        _ groups: [TrainingGroup], _ model: RewardModel?
    ) throws -> [[Double?]] {
        if let model { return model.rewards(groups).map { $0.map { $0 } } }
        return try blocking {
            var all: [[Double?]] = []
            for (prompt, answers) in zip(prompts, answers) {
                var row: [Double?] = []
                for answer in answers { row.append(await score(answer, prompt)) }
                all.append(row)
            }
            return all
        }
    }

    private static func score(_ answer: TrainingSampler.Answer, _ prompt: PolicyPrompt) async
        -> Double?
    {
        guard let scorer = prompt.scorer else { return nil }
        let outcome = await scorer.score(
            ScoringSubject(
                caseID: prompt.caseID, variables: prompt.variables, tags: prompt.tags,
                transcript: prompt.messages + [Message(.assistant, answer.text)],
                promptCount: prompt.messages.count, output: answer.text,
                reply: ReplyFacts(
                    finishReason: answer.hasEnded ? .stop : .length,
                    usage: TokenUsage(input: prompt.ids.count, output: answer.ids.count))))
        return outcome.credit(in: scorer.unit)
    }
}
