import FoundationEssentials
import Testing

/// Compares text with a file under Tests/Fixtures/Reports.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead, for a person to review
/// in the diff.
func expectGolden(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/Reports")
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return
    }
    let stored = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard stored != text else { return }
    let pairs = zip(
        stored.split(separator: "\n", omittingEmptySubsequences: false),
        text.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
        "\(name) differs from line \((first?.offset ?? 0) + 1): expected '\(first?.element.0 ?? "")', got '\(first?.element.1 ?? "")'",
        sourceLocation: sourceLocation)
}
