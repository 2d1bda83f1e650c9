import FoundationEssentials
import LanguageModel
package import Workspace

extension TrainingFolder {
    /// The folders of all trainings of a workspace, the newest first.
    package static func all(in folder: WorkspaceFolder) -> [TrainingFolder] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.produced + "/trainings"))
            ?? []
        return names.compactMap { RecordID($0) }.filter { $0.kind == .training }.sorted(by: >)
            .map { TrainingFolder($0, in: folder) }
    }

    /// How far the training is, as its state says; nil without a state that can be read.
    package var status: Status? { state?["status"]?.string.flatMap(Status.init) }

    /// How a training is that left no record yet.
    package enum Standing: String, Sendable, Hashable {
        /// A process is at it.
        case underWay = "under way"
        /// Its process ended without finishing: the same command goes on from its checkpoint.
        case interrupted
        /// It can't go on.
        case failed
    }

    /// How the training is, by its state and by whether a process has it; nil for a finished one
    /// and without a state that can be read.
    package var standing: Standing? {
        switch status {
        case .running: isHeld ? .underWay : .interrupted
        case .failed: .failed
        case .finished, nil: nil
        }
    }

    /// The recipe's file, as its state says.
    package var recipe: String { state?["recipe"]?.string ?? "" }

    /// When the last line of metrics was written; nil before the first.
    package var lastChange: Timestamp? {
        let facts = try? FileManager.default.attributesOfItem(atPath: metricsPath)
        guard let date = facts?[.modificationDate] as? Date else { return nil }
        return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
    }
}
