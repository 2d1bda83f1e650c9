import Subprocess

/// Opening a file or address with the desktop's own program.
enum Opening {
    static func open(_ target: String) {
        #if os(macOS)
            let program = "open"
        #else
            let program = "xdg-open"
        #endif
        Task.detached {
            do {
                _ = try await Subprocess.run(
                    .name(program), arguments: [target], output: .discarded, error: .discarded)
            } catch {
                printError("No program to open it with (\(program)); open it by hand: \(target)")
            }
        }
    }
}
