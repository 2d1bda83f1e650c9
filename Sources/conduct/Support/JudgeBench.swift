import Alignment
import Evaluation
import Providers
import Synchronization
import Workspace

/// The judges and reward models that suites may name, with the log that keeps judges' calls.
///
/// A class because scorers on many tasks share what was opened.
final class JudgeBench: Sendable {
    let log = CallLog()
    private let setup: EvalSetup
    private let store: Store
    private let seats = Mutex<[String: JudgeSeat]>([:])
    private let rewards = Mutex<[String: RewardModel]>([:])

    init(setup: EvalSetup, store: Store) {
        self.setup = setup
        self.store = store
    }

    /// Opens the judges that scorers ask for, each with its stored competence checks; a judge
    /// that nothing asks for is left alone.
    ///
    /// - Throws: what `ModelCatalogue.open` throws: an alias that no model has, a missing key.
    func open(for scorers: [ScorerDocument]) async throws {
        let wanted = Set(
            scorers.flatMap(Self.judges).compactMap { $0.alias ?? setup.configuration.judge })
        for alias in wanted.sorted() where !isOpen(alias) {
            let seat = try await seat(for: alias)
            seats.withLock { $0[alias] = seat }
        }
        for name in Set(scorers.flatMap(Self.rewardModels)).sorted() {
            guard let folder = setup.folder, rewardModel(name) == nil else { continue }
            let model = try await RewardModel(
                named: name, in: folder, store: store, configuration: setup.configuration)
            rewards.withLock { $0[name] = model }
        }
    }

    /// Opens the judges of a suite's and its cases' scorers.
    func open(for suite: Suite) async throws {
        try await open(for: suite.scorers + suite.cases.flatMap(\.scorers))
    }

    /// A judge with its stored checks.
    ///
    /// - Parameter reusesCalls: whether verdicts that are stored are taken again.
    func seat(for alias: String, reusesCalls: Bool = true) async throws -> JudgeSeat {
        let opened = try await setup.catalogue.open(alias)
        let reader = store.reader
        let stored: @Sendable (String) async throws -> StoredCall? = { key in
            reusesCalls ? try await reader.calls(forKeys: [key])[key] : nil
        }
        let model = RecordedModel(opened.provider, log: log, epoch: 0, lookUp: stored)
        let hash = JudgeSeat.hash(of: model.identity, opened.document.parameters)
        return JudgeSeat(
            alias: alias, model: model, parameters: opened.document.parameters,
            checks: try await JudgeSeat.checks(of: hash, in: reader))
    }

    /// The judge of an alias, or the workspace's own for nil.
    var seat: @Sendable (String?) -> JudgeSeat? {
        { [self] alias in
            guard let name = alias ?? setup.configuration.judge else { return nil }
            return seats.withLock { $0[name] }
        }
    }

    /// A reward model that was opened.
    var rewardModel: @Sendable (String) -> (any RewardSource)? {
        { [self] name in rewards.withLock { $0[name] } }
    }

    private func isOpen(_ alias: String) -> Bool { seats.withLock { $0[alias] != nil } }

    /// A scorer's request for a judge; no alias means the workspace's own.
    private struct Wish { let alias: String? }

    private static func judges(_ scorer: ScorerDocument) -> [Wish] {
        if scorer.kind == "judge" { return [Wish(alias: scorer.arguments["model"]?.label)] }
        return scorer.members.flatMap(judges)
    }

    private static func rewardModels(_ scorer: ScorerDocument) -> [String] {
        if scorer.kind == "reward" {
            return [scorer.arguments.label ?? scorer.arguments["model"]?.label].compactMap { $0 }
        }
        return scorer.members.flatMap(rewardModels)
    }
}
