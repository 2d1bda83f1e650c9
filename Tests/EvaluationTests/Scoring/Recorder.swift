import Providers
import Synchronization

/// Keeps the requests that a model gets.
///
/// A class because the model's closure and the test share it.
final class Recorder: Sendable {
    private let requests = Mutex<[ModelRequest]>([])
    func add(_ request: ModelRequest) { requests.withLock { $0.append(request) } }
    var all: [ModelRequest] { requests.withLock { $0 } }
}
