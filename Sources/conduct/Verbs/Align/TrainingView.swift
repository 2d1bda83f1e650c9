import Alignment
import LanguageModel
import Reports
import Synchronization

/// A training on one line of the terminal: how far it is, and what the last step and the last
/// samples showed.
final class TrainingView: Sendable {
    private struct Seen {
        var watch: WatchMetrics?
        var check: SuiteCheck?
    }

    private let display: ProgressDisplay
    private let preparing: ProgressDisplay
    private let steps: Int
    private let seen = Mutex(Seen())

    init(_ name: String, steps: Int, members: Int, isSilent: Bool) {
        display = ProgressDisplay(name, total: steps * members, isSilent: isSilent)
        preparing = ProgressDisplay("reference", total: 0, isSilent: isSilent)
        self.steps = steps
    }

    func show(_ event: TrainingEvent) {
        switch event {
        case .preparing(let done, let count):
            preparing.update {
                $0.done = done
                $0.total = count
            }
        case .resumed(let step, let member):
            display.update {
                $0.done = member * steps + step
                $0.note = "resumed after step \(step)"
            }
        case .step(let step, let member):
            let (watch, check) = seen.withLock { ($0.watch, $0.check) }
            display.update {
                $0.done = member * steps + step.step
                $0.note = Self.note(step, watch, check)
            }
        case .watched(let watch, _, _): seen.withLock { $0.watch = watch }
        case .checked(let check, _): seen.withLock { $0.check = check }
        case .stopped(let stop, _): display.update { $0.note = "stopped: \(stop.reason)" }
        case .heldOut: break
        }
    }

    func finish() {
        preparing.finish()
        display.finish()
    }

    /// What the checked suite says, in a few words.
    static func note(_ check: SuiteCheck) -> String {
        "suite \(NumberText.percent(check.rate)) "
            + "(\(NumberText.points(check.difference)) points)"
    }

    private static func note(
        _ step: StepMetrics, _ watch: WatchMetrics?, _ check: SuiteCheck?
    ) -> String {
        var parts = ["loss \(NumberText.significant(step.loss))"]
        if let seen = step.preference {
            parts.append("margin \(NumberText.significant(seen.margin, signed: true))")
            parts.append("right \(NumberText.percent(seen.accuracy))")
        }
        if let watch {
            parts.append(
                "KL \(NumberText.significant(watch.klPerSequence)) an answer, "
                    + "\(NumberText.significant(watch.klPerToken)) a token")
            if watch.repetition > 0.1 {
                parts.append("repeats \(NumberText.percent(watch.repetition))")
            }
        }
        if let check { parts.append(note(check)) }
        parts.append("\(NumberText.fixed(step.tokensPerSecond, decimals: 0)) tok/s")
        return parts.joined(separator: " · ")
    }
}
