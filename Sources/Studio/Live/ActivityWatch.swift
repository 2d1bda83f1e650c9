import Alignment
import ServiceLifecycle
import Workspace

/// Tells live views of what no commit tells: steps of trainings, which lie in files beside the
/// store, and processes that died at a training or a run.
struct ActivityWatch: Service {
    let environment: StudioEnvironment

    /// How many of the newest runs are looked at; older ones are not under way.
    private static let newest = 20

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var last = Seen()
            while true {
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
                let now = await look()
                if now != last { environment.watch.tell() }
                last = now
            }
        }
    }

    private struct Seen: Equatable {
        var trainings: [RecordID: State] = [:]
        /// All of them, not those that run: one may begin and die between two looks.
        var runs: [RecordID: RunStatus] = [:]
    }

    private func look() async -> Seen {
        let runs = (try? await environment.reader.runs(limit: Self.newest)) ?? []
        return Seen(
            trainings: environment.folder.map(Self.state) ?? [:],
            runs: Dictionary(
                runs.map { ($0.run.id, $0.status) }, uniquingKeysWith: { first, _ in first }))
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
