package import LanguageModel
import Statistics
package import Workspace

/// A pair as it is handed to a voter: nothing in it tells whose answers they are.
package struct ArenaPresentation: Sendable, Hashable {
    /// `vot_…`: the id that the vote will have. Sending it twice stores it once.
    package var ticket: RecordID
    /// The stored pair.
    package var matchup: RecordID
    package var question: String
    /// The conversation before the answers, system messages left out.
    package var conversation: [Message]
    package var left: String
    package var right: String
    /// How many votes the voter has given.
    package var voted: Int
    /// The voter's own vote on this pair that the next one takes back; nil for a new pair.
    package var former: Former?

    /// What the voter said before.
    package struct Former: Sendable, Hashable {
        package var vote: RecordID
        package var choice: ArenaVote.Choice
        package var reason: String?
        package var confidence: Int?
    }

    package var json: JSONValue {
        [
            "ticket": .string(ticket.description), "matchup": .string(matchup.description),
            "question": .string(question), "conversation": .array(conversation.map(\.json)),
            "left": .string(left), "right": .string(right), "voted": .integer(voted),
            "former": former.map { former in
                [
                    "vote": .string(former.vote.description),
                    "choice": .string(former.choice.rawValue),
                    "reason": former.reason.map(JSONValue.string) ?? .null,
                    "confidence": former.confidence.map(JSONValue.integer) ?? .null,
                ]
            } ?? .null,
        ]
    }
}

