import Hummingbird

/// A part of the studio: its pages and its calls.
protocol StudioArea: Sendable {
    /// Adds the routes.
    func add(to router: Router<StudioContext>)
    /// What of it the description of the API tells.
    var operations: [APIOperation] { get }
}

extension StudioArea {
    var operations: [APIOperation] { [] }
}
