import Synchronization

/// Text in the order in which it came; a class because a closure adds to it.
final class Pieces: Sendable {
    private let pieces = Mutex<[String]>([])

    var joined: String { pieces.withLock { $0.joined() } }

    func append(_ piece: String) { pieces.withLock { $0.append(piece) } }
}
