import Alignment
import ServiceLifecycle
import Workspace

/// Tells live views of steps of trainings, and of processes that left one: both show in files
/// beside the store.
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

    private struct State: Equatable {
        var lastChange: Timestamp?
        var standing: TrainingFolder.Standing?
    }

    /// When each training took its last step, and whether anybody is at it.
    private static func state(_ folder: WorkspaceFolder) -> [RecordID: State] {
        var state: [RecordID: State] = [:]
        for training in TrainingFolder.all(in: folder) {
            state[training.id] = State(
                lastChange: training.lastChange, standing: training.standing)
        }
        return state
    }
}
