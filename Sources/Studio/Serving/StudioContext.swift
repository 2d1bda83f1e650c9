package import Hummingbird

/// What a request brings along: who asks.
package struct StudioContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; set by `TokenGuard` before any route is reached.
    var identity: StudioIdentity = .owner

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// Who asks.
enum StudioIdentity: Sendable, Hashable {
    /// Whoever has the studio's own token.
    case owner
    /// An annotator with a personal link, who sees the own queue alone.
    case annotator(String)
}
