import Foundation

/// The built program, driven as a user drives it.
struct Program {
    struct Outcome {
        var status: Int32
        var output: String
        var error: String
    }

    /// Where the tests' build leaves it: beside the test bundle, or where CONDUCT_BINARY says.
    static var path: String {
        if let path = ProcessInfo.processInfo.environment["CONDUCT_BINARY"] { return path }
        return FileManager.default.currentDirectoryPath + "/.build/tests/release/conduct"
    }

    static func run(_ arguments: [String], in folder: String? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        // The error stream stays short, so reading one after the other cannot block the program.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            error: String(decoding: complaint, as: UTF8.self))
    }

    /// A new folder that is gone when the body returns.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "conduct-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
