import FoundationEssentials
package import LanguageModel
package import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a training leaves on disk while it runs: its state, its metrics and its checkpoints, under
/// `.conduct/trainings/ID`.
package struct TrainingFolder: Sendable, Hashable {
    /// How far a training is.
    package enum Status: String, Sendable, Hashable, Codable {
        case running, finished, failed
    }

    /// The training's id.
    package let id: RecordID
    /// The folder's path.
    package let path: String

    /// The metrics, one JSON object a line.
    package var metricsPath: String { path + "/metrics.jsonl" }

    /// A member's checkpoint.
    func checkpointPath(member: Int) -> String { path + "/checkpoint-\(member).safetensors" }
    /// A finished member's numbers.
    package func partsPath(member: Int) -> String { path + "/member-\(member).safetensors" }

    private static func root(_ folder: WorkspaceFolder) -> String {
        folder.produced + "/trainings"
    }

    /// The folder of a training, whether it is there or not.
    package init(_ id: RecordID, in folder: WorkspaceFolder) {
        self.id = id
        path = Self.root(folder) + "/" + id.description
    }

    /// The unfinished training of a key; nil where there is none.
    static func unfinished(key: String, in folder: WorkspaceFolder) -> TrainingFolder? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root(folder))) ?? []
        for name in names.sorted().reversed() {
            guard let id = RecordID(name), id.kind == .training else { continue }
            let found = TrainingFolder(id, in: folder)
            guard let state = found.state, state["key"]?.string == key,
                state["status"]?.string == Status.running.rawValue
            else { continue }
            return found
        }
        return nil
    }

    /// The state as last written.
    var state: JSONValue? {
        guard let data = FileManager.default.contents(atPath: path + "/state.json") else {
            return nil
        }
        return try? JSONValue(parsing: data)
    }

    /// Makes the folder where it is not there, and writes the state.
    func write(_ status: Status, key: String, recipe: String) throws(DocumentError) {
        try FileAccess.makeFolder(path, path: path)
        let state: JSONValue = [
            "id": .string(id.description), "key": .string(key), "recipe": .string(recipe),
            "status": .string(status.rawValue),
        ]
        try FileAccess.write(
            Array((state.serializedPretty() + "\n").utf8), to: path + "/state.json",
            path: path + "/state.json")
    }

    /// The stored metrics; a line that a crash cut short is left out.
    package var metrics: [JSONValue] {
        guard let data = FileManager.default.contents(atPath: metricsPath) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONValue(parsing: Data($0))
        }
    }

    /// Keeps only the lines up to a member's step: what came after a checkpoint comes again.
    func truncateMetrics(afterStep step: Int, member: Int) throws(DocumentError) {
        let kept = metrics.filter { line in
            let (m, s) = (line["member"]?.int ?? 0, line["step"]?.int ?? 0)
            return m < member || (m == member && s <= step)
        }
        try FileAccess.write(
            Array(kept.map { $0.serialized() + "\n" }.joined().utf8), to: metricsPath,
            path: metricsPath)
    }

    /// Takes the folder for this process; nil where another has it. The lock goes with the
    /// process, however that ends.
    func lock() -> TrainingLock? {
        let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        // Who looks whether it is held has it for a moment.
        for _ in 0..<5 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                return TrainingLock(descriptor: descriptor)
            }
            usleep(2000)
        }
        close(descriptor)
        return nil
    }

    /// Whether a living process has the folder.
    package var isHeld: Bool {
        let descriptor = open(path + "/lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }
}

/// A folder that is held; a class so that the last reference lets it go.
final class TrainingLock: Sendable {
    private let descriptor: Int32
    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}

/// Appends lines to a file, each whole when the call returns.
struct LineWriter {
    let path: String

    func append(_ value: JSONValue) throws(DocumentError) {
        let bytes = Array((value.serialized() + "\n").utf8)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failed() }
        defer { close(descriptor) }
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw failed() }
    }

    private func failed() -> DocumentError {
        DocumentError(
            .file, file: path, "cannot be written: \(String(cString: strerror(errno)))",
            suggestion: "check the disk; the training goes on from its checkpoint")
    }
}
