import Evaluation
import Providers
import Synchronization
import Workspace

/// The judges that suites may name, with the log that keeps their calls.
///
/// A class because scorers on many tasks share what was opened.
final class JudgeBench: Sendable {
    let log = CallLog()
    private let setup: EvalSetup
    private let store: Store
    private let seats = Mutex<[String: JudgeSeat]>([:])
    private let standard: Mutex<String?> = Mutex(nil)

    init(setup: EvalSetup, store: Store) {
        self.setup = setup
        self.store = store
    }

    /// Opens a judge; nothing happens for nil.
    func open(_ alias: String?) async throws {
        guard let alias else { return }
        let opened = try await setup.catalogue.open(alias)
        let reader = store.reader
        let model = RecordedModel(opened.provider, log: log, epoch: 0) { key in
            try await reader.calls(forKeys: [key])[key]
        }
        let seat = JudgeSeat(alias: alias, model: model, competence: nil)
        seats.withLock { $0[alias] = seat }
        standard.withLock { $0 = alias }
    }

    /// The judge of an alias, or the workspace's own for nil.
    var seat: @Sendable (String?) -> JudgeSeat? {
        { [self] alias in
            guard let name = alias ?? standard.withLock({ $0 }) else { return nil }
            return seats.withLock { $0[name] }
        }
    }
}
