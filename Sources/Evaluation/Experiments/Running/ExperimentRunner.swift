package import Workspace

/// Carries out a planned experiment: an evaluation with all its means, and the records that say
/// which run followed which lock and that held-out cases were looked at.
package struct ExperimentRunner: Sendable {
    private let plan: ExperimentPlan
    private let store: Store
    private let runner: EvalRunner

    /// - Parameters:
    ///   - reusesCalls: whether stored calls may stand in for new ones.
    ///   - judgeCalls: the log of the judges' calls, committed with the samples.
    ///   - onProgress: called after each sample, from any task; must be quick.
    package init(
        _ plan: ExperimentPlan, store: Store, reusesCalls: Bool = true, judgeCalls: CallLog? = nil,
        onProgress: @escaping @Sendable (EvalProgress) -> Void = { _ in }
    ) {
        self.plan = plan
        self.store = store
        runner = EvalRunner(
            plan.eval, store: store, reusesCalls: reusesCalls, judgeCalls: judgeCalls,
            onProgress: onProgress)
    }

    /// Runs to the end, or to what stops it; a stopped run is continued by the next call.
    ///
    /// - Throws: `StoreError` where results cannot be kept.
    package func run() async throws -> EvalResult {
        let result = try await runner.run()
        let id = result.run.id
        let known = try await store.reader.records(
            linkingTo: id.description, kind: .experiment)
        if known.isEmpty {
            var records = [ExperimentRecords.run(plan, run: id, ids: store.ids)]
            if plan.part == .heldOut {
                records.append(
                    ExperimentRecords.look(
                        plan.document.name, run: id, reason: "run", ids: store.ids))
            }
            try await store.append(records)
        }
        return result
    }
}