/// Where pairs are handed out and votes are taken.
package actor ArenaDesk {
    nonisolated package let definition: ArenaDefinition
    nonisolated package let field: ArenaField
    private let store: Store
    private let journal: JudgmentJournal
    private var votes: [RecordID: ArenaVote] = [:]
    private var replaced: Set<RecordID> = []
    private var matchups: [RecordID: ArenaMatchup] = [:]
    private var votePosition: Int64 = 0
    private var pairPosition: Int64 = 0
    private var tickets: [RecordID: RecordID] = [:]

    private init(
        definition: ArenaDefinition, field: ArenaField, store: Store, journal: JudgmentJournal
    ) {
        self.definition = definition
        self.field = field
        self.store = store
        self.journal = journal
    }

    /// Opens an arena by its name.
    package static func open(
        _ name: String, in folder: WorkspaceFolder, store: Store
    ) async throws -> ArenaDesk {
        let definition = try await ArenaDefinition.find(name, in: store.reader)
        return ArenaDesk(
            definition: definition,
            field: try await ArenaField(definition, reader: store.reader), store: store,
            journal: JudgmentJournal(folder: folder.root + "/judgments"))
    }

    /// The votes that count, oldest first.
    package func current() async throws -> [ArenaVote] {
        try await refresh()
        return counting
    }

    private var counting: [ArenaVote] {
        votes.values.filter { !replaced.contains($0.id) }
            .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    /// The next pair for a voter, stored before it is shown; nil where every pair was voted on.
    ///
    /// Until it is voted on the same pair comes again.
    package func next(for voter: String) async throws -> ArenaPresentation? {
        guard !voter.isEmpty else { throw Self.nameless }
        try await refresh()
        let voted = Set(votes.values.map(\.matchup))
        let open = matchups.values.filter { $0.voter == voter && !voted.contains($0.id) }
            .max { $0.id < $1.id }
        if let open, let shown = try await present(open) { return shown }
        let ticket = store.ids.next(.item)
        guard let drawn = try draw(ticket, voter) else { return nil }
        try await store.append(drawn.record)
        matchups[drawn.id] = drawn
        return try await present(drawn)
    }

    /// The voter's last vote once more, to be changed; nil where there is none.
    package func undo(for voter: String) async throws -> ArenaPresentation? {
        guard !voter.isEmpty else { throw Self.nameless }
        try await refresh()
        guard let last = counting.last(where: { $0.voter == voter && !$0.isModel }),
            let matchup = matchups[last.matchup], var shown = try await present(matchup)
        else { return nil }
        shown.former = ArenaPresentation.Former(
            vote: last.id, choice: last.choice, reason: last.reason, confidence: last.confidence)
        return shown
    }

    private func present(_ matchup: ArenaMatchup) async throws -> ArenaPresentation? {
        let left = try await store.reader.sample(matchup.left.sample)
        let right = try await store.reader.sample(matchup.right.sample)
        var conversation = left.transcript
        if conversation.last?.role == .assistant { conversation.removeLast() }
        let ticket = tickets[matchup.id] ?? store.ids.next(.vote)
        tickets[matchup.id] = ticket
        return ArenaPresentation(
            ticket: ticket, matchup: matchup.id, question: definition.question,
            conversation: conversation.filter { $0.role != .system }, left: left.output,
            right: right.output,
            voted: counting.count { $0.voter == matchup.voter && $0.choice != .skip })
    }

    /// Draws players by what a vote between them tells, then a case and the sides evenly.
    private func draw(_ id: RecordID, _ voter: String) throws -> ArenaMatchup? {
        var generator = CounterGenerator(seed: Derived.word("arena", id.description))
        let count = field.players.count
        let all = try ActivePairs(
            players: count, votes: definition.isUniform ? nil : try? counted(counting)?.votes)
        let seen = Set(
            votes.values.filter { $0.voter == voter }.map { vote in
                [vote.caseID] + [vote.left.player, vote.right.player].sorted()
            })
        func cases(_ pair: SIMD2<Int>) -> [ArenaField.Case] {
            let names = [field.players[pair[0]], field.players[pair[1]]].sorted()
            return field.cases.filter { item in
                item.answers[pair[0]] != nil && item.answers[pair[1]] != nil
                    && !seen.contains([item.id] + names)
            }
        }
        // Pairs without a case left can't be drawn; the others keep their proportions.
        let open = all.pairs.indices.filter { !cases(all.pairs[$0]).isEmpty }
        let total = open.reduce(0) { $0 + all.probabilities[$1] }
        guard let last = open.last, total > 0 else { return nil }
        var rest = generator.uniform() * total
        var chosen = last
        for index in open {
            if rest < all.probabilities[index] {
                chosen = index
                break
            }
            rest -= all.probabilities[index]
        }
        let pair = all.pairs[chosen]
        let choices = cases(pair)
        let item = choices[generator.index(below: choices.count)]
        let swaps = generator.bernoulli(0.5)
        guard let first = item.answers[pair[0]], let second = item.answers[pair[1]] else {
            return nil
        }
        return ArenaMatchup(
            id: id, arena: definition.name, caseID: item.id, left: swaps ? second : first,
            right: swaps ? first : second, probability: all.probabilities[chosen] / total,
            voter: voter)
    }

    /// Takes a vote; what was taken under the same ticket before is given back unchanged.
    ///
    /// - Throws: `AnnotationError` for a pair or ticket of others.
    package func vote(
        ticket: RecordID, matchup: RecordID, choice: ArenaVote.Choice, reason: String? = nil,
        confidence: Int? = nil, replaces: RecordID? = nil, by voter: String
    ) async throws -> ArenaVote {
        guard !voter.isEmpty else { throw Self.nameless }
        guard ticket.kind == .vote else {
            throw AnnotationError(
                .invalid, "'\(ticket)' is no vote's id", advice: "send the pair's own ticket")
        }
        if let confidence, !(1...3).contains(confidence) {
            throw AnnotationError(
                .invalid, "a confidence of \(confidence)", advice: "give 1, 2 or 3")
        }
        try await refresh()
        if let taken = votes[ticket] {
            guard taken.voter == voter, taken.matchup == matchup else { throw Self.foreign }
            return taken
        }
        guard let pair = matchups[matchup], pair.voter == voter else { throw Self.foreign }
        let former = counting.first { $0.matchup == matchup }
        guard former?.id == replaces else {
            throw AnnotationError(
                .conflict, "this pair was voted on already",
                advice: "name the vote that you take back under 'replaces'")
        }
        let served = Int(Timestamp.now.milliseconds - ticket.milliseconds)
        let vote = ArenaVote(
            id: ticket, matchup: pair, choice: choice, reason: reason, confidence: confidence,
            voter: voter, elapsed: (0...86_400_000).contains(served) ? served : nil,
            replaces: replaces)
        return try await keep(vote)
    }

    /// Stores a model's votes on one pair, one in each order.
    package func vote(
        asModel judge: String, on matchup: ArenaMatchup, inOrder: ArenaVote.Choice,
        inReverse: ArenaVote.Choice, reasons: [String]
    ) async throws {
        var reversed = matchup
        reversed.id = store.ids.next(.item)
        (reversed.left, reversed.right) = (matchup.right, matchup.left)
        try await store.append([matchup.record, reversed.record])
        for (pair, choice, reason) in [
            (matchup, inOrder, reasons.first), (reversed, inReverse, reasons.last),
        ] {
            _ = try await keep(
                ArenaVote(
                    id: store.ids.next(.vote), matchup: pair, choice: choice, reason: reason,
                    voter: judge, isModel: true))
        }
    }

    /// A pair for a model to judge; it is stored with the model's votes.
    package func drawForModel(_ judge: String) async throws -> ArenaMatchup? {
        try await refresh()
        return try draw(store.ids.next(.item), judge)
    }

    /// A fresh ticket, for a vote that takes another one back.
    package func newTicket() -> RecordID { store.ids.next(.vote) }

    private func keep(_ vote: ArenaVote) async throws -> ArenaVote {
        try await store.append(vote.record, journal: journal)
        guard let taken = ArenaVote(try await store.reader.record(vote.id)),
            taken.voter == vote.voter, taken.matchup == vote.matchup
        else { throw Self.foreign }
        take(taken)
        tickets[taken.matchup] = nil
        return taken
    }

    private func take(_ vote: ArenaVote) {
        votes[vote.id] = vote
        if let old = vote.replaces { replaced.insert(old) }
    }

    private func refresh() async throws {
        let new = try await store.reader.records(
            .vote, named: definition.name, after: votePosition)
        votePosition = max(votePosition, new.position)
        for record in new.records { if let vote = ArenaVote(record) { take(vote) } }
        let pairs = try await store.reader.records(
            .item, named: ArenaMatchup.name(definition.name), after: pairPosition)
        pairPosition = max(pairPosition, pairs.position)
        for record in pairs.records {
            if let matchup = ArenaMatchup(record) { matchups[matchup.id] = matchup }
        }
    }

    /// Votes as comparisons between the field's players.
    private func counted(_ votes: [ArenaVote]) throws -> ArenaCount? {
        try ArenaCount(votes, players: field.players)
    }

    private static let foreign = AnnotationError(
        .conflict, "the ticket or the pair is somebody else's",
        advice: "take the next pair and send its own ticket")
    private static let nameless = AnnotationError(
        .invalid, "a voter needs a name", advice: "give one with --annotator")
}
