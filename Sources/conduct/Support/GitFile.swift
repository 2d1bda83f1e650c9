import Subprocess

/// Files as git holds them.
enum GitFile {
    /// The text of a file at a revision.
    ///
    /// - Parameters:
    ///   - path: relative to the folder.
    ///   - folder: the folder in which git runs.
    static func text(_ path: String, revision: String, in folder: String) async throws -> String {
        guard !revision.isEmpty, !revision.hasPrefix("-"), !revision.contains(":") else {
            throw Failure(.badInput, "error: '\(revision)' is no revision of git")
        }
        let (isDone, text, complaint) = try await show("\(revision):./\(path)", in: folder)
        guard isDone, let text else {
            let why = (complaint ?? "").split(separator: "\n").first.map(String.init)
            throw Failure(
                .badInput,
                "error: git has no \(path) at '\(revision)'\(why.map { " (\($0))" } ?? ""); "
                    + "check the revision with: git log -- \(path)")
        }
        return text
    }

    private static func show(
        _ object: String, in folder: String
    ) async throws -> (Bool, String?, String?) {
        do {
            let result = try await Subprocess.run(
                .name("git"), arguments: ["-C", folder, "show", object],
                output: .string(limit: 16 << 20), error: .string(limit: 64 << 10))
            return (result.terminationStatus.isSuccess, result.standardOutput, result.standardError)
        } catch {
            throw Failure(.outside, "error: git can't be run here; install it to compare revisions")
        }
    }
}
