import Alignment
import ServiceLifecycle
import Workspace

/// Tells live views of steps of trainings: their metrics lie in files beside the store.
struct TrainingWatch: Service {
    let environment: StudioEnvironment

    func run() async throws {
        guard let folder = environment.folder else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            var last = Self.state(folder)
            while true {
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
                let now = Self.state(folder)
                if now != last { environment.watch.tell() }
                last = now
            }
        }
    }

    /// When each training took its last step.
    private static func state(_ folder: WorkspaceFolder) -> [RecordID: Timestamp] {
        var state: [RecordID: Timestamp] = [:]
        for training in TrainingFolder.all(in: folder) {
            state[training.id] = training.lastChange
        }
        return state
    }
}
