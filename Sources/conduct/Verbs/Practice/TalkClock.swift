import Portfolio
import Synchronization

/// The running clock of a talk on a terminal: a line that is rewritten each second while another
/// thread waits for Enter.
enum TalkClock {
    /// A line that a person typed; the thread that reads hands them over here.
    private final class Keys: Sendable {
        private let lines = Mutex<(waiting: [String], isOver: Bool)>(([], false))

        func add(_ line: String?) {
            lines.withLock { state in
                if let line { state.waiting.append(line) } else { state.isOver = true }
            }
        }

        /// The next line; nil where none came, an end of input as `q`.
        func next() -> String? {
            lines.withLock { state in
                if !state.waiting.isEmpty { return state.waiting.removeFirst() }
                return state.isOver ? "q" : nil
            }
        }
    }

    /// Runs a talk: Enter ends a section, q the talk.
    static func run(_ timer: TalkTimer) async -> TalkTimer {
        var timer = timer
        let copy = timer
        await watch(
            line: { elapsed, marked in
                var shown = copy
                for mark in marked { shown.mark(at: mark) }
                return shown.line(at: elapsed) + "  Enter: next, q: end"
            },
            onLine: { elapsed, marked, text in
                marked.append(elapsed)
                return text == "q" || marked.count == copy.plan.sections.count
            }
        ).forEach { timer.mark(at: $0) }
        return timer
    }

    /// Runs until Enter.
    ///
    /// - Returns: the seconds that passed.
    static func run(label: @escaping (Double) -> String) async -> Double {
        await watch(
            line: { elapsed, _ in label(elapsed) },
            onLine: { elapsed, marked, _ in
                marked.append(elapsed)
                return true
            }
        ).last ?? 0
    }

    private static func watch(
        line: (Double, [Double]) -> String, onLine: (Double, inout [Double], String) -> Bool
    ) async -> [Double] {
        let keys = Keys()
        let reader = LineThread { keys.add($0) }
        reader.start()
        let start = ContinuousClock.now
        var marked: [Double] = []
        while true {
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            if let text = keys.next() {
                let isOver = onLine(elapsed, &marked, text)
                if isOver { break }
                reader.start()
            }
            printOut("\r\u{1B}[2K" + line(elapsed, marked), terminator: "")
            do { try await Task.sleep(for: .milliseconds(200)) } catch { break }
        }
        printOut("")
        return marked
    }
}
