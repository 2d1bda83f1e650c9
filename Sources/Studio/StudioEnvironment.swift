import Annotation
import Evaluation
import Workspace

/// What every page and every call of the API works with: made once, passed down.
struct StudioEnvironment: Sendable {
    let store: Store
    /// The workspace's files; nil for a store alone.
    let folder: WorkspaceFolder?
    let settings: StudioSettings
    let access: Access
    let watch: StoreWatch
    let results: ResultsCache
    let judgments: JudgmentCache
    let frontiers: FrontierCache
    let layout: Layout
    let models: ModelPool
    /// Where long computations run, away from the threads that answer requests.
    let worker: Worker
    /// Labelling projects and arenas, whose queues all requests share; nil without a workspace.
    let projects: LabelProjects?
    let arenas: Arenas?

    init(store: Store, folder: WorkspaceFolder?, settings: StudioSettings) throws {
        self.store = store
        self.folder = folder
        self.settings = settings
        access = Access(owner: settings.token)
        watch = StoreWatch(store: store)
        worker = Worker()
        results = ResultsCache(reader: store.reader, worker: worker)
        judgments = JudgmentCache(worker: worker)
        frontiers = FrontierCache(worker: worker)
        layout = try Layout()
        models = ModelPool(
            folder: folder, variables: settings.variables, reader: store.reader)
        projects = folder.map { LabelProjects(folder: $0, store: store) }
        arenas = folder.map { Arenas(folder: $0, store: store) }
    }

    var reader: StoreReader { store.reader }

    /// Where what people judged is written beside the store; nil without a workspace.
    var journal: JudgmentJournal? {
        folder.map { JudgmentJournal(folder: $0.root + "/judgments") }
    }

    /// The parts of the studio, each with its pages, its calls and their description.
    var areas: [any StudioArea] {
        [
            AssetRoutes(), HomeArea(environment: self), RunsArea(environment: self),
            RunArea(environment: self), SamplesArea(environment: self),
            SampleArea(environment: self), CompareArea(environment: self),
            PlaygroundArea(environment: self), EvidenceArea(environment: self),
            SpecsArea(environment: self), ExperimentsArea(environment: self),
            LaboratoryArea(environment: self), FrontierArea(environment: self),
            FindingsArea(environment: self),
            ArtifactsArea(environment: self), PlanArea(environment: self),
            PracticeArea(environment: self),
            LabelArea(environment: self), ProjectsArea(environment: self),
            ImportArea(environment: self),
            ArenaArea(environment: self),
            APIDescription(environment: self),
        ]
    }
}
