import Subprocess
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Prints HTML files as PDF by a Chromium that is installed.
enum PDFPrinter {
    /// The names under which a Chromium may be installed.
    static let programs = ["chromium", "chromium-browser", "google-chrome", "chrome"]

    /// Prints a file.
    ///
    /// - Returns: why there is no PDF; nil where there is one.
    static func print(_ source: String, to target: String) async -> String? {
        guard let absolute = realpath(source, nil) else { return "\(source) is not there" }
        defer { free(absolute) }
        let page = String(cString: absolute)
        for program in programs {
            var arguments = [
                "--headless", "--disable-gpu", "--no-pdf-header-footer",
                "--print-to-pdf=\(target)", "file://\(page)",
            ]
            // Chromium refuses its sandbox to root; the page has no script and no request.
            if getuid() == 0 { arguments.insert("--no-sandbox", at: 0) }
            guard
                let result = try? await Subprocess.run(
                    .name(program), arguments: Arguments(arguments), output: .discarded,
                    error: .discarded)
            else { continue }
            return result.terminationStatus.isSuccess && FileAccess.exists(target)
                ? nil : "\(program) could not print it"
        }
        return "Chromium is not installed"
    }
}
