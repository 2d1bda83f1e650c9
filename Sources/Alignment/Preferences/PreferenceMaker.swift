package import LanguageModel
package import Workspace

/// Makes preference pairs from what the store holds.
package struct PreferenceMaker: Sendable {
    private let store: Store

    package init(store: Store) { self.store = store }

    /// Pairs with the records that keep them.
    package struct Made: Sendable {
        /// One line for each pair.
        package var rows: [JSONValue] = []
        /// One `preference` record for each pair.
        package var records: [StoredRecord] = []
        /// Cases or votes that gave no pair, by reason.
        package var unused: [String: Int] = [:]

        /// The rows as a file.
        package var jsonl: String { rows.map(JSONLines.line).joined() }

        /// What was made and what gave nothing: one sentence each.
        package var sentences: [String] {
            unused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)." }
        }

        package func summary(path: String) -> JSONValue {
            [
                "pairs": .integer(rows.count), "path": .string(path),
                "unused": .object(unused.mapValues { .integer($0) }),
            ]
        }
    }

    private struct Scored {
        var sample: Sample
        var value: Double
    }

    /// Pairs an output that passes with one that fails, of the same case.
    ///
    /// - Parameters:
    ///   - perCase: the most pairs of one case and prompt; the clearest ones first.
    ///   - byValue: whether any two outputs of different values make a pair, the best with the
    ///     worst, the second best with the second worst and so on, instead of a pass with a fail.
    ///   - endedOnly: whether outputs that were cut off are left out: trained on, they would teach
    ///     to end a turn in the middle of a sentence.
    ///   - acrossPrompts: whether the two may come from different prompts; the pair then keeps the
    ///     rejected output's prompt, and teaches it what the other prompt brought about.
    /// - Throws: `AlignmentError` for an unknown scorer, or where no case has both.
    package func pairs(
        of run: RecordID, scorer: String, perCase: Int, acrossPrompts: Bool,
        byValue: Bool = false, endedOnly: Bool = false
    ) async throws -> Made {
        let reader = store.reader
        let scorings = try await reader.scorings(of: run)
        guard let scoring = scorings.first(where: \.isPrimary) ?? scorings.first else {
            throw AlignmentError(
                .data, "\(run) has no scores", advice: "score it with conduct rescore")
        }
        let table = try await reader.scoreTable(of: scoring.id)
        guard let index = table.scorers.firstIndex(of: scorer) else {
            throw AlignmentError(
                .name, "\(run) has no scorer '\(scorer)'",
                advice: "name one of: \(table.scorers.joined(separator: ", "))")
        }
        var verdicts: [RecordID: (verdict: Verdict, value: Double)] = [:]
        for row in table.rows where row.scorerIndex == index {
            verdicts[row.sample] = (row.verdict, row.value ?? (row.verdict == .pass ? 1 : 0))
        }
        var order: [String] = []
        var groups: [String: (pass: [Scored], fail: [Scored])] = [:]
        var made = Made()
        for try await page in reader.samples(of: run) {
            for sample in page where sample.failure == nil && !sample.output.isEmpty {
                guard let found = verdicts[sample.id], found.verdict != .unscored else { continue }
                if endedOnly, sample.finishReason == .length {
                    made.unused["outputs were cut off", default: 0] += 1
                    continue
                }
                let key = acrossPrompts ? sample.caseID : sample.caseID + "\u{0}" + sample.promptID
                if groups[key] == nil { order.append(key) }
                let scored = Scored(sample: sample, value: found.value)
                if found.verdict == .pass {
                    groups[key, default: ([], [])].pass.append(scored)
                } else {
                    groups[key, default: ([], [])].fail.append(scored)
                }
            }
        }
        for key in order {
            guard var group = groups[key] else { continue }
            if byValue {
                let all = (group.pass + group.fail).sorted {
                    ($1.value, $0.sample.id) < ($0.value, $1.sample.id)
                }
                group = (Array(all.prefix(all.count / 2)), Array(all.suffix(all.count / 2)))
            } else if group.pass.isEmpty {
                made.unused["cases never pass", default: 0] += 1
            }
            if !byValue, group.fail.isEmpty { made.unused["cases never fail", default: 0] += 1 }
            let best = group.pass.sorted { ($1.value, $0.sample.id) < ($0.value, $1.sample.id) }
            let worst = group.fail.sorted { ($0.value, $0.sample.id) < ($1.value, $1.sample.id) }
            var count = 0
            for (good, bad) in zip(best, worst)
            where (!byValue || good.value > bad.value) && good.sample.output != bad.sample.output
                && count < perCase
            {
                add(
                    chosen: good.sample, rejected: bad.sample, by: "scorer:\(scorer)", author: "",
                    source: [:], to: &made)
                count += 1
            }
        }
        guard !made.rows.isEmpty else {
            throw AlignmentError(
                .data,
                byValue
                    ? "no case of \(run) has two outputs of different values of \(scorer)"
                    : "no case of \(run) has both an output that passes \(scorer) and one that fails",
                advice: "sample more epochs at a temperature above 0, or use --across-prompts")
        }
        return made
    }

    /// Pairs from what people judged: the output preferred against the other. Ties, skips,
    /// repeats, judgments taken back, and items that are no pair of samples give nothing.
    ///
    /// - Parameters:
    ///   - run: only judgments on samples of this run; nil for all.
    ///   - project: only of this labelling project; nil for all.
    ///   - question: which of the project's questions decides; nil takes the only one that was
    ///     answered with one of the two.
    package func pairs(votesOn run: RecordID?, project: String?, question: String?) async throws
        -> Made
    {
        let reader = store.reader
        let all = try await reader.records(.annotation, named: project)
        let replaced = Set(
            all.flatMap(\.links).filter { $0.relation == "replaces" }.map(\.target))
        var made = Made()
        for vote in all where !replaced.contains(vote.id.description) {
            guard vote.body["repeat"]?.bool != true, vote.body["skip"] == nil,
                let target = vote.links.first(where: { $0.relation == "judges" })?.target,
                let item = RecordID(target),
                let voted = VotedPair(
                    vote: vote, item: try await reader.record(item), question: question)
            else {
                made.unused["judgments prefer neither of two samples", default: 0] += 1
                continue
            }
            let chosen = try await reader.sample(voted.winner)
            let rejected = try await reader.sample(voted.loser)
            if let run, chosen.run != run { continue }
            guard chosen.output != rejected.output else {
                made.unused["judgments are on equal outputs", default: 0] += 1
                continue
            }
            add(
                chosen: chosen, rejected: rejected, by: "vote", author: vote.author,
                source: ["vote": .string(vote.id.description)], to: &made)
        }
        guard !made.rows.isEmpty else {
            throw AlignmentError(
                .data, "no judgment prefers one sample to another",
                advice: "collect judgments on pairs of outputs first, with a pairwise question")
        }
        return made
    }

    /// What an arena's votes say of two samples.
    package struct Vote: Sendable, Hashable {
        package var chosen: RecordID
        package var rejected: RecordID
        /// The votes that it rests on.
        package var votes: [RecordID]

        package init(chosen: RecordID, rejected: RecordID, votes: [RecordID]) {
            self.chosen = chosen
            self.rejected = rejected
            self.votes = votes
        }
    }

    /// Pairs from an arena: for each two samples the one that more votes preferred.
    ///
    /// - Parameter leftOut: pairs of samples that the votes do not tell apart.
    /// - Throws: `AlignmentError` where there is none.
    package func pairs(_ preferences: [Vote], arena: String, leftOut: Int) async throws -> Made {
        var made = Made()
        for preference in preferences {
            let chosen = try await store.reader.sample(preference.chosen)
            let rejected = try await store.reader.sample(preference.rejected)
            let votes = preference.votes.map { JSONValue.string($0.description) }
            add(
                chosen: chosen, rejected: rejected, by: "arena:\(arena)", author: "",
                source: ["votes": .array(votes)], to: &made)
        }
        if leftOut > 0 { made.unused["pairs that the votes do not tell apart"] = leftOut }
        guard !made.rows.isEmpty else {
            throw AlignmentError(
                .data, "the votes of the arena '\(arena)' prefer no answer to another",
                advice: "vote first: conduct arena vote \(arena)")
        }
        return made
    }

    private func add(
        chosen: Sample, rejected: Sample, by: String, author: String,
        source extra: [String: JSONValue], to made: inout Made
    ) {
        let votes =
            (extra["vote"]?.string.map { [$0] } ?? [])
            + (extra["votes"]?.array ?? []).compactMap(\.string)
        let id = store.ids.next(.preference)
        let prompt = rejected.transcript.prefix(rejected.promptCount)
        // Later turns of a conversation belong to the prompt too, all but the last answer.
        let last = rejected.transcript.lastIndex { $0.role == .assistant }
        let question = last.map { Array(rejected.transcript[..<$0]) } ?? Array(prompt)
        var source = extra
        source["run"] = .string(rejected.run.description)
        source["preference"] = .string(id.description)
        source["chosen_sample"] = .string(chosen.id.description)
        source["rejected_sample"] = .string(rejected.id.description)
        source["case"] = .string(rejected.caseID)
        source["by"] = .string(by)
        let row: [String: JSONValue] = [
            "prompt": .array(question.map(\.json)),
            "chosen": .array([Message(.assistant, chosen.output).json]),
            "rejected": .array([Message(.assistant, rejected.output).json]),
            "source": .object(source),
        ]
        made.rows.append(.object(row))
        made.records.append(
            StoredRecord(
                id: id, author: author,
                links: [
                    RecordLink("prefers", chosen.id), RecordLink("to", rejected.id),
                    RecordLink("about", "case:\(rejected.caseID)"),
                ] + votes.map { RecordLink("from", $0) },
                body: .object(row)))
    }
}

/// Which of two samples a person preferred.
struct VotedPair {
    var winner: RecordID
    var loser: RecordID

    /// Reads an annotation of a pair; nil for a tie, for other questions, and for items that show
    /// no two samples.
    init?(vote: StoredRecord, item: StoredRecord, question: String?) {
        let shown = item.body["answers"]?.array ?? []
        guard shown.count == 2, let answers = vote.body["answers"]?.object else { return nil }
        let samples = shown.map { $0["sample"]?.string.flatMap(RecordID.init) }
        let keys = shown.map { $0["key"]?.string }
        guard let first = samples[0], let second = samples[1] else { return nil }
        let given =
            question.map { [answers[$0]?.string] }
            ?? answers.keys.sorted().map { answers[$0]?.string }
        let chosen = given.compactMap { $0.flatMap { keys.firstIndex(of: $0) } }
        // Two questions that disagree are no preference.
        guard let place = chosen.first, Set(chosen).count == 1 else { return nil }
        (winner, loser) = place == 0 ? (first, second) : (second, first)
    }
}
