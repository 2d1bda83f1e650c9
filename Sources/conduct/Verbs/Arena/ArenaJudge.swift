import Annotation
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct arena judge`.
struct ArenaJudge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Let a model vote, in both orders, marked as a model's.",
        discussion: """
            Only a judge with a passed competence check votes (conduct judge check ALIAS).

            EXAMPLES
              conduct arena judge candour --judge claude --pairs 40
            """)

    @OptionGroup var arena: ArenaOptions

    @Option(name: .long, help: "The judge's alias; by default the workspace's judge.")
    var judge: String?

    @Option(name: .long, help: "How many pairs.")
    var pairs = 20

    @Option(name: .long, help: "Stop before this many US dollars.")
    var maxCost: Double?

    func validate() throws { try checkCost(maxCost) }

    func run() async throws {
        let (desk, folder, store) = try await arena.desk()
        let configuration = try folder.configuration()
        guard let alias = judge ?? configuration.judge else {
            throw Failure(
                .badInput,
                "error: no judge is named; give --judge ALIAS, or write judge: in conduct.yaml")
        }
        let setup = EvalSetup(
            folder: folder, configuration: configuration,
            maximumCost: maxCost, store: store)
        let bench = JudgeBench(setup: setup, store: store)
        let seat = try await bench.seat(for: alias)
        let pairwise = PairwiseJudge(seat, rubric: desk.definition.question)
        var (voted, undecided) = (0, 0)
        for number in 0..<max(pairs, 0) {
            guard let pair = try await desk.drawForModel(alias) else { break }
            let left = try await store.reader.sample(pair.left.sample)
            let right = try await store.reader.sample(pair.right.sample)
            var question = left.transcript
            if question.last?.role == .assistant { question.removeLast() }
            do {
                let finding = try await pairwise.compare(
                    left.output, right.output, question: question, seed: UInt64(number))
                // Each order is a vote of its own, by the places in which it was shown.
                try await desk.vote(
                    asModel: alias, on: pair,
                    inOrder: Self.choice(finding.inOrder, isSwapped: false),
                    inReverse: Self.choice(finding.inReverse, isSwapped: true),
                    reasons: finding.reasons)
                voted += 1
            } catch let error as PairwiseJudge.Undecided {
                undecided += 1
                if voted == 0, undecided == 1 { printError("could not judge: \(error.reason)") }
                if voted == 0, undecided >= 3 { break }
            }
            try await store.addCalls(bench.log.takeMade())
        }
        try await store.addCalls(bench.log.takeMade())
        await setup.catalogue.close()
        printOut(
            "\(NumberText.counted(voted, "pair")) judged in both orders by \(alias), "
                + "\(NumberText.count(undecided)) could not be judged")
        if voted == 0 { throw Failure(.no) }
    }

    private static func choice(
        _ preference: PairwiseJudge.Preference, isSwapped: Bool
    ) -> ArenaVote.Choice {
        switch preference {
        case .tie: .tie
        case .first: isSwapped ? .right : .left
        case .second: isSwapped ? .left : .right
        }
    }
}
