package import Hummingbird
import NIOCore

/// What a request brings along: who asks.
package struct StudioContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; set by `TokenGuard` before any route is reached.
    var identity: StudioIdentity = .owner
    /// The address of the machine that asks; nil where there is no network between.
    let address: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress
    }
}

/// Who asks.
enum StudioIdentity: Sendable, Hashable {
    /// Whoever has the studio's own token.
    case owner
    /// An annotator with a personal link, who sees the own queue alone.
    case annotator(String)
}
