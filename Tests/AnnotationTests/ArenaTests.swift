import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("The arena")
struct ArenaTests {
    private static func arena(
        _ workspace: LabelWorkspace, cases: Int = 12, models: [String] = ["calm", "loud", "mild"]
    ) async throws -> ArenaDesk {
        let run = try await workspace.run(cases: cases, models: models)
        try await workspace.store.append(
            ArenaDefinition(
                id: workspace.store.ids.next(.arena), name: "talk", runs: [run.id],
                players: .models, question: "Which is better?"
            ).record)
        return try await ArenaDesk.open("talk", in: workspace.folder, store: workspace.store)
    }

    private static func vote(
        _ desk: ArenaDesk, _ voter: String, limit: Int = .max,
        _ choose: (ArenaPresentation) -> ArenaVote.Choice
    ) async throws -> Int {
        var count = 0
        while count < limit, let pair = try await desk.next(for: voter) {
            _ = try await desk.vote(
                ticket: pair.ticket, matchup: pair.matchup, choice: choose(pair), by: voter)
            count += 1
        }
        return count
    }

    @Test("A voter meets every pair of answers once, blind, on either side")
    func everyPair() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.arena(workspace)
        let count = try await Self.vote(desk, "ana") { pair in
            let text = pair.json.serialized()
            for word in ["calm", "mild", "secret", "smp_", "run_"] {
                #expect(!text.contains(word))
            }
            return .left
        }
        #expect(count == 36)
        let votes = try await desk.current()
        let pairs = Set(
            votes.map { "\($0.caseID)/\([$0.left.player, $0.right.player].sorted())" })
        #expect(pairs.count == 36)
        #expect(votes.allSatisfy { $0.probability > 0 && $0.probability <= 1 })
        let sides = votes.count { $0.left.player < $0.right.player }
        #expect(sides > 5 && sides < 31)
        let matchup = try #require(votes.first).matchup
        let pair = try await workspace.store.reader.record(matchup)
        #expect(pair.body["probability"] == .number(votes[0].probability))
    }

    @Test("The last vote is taken back by another one, and only that one counts")
    func undo() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.arena(workspace)
        #expect(try await desk.undo(for: "ana") == nil)
        _ = try await Self.vote(desk, "ana", limit: 2) { _ in .left }
        let again = try #require(try await desk.undo(for: "ana"))
        let former = try #require(again.former)
        #expect(former.choice == .left)
        #expect(!again.json.serialized().contains("calm"))
        // Without naming the vote that it takes back it is one too many.
        await #expect(throws: AnnotationError.self) {
            try await desk.vote(
                ticket: again.ticket, matchup: again.matchup, choice: .tie, by: "ana")
        }
        let second = try await desk.vote(
            ticket: again.ticket, matchup: again.matchup, choice: .tie, replaces: former.vote,
            by: "ana")
        let votes = try await desk.current()
        #expect(votes.count == 2 && votes.map(\.choice) == [.left, .tie])
        #expect(votes.last?.id == second.id && second.replaces == former.vote)
        // The next pair is a new one, and another desk sees the same.
        #expect(try await desk.next(for: "ana")?.matchup != again.matchup)
        let other = try await ArenaDesk.open("talk", in: workspace.folder, store: workspace.store)
        #expect(try await other.current() == votes)
    }

    @Test("The same pair comes until it is voted on; a ticket votes once; others' are refused")
    func tickets() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.arena(workspace)
        let pair = try await #require(desk.next(for: "ana"))
        #expect(try await desk.next(for: "ana")?.matchup == pair.matchup)
        // Another process hands the same pair out as well.
        let other = try await ArenaDesk.open("talk", in: workspace.folder, store: workspace.store)
        #expect(try await other.next(for: "ana")?.matchup == pair.matchup)
        let first = try await desk.vote(
            ticket: pair.ticket, matchup: pair.matchup, choice: .tie, reason: "equal",
            confidence: 2, by: "ana")
        let again = try await other.vote(
            ticket: pair.ticket, matchup: pair.matchup, choice: .left, by: "ana")
        #expect(again == first)
        let ticket = await desk.newTicket()
        for (voter, replaces) in [("ben", nil), ("ana", nil)] as [(String, RecordID?)] {
            await #expect(throws: AnnotationError.self) {
                try await desk.vote(
                    ticket: ticket, matchup: pair.matchup, choice: .left, replaces: replaces,
                    by: voter)
            }
        }
        let changed = try await desk.vote(
            ticket: ticket, matchup: pair.matchup, choice: .right, replaces: first.id, by: "ana")
        #expect(try await desk.current().map(\.id) == [changed.id])
        #expect(ArenaVote(try await workspace.store.reader.record(first.id)) == first)
    }

    @Test("A standing has ranks, differences, votes to flip and the effects of place and length")
    func standing() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await Self.arena(workspace, cases: 30)
        var number = 0
        for voter in ["ana", "ben"] {
            _ = try await Self.vote(desk, voter) { pair in
                number += 1
                // The marked answer wins three times of four; the rest goes to the left.
                if number % 4 == 0 { return number % 8 == 0 ? .left : .bothBad }
                if pair.left.contains("!") { return .left }
                if pair.right.contains("!") { return .right }
                return number % 2 == 0 ? .left : .right
            }
        }
        let votes = try await desk.current()
        let board = ArenaBoard(arena: "talk", players: desk.field.players, votes: votes)
        #expect(board.obstacle == nil)
        #expect(board.rows.first?.player == "loud")
        #expect(board.rows.first?.bestRank == 1 && board.rows.first?.worstRank == 1)
        let mean = board.rows.compactMap(\.elo).reduce(0, +) / 3
        #expect(abs(mean - 1000) < 1e-6)
        let behind = try #require(board.rows.last?.behind)
        #expect((behind.high ?? 0) < 0)
        #expect((board.topFlip?.votes ?? 0) > 10)
        #expect((board.anytimeP ?? 1) < 0.05)
        #expect(board.rows.reduce(0) { $0 + $1.bothBad } > 0)
        #expect(board.effects.count == 3 && board.effects[0].figure.value != nil)
        #expect(board.groups.count == 1)
        let (lines, leftOut) = try await ArenaPreferences.lines(
            votes, reader: workspace.store.reader)
        #expect(lines.count + leftOut == 90 && !lines.isEmpty)
        let line = try #require(lines.first)
        #expect(line["prompt"]?[0]?["role"] == "system")
        #expect(line["chosen"]?[0]?["content"] != line["rejected"]?[0]?["content"])
        #expect(line["votes"]?.array?.isEmpty == false)
    }

    @Test("Players without a chain of wins between them are not rated, and the groups are named")
    func disconnected() async throws {
        let desk = try await Self.arena(LabelWorkspace(), cases: 4, models: ["calm", "loud"])
        _ = try await Self.vote(desk, "ana") { $0.left.contains("!") ? .left : .right }
        let votes = try await desk.current()
        let board = ArenaBoard(arena: "talk", players: desk.field.players, votes: votes)
        #expect(board.rows.allSatisfy { $0.elo == nil })
        #expect(board.obstacle?.contains("only ever won or only ever lost") == true)
        #expect(board.groups == [["calm"], ["loud"]])
        let prior = ArenaBoard(
            arena: "talk", players: desk.field.players, votes: votes, prior: 1)
        #expect(prior.obstacle == nil && prior.rows.first?.player == "loud")
    }

    @Test("Models' votes stand in both orders, are marked, and count only where asked for")
    func models() async throws {
        let desk = try await Self.arena(LabelWorkspace())
        let pair = try await #require(desk.drawForModel("judge"))
        try await desk.vote(
            asModel: "judge", on: pair, inOrder: .left, inReverse: .right,
            reasons: ["first", "second"])
        let votes = try await desk.current()
        #expect(votes.count == 2 && votes.allSatisfy(\.isModel))
        #expect(votes[0].left == votes[1].right)
        let players = desk.field.players
        #expect(ArenaBoard(arena: "talk", players: players, votes: votes).votes == 0)
        #expect(
            ArenaBoard(arena: "talk", players: players, votes: votes, voters: .models).votes == 2)
    }

    @Test("Runs in which nobody can be compared are refused")
    func nobody() async throws {
        let workspace = try LabelWorkspace()
        await #expect(throws: AnnotationError.self) {
            _ = try await Self.arena(workspace, models: ["calm"])
        }
        await #expect(throws: AnnotationError.self) {
            try await ArenaDesk.open("talks", in: workspace.folder, store: workspace.store)
        }
    }
}
