import ArgumentParser
import Evaluation
import LanguageModel
import Providers
import Synchronization
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What verbs that ask models have in common: the catalogue, the scorers' reach, the judges.
struct EvalSetup: Sendable {
    let folder: WorkspaceFolder?
    let configuration: WorkspaceConfiguration
    let catalogue: ModelCatalogue
    /// What all calls together may cost; nil without a ceiling.
    let budget: Budget?

    /// - Parameters:
    ///   - precision: what the command line says for embedded models.
    ///   - maximumCost: dollars that all calls together may cost, judges' included; the workspace's
    ///     own `max-cost` unless said.
    ///   - store: where recorded runs are read for `replay` models.
    init(
        folder: WorkspaceFolder?, configuration: WorkspaceConfiguration,
        precision: Precision? = nil, maximumCost: Double? = nil, store: Store? = nil
    ) {
        self.folder = folder
        self.configuration = configuration
        budget = (maximumCost ?? configuration.defaults.maximumCost).map {
            Budget(nanodollars: Int((min(max($0, 0), 1e6) * 1e9).rounded()))
        }
        catalogue = ModelCatalogue(
            configuration, folder: folder, environment: processEnvironment(),
            precision: precision,
            budget: budget,
            recordedRun: { text in
                guard let store else { return [] }
                return try await RecordedRun.conversations(text, in: store.reader)
            })
    }

    /// What scorers reach: files of the workspace, and programs where the user said so.
    func scorers(
        allowsCommands: Bool, judge: @escaping @Sendable (String?) -> JudgeSeat?,
        rewardModel: @escaping @Sendable (String) -> (any RewardSource)? = { _ in nil }
    ) -> ScorerFactory {
        let folder = folder
        return ScorerFactory(
            environment: ScorerEnvironment(
                readFile: { path in
                    guard let folder else {
                        throw Failure(.badInput, "\(path): files need a workspace to lie in")
                    }
                    return String(decoding: try folder.read(path), as: UTF8.self)
                },
                judge: judge, rewardModel: rewardModel, allowsCommands: allowsCommands,
                workingDirectory: folder?.root))
    }
}

/// Refuses an amount of dollars that is none.
func checkCost(_ amount: Double?) throws {
    if let amount, !(amount >= 0 && amount <= 1e6) {
        throw ValidationError("--max-cost is an amount of dollars, at least 0 and at most 1000000")
    }
}

/// The environment as a dictionary.
func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
        let line = String(cString: pointer)
        if let split = line.firstIndex(of: "=") {
            variables[String(line[..<split])] = String(line[line.index(after: split)...])
        }
        entry += 1
    }
    return variables
}
