import Evaluation
import LanguageModel
import ServiceLifecycle
import Workspace

/// The models of the workspace, opened when they are first asked and kept while conduct.yaml stays
/// as it is.
///
/// An actor because a model file is loaded once, however many cells ask for it.
actor ModelPool: Service {
    private let folder: WorkspaceFolder?
    private let variables: [String: String]
    private let reader: StoreReader
    private var current: (configuration: WorkspaceConfiguration, catalogue: ModelCatalogue)?

    init(folder: WorkspaceFolder?, variables: [String: String], reader: StoreReader) {
        self.folder = folder
        self.variables = variables
        self.reader = reader
    }

    /// Closes the models when the studio ends.
    func run() async throws {
        try? await gracefulShutdown()
        await current?.catalogue.close()
    }

    /// What conduct.yaml says now.
    ///
    /// - Throws: `DocumentErrors` with what is wrong in it.
    func configuration() throws -> WorkspaceConfiguration {
        try folder?.configuration() ?? .builtIn
    }

    /// A model by its alias.
    func open(_ alias: String) async throws -> ModelCatalogue.Opened {
        try await catalogue().open(alias)
    }

    private func catalogue() async throws -> ModelCatalogue {
        let configuration = try configuration()
        if let current, current.configuration == configuration { return current.catalogue }
        let former = current?.catalogue
        let catalogue = ModelCatalogue(
            configuration, folder: folder, environment: variables,
            recordedRun: { [reader] text in
                try await RecordedRun.conversations(text, in: reader)
            })
        current = (configuration, catalogue)
        await former?.close()
        return catalogue
    }
}
