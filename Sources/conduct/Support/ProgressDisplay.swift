import Synchronization

/// One line that tells how far a long piece of work has come, rewritten in place on a terminal and
/// printed now and then elsewhere.
final class ProgressDisplay: Sendable {
    /// What the line says.
    struct State: Sendable {
        var label: String
        var done = 0
        var total: Int
        var note = ""
        /// Seconds left where the work knows better than its mean rate so far.
        var secondsLeft: Double?
    }

    private struct Inner {
        var state: State
        var lastDrawn: ContinuousClock.Instant?
        var isFinished = false
    }

    private let start = ContinuousClock.now
    private let inner: Mutex<Inner>
    private let isInteractive = Terminal.error.isInteractive
    private let width = Terminal.error.width
    private let isSilent: Bool

    init(_ label: String, total: Int, isSilent: Bool = false) {
        inner = Mutex(Inner(state: State(label: label, total: total)))
        self.isSilent = isSilent
    }

    /// Changes the state and draws, at most ten times a second on a terminal.
    func update(_ change: (inout State) -> Void) {
        let line: String? = inner.withLock { inner in
            change(&inner.state)
            let now = ContinuousClock.now
            let interval: Duration = isInteractive ? .milliseconds(100) : .seconds(10)
            if let last = inner.lastDrawn, now - last < interval { return nil }
            // Elsewhere than on a terminal the first line comes after the first interval.
            if inner.lastDrawn == nil, !isInteractive, now - start < interval { return nil }
            inner.lastDrawn = now
            return inner.isFinished ? nil : text(inner.state, at: now)
        }
        if let line { draw(line) }
    }

    /// Clears the line; later updates draw nothing.
    func finish() {
        let wasDrawn = inner.withLock { inner in
            inner.isFinished = true
            return inner.lastDrawn != nil
        }
        if wasDrawn, isInteractive, !isSilent { printError("\r\u{1B}[2K", terminator: "") }
    }

    private func draw(_ line: String) {
        guard !isSilent else { return }
        if isInteractive {
            let fitted = String(line.unicodeScalars.prefix(max(10, width - 1)))
            printError("\r\u{1B}[2K" + fitted, terminator: "")
        } else {
            printError(line)
        }
    }

    private func text(_ state: State, at now: ContinuousClock.Instant) -> String {
        let elapsed = seconds(now - start)
        let rate = elapsed > 0 ? Double(state.done) / elapsed : 0
        var parts = ["\(state.label)  \(state.done)/\(state.total)"]
        if state.total > 0 { parts.append("\(100 * state.done / state.total) %") }
        if let left = state.secondsLeft, state.done < state.total {
            parts.append("\(clock(Int(left))) left")
        } else if rate > 0 {
            parts.append(rate >= 10 ? "\(Int(rate))/s" : "\(Double(Int(rate * 10)) / 10)/s")
            let left = Int(Double(state.total - state.done) / rate)
            if state.done < state.total { parts.append("\(clock(left)) left") }
        }
        if !state.note.isEmpty { parts.append(state.note) }
        return parts.joined(separator: " · ")
    }

    private func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    private func clock(_ seconds: Int) -> String {
        let minutes = seconds / 60
        let rest = seconds % 60
        let padded = rest < 10 ? "0\(rest)" : "\(rest)"
        return minutes >= 60
            ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes):\(padded)"
    }
}
