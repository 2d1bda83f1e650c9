package import LanguageModel
package import Workspace

/// Preferences that follow from an arena's votes: for each pair of answers the one that more
/// votes preferred.
package enum ArenaPreferences {
    /// The pairs as lines of training data, each with the votes it rests on.
    ///
    /// Pairs that are level, that only got ties or that more votes called bad than preferred are
    /// left out.
    ///
    /// - Returns: the lines, and how many pairs were left out.
    package static func lines(
        _ votes: [ArenaVote], reader: StoreReader
    ) async throws -> (lines: [JSONValue], leftOut: Int) {
        struct Pair {
            var samples: [RecordID]
            var caseID: String
            var preferred = [0, 0]
            var bad = 0
            var votes: [ArenaVote] = []
        }
        var pairs: [[RecordID]: Pair] = [:]
        var order: [[RecordID]] = []
        for vote in votes where vote.choice != .skip {
            let samples = [vote.left.sample, vote.right.sample].sorted()
            if pairs[samples] == nil {
                order.append(samples)
                pairs[samples] = Pair(samples: samples, caseID: vote.caseID)
            }
            pairs[samples]?.votes.append(vote)
            switch vote.choice {
            case .left: pairs[samples]?.preferred[vote.left.sample == samples[0] ? 0 : 1] += 1
            case .right: pairs[samples]?.preferred[vote.right.sample == samples[0] ? 0 : 1] += 1
            case .bothBad: pairs[samples]?.bad += 1
            case .tie, .skip: break
            }
        }
        var lines: [JSONValue] = []
        for key in order {
            guard let pair = pairs[key], pair.preferred[0] != pair.preferred[1] else { continue }
            let winner = pair.preferred[0] > pair.preferred[1] ? 0 : 1
            guard pair.preferred[winner] > pair.bad else { continue }
            let chosen = try await reader.sample(pair.samples[winner])
            let rejected = try await reader.sample(pair.samples[1 - winner])
            guard chosen.output != rejected.output else { continue }
            var conversation = chosen.transcript
            if conversation.last?.role == .assistant { conversation.removeLast() }
            lines.append([
                "prompt": .array(conversation.map(\.json)),
                "chosen": [Message(.assistant, chosen.output).json],
                "rejected": [Message(.assistant, rejected.output).json],
                "case": .string(pair.caseID),
                "chosen_sample": .string(chosen.id.description),
                "rejected_sample": .string(rejected.id.description),
                "votes": .array(pair.votes.map { .string($0.id.description) }),
                "votes_for": .integer(pair.preferred[winner]),
                "votes_against": .integer(pair.preferred[1 - winner]),
                "by_models": .bool(pair.votes.contains(where: \.isModel)),
            ])
        }
        return (lines, order.count - lines.count)
    }
}
