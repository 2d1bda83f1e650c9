import FoundationEssentials
import Subprocess

/// The text of a PDF, by poppler's `pdftotext`.
package enum PDFText {
    /// Reads a file.
    ///
    /// The program runs apart, with a bound on its time, its memory and what it may write, since a
    /// PDF from the network may be made to hurt its reader.
    ///
    /// - Parameters:
    ///   - program: what is run; another one for tests.
    ///   - timeout: how long it may take.
    /// - Throws: `PortfolioError.program` where it is missing, fails, or takes too long.
    package static func read(
        _ path: String, program: String = "pdftotext", timeout: Duration = .seconds(20)
    ) async throws -> String {
        // The shell sets the bound of memory (KiB) and is replaced by the program; paths are
        // arguments, never parts of the script.
        let script = #"ulimit -v 1500000; exec "$1" -enc UTF-8 -q -- "$2" -"#
        let outcome = try await limited(timeout) {
            try await Subprocess.run(
                .name("sh"), arguments: ["-c", script, "sh", program, path],
                output: .string(limit: 8 << 20), error: .string(limit: 64 << 10))
        }
        let complaint = RoleText.collapsed(outcome.standardError)
        switch outcome.terminationStatus {
        case .exited(0): break
        case .exited(126), .exited(127):
            throw PortfolioError(
                .program, "reading a PDF needs \(program), which is not installed",
                advice: "install poppler (on Debian: apt install poppler-utils), or save the page "
                    + "as text or HTML")
        default:
            throw PortfolioError(
                .program,
                "\(program) could not read \(path)"
                    + (complaint.isEmpty ? "" : ": \(String(complaint.prefix(200)))"),
                advice: "save the description as text or HTML and add that")
        }
        let text = outcome.standardOutput
        guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else {
            throw PortfolioError(
                .invalid, "\(path) holds no text, only pictures of it",
                advice: "copy the words into a text file and add that")
        }
        return text
    }

    private static func limited<Value: Sendable>(
        _ timeout: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else {
                throw PortfolioError(
                    .program, "reading the PDF took longer than \(timeout) and was stopped",
                    advice: "save the description as text or HTML and add that")
            }
            return value
        }
    }
}
