import Synchronization

/// Who may come in: the owner's token, and personal tokens for annotators.
///
/// A class because every request asks it while personal links may be added.
final class Access: Sendable {
    private let owner: String
    private let annotators = Mutex<[String: String]>([:])
    /// Beginnings of the paths that an annotator with a personal link may reach.
    static let annotatorPaths = ["/assets/", "/label/", "/api/label/"]

    init(owner: String) { self.owner = owner }

    /// Lets an annotator in by a personal token.
    func admit(_ annotator: String, token: String) {
        annotators.withLock { $0[token] = annotator }
    }

    /// Whose token it is; nil for nobody's.
    func identity(of token: String) -> StudioIdentity? {
        if Self.equal(token, owner) { return .owner }
        return annotators.withLock { known in
            known.first { Self.equal(token, $0.key) }.map { .annotator($0.value) }
        }
    }

    /// Whether somebody may ask for a path.
    static func allows(_ identity: StudioIdentity, _ path: String) -> Bool {
        switch identity {
        case .owner: true
        case .annotator: annotatorPaths.contains { path.hasPrefix($0) }
        }
    }

    /// Compares in a time that tells nothing about where two texts differ.
    static func equal(_ one: String, _ two: String) -> Bool {
        let (one, two) = (Array(one.utf8), Array(two.utf8))
        var difference = UInt(bitPattern: one.count ^ two.count)
        for index in two.indices {
            difference |= UInt((index < one.count ? one[index] : 0) ^ two[index])
        }
        return difference == 0
    }
}
