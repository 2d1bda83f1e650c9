import Synchronization

/// A ceiling on what a run may cost, shared by all its models.
///
/// One `BudgetLedger` behind one lock. When the rest covers no further call, calls under way end
/// as usual and new ones are refused: the run stops cleanly.
package final class Budget: Sendable {
    private struct State {
        var ledger: BudgetLedger
        var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastID = 0
        var refusals = 0
    }

    private let state: Mutex<State>

    /// - Parameter nanodollars: the ceiling.
    package init(nanodollars: Int) {
        state = Mutex(State(ledger: BudgetLedger(ceiling: min(nanodollars, Int.max / 4))))
    }

    /// The account at this moment.
    package var ledger: BudgetLedger { state.withLock { $0.ledger } }

    /// How many calls were refused because the rest did not cover them.
    package var refusals: Int { state.withLock { $0.refusals } }

    /// Sets a call's estimate aside, waiting for calls under way where their end may leave enough.
    ///
    /// - Throws: `ProviderError.budget`, or `CancellationError`.
    func admit(_ estimate: Int) async throws {
        while true {
            let (admission, ledger) = state.withLock { state in
                let admission = state.ledger.admit(estimate)
                if admission == .refused { state.refusals += 1 }
                return (admission, state.ledger)
            }
            switch admission {
            case .admitted: return
            case .refused: throw Self.refusal(ledger, estimate)
            case .wait: try await nextSettlement()
            }
        }
    }

    /// Puts what a call cost in place of its estimate, and lets those who wait look again.
    func settle(_ estimate: Int, cost: Int) {
        let waiters = state.withLock { state in
            state.ledger.settle(estimate, cost: cost)
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    private func nextSettlement() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    // What was under way may have ended since the ledger was asked.
                    if state.ledger.inFlight == 0 { return .success(()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?
                .resume(throwing: CancellationError())
        }
    }

    private static func refusal(_ ledger: BudgetLedger, _ estimate: Int) -> ProviderError {
        ProviderError(
            .budget,
            "the next call may cost \(Dollars.text(estimate)), and "
                + "\(Dollars.text(max(0, ledger.ceiling - ledger.spent))) of "
                + "\(Dollars.text(ledger.ceiling)) is left",
            advice: "raise --max-cost or lower max-tokens; the same command goes on from here")
    }
}

/// Amounts of money in words.
package enum Dollars {
    /// Nano-dollars as "$1.23", with as many digits as small amounts need: "$0.00042".
    package static func text(_ nanodollars: Int) -> String {
        let magnitude = nanodollars.magnitude
        let whole = magnitude / 1_000_000_000
        var fraction = String(magnitude % 1_000_000_000)
        fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
        var digits = Substring(fraction)
        if whole > 0 || fraction.hasPrefix("0") == false {
            digits = fraction.prefix(2)
        } else {
            // Two significant digits.
            let zeros = fraction.prefix { $0 == "0" }.count
            digits = zeros == 9 ? "00" : fraction.prefix(max(2, zeros + 2))
        }
        return "\(nanodollars < 0 ? "-" : "")$\(whole).\(digits)"
    }
}
