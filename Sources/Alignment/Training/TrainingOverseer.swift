import Evaluation
import LanguageModel
import Workspace

/// Looks after a training on the thread that trains: runs the checked suite when it is time, and
/// says when a rule calls for an end.
struct TrainingOverseer {
    private let recipe: Recipe
    private let base: TrainingBase
    private let shelf: AdapterShelf
    private let suiteRun: SuiteRun?
    /// Steps or updates of the whole training.
    private let stepCount: Int
    private var rules: StopRules?
    private var first: RunEvidence?

    /// - Parameter lines: the metrics so far, of a training that is continued.
    /// - Throws: `AlignmentError` where the recipe names a suite and nothing can run it.
    init(
        _ recipe: Recipe, base: TrainingBase, in folder: WorkspaceFolder, suiteRun: SuiteRun?,
        stepCount: Int, after lines: [JSONValue] = []
    ) throws(AlignmentError) {
        guard recipe.checks == nil || suiteRun != nil else {
            throw AlignmentError(
                .data, "the recipe has a suite to run while it trains, and none can be run here",
                advice: "train with conduct align, or remove checks")
        }
        self.recipe = recipe
        self.base = base
        shelf = AdapterShelf(folder)
        self.suiteRun = suiteRun
        self.stepCount = stepCount
        rules = recipe.stop.map { StopRules($0) }
        for line in lines {
            guard let signs = SampleSigns(line: line) else { continue }
            _ = rules?.see(signs, step: line["step"]?.int ?? 0)
        }
    }

    /// How many comparisons the training makes.
    private var looks: Int {
        guard let every = recipe.checks?.every else { return 0 }
        return (stepCount + every - 1) / every
    }

    /// Whether the suite is run after a step.
    func isDue(after step: Int) -> Bool {
        guard let every = recipe.checks?.every else { return false }
        return step > 0 && (step % every == 0 || step == stepCount)
    }

    /// Runs the suite on the model that is trained from. Continuing a training does it again, from
    /// stored calls.
    mutating func begin() throws {
        guard let suiteRun, recipe.checks != nil else { return }
        let alias = base.alias
        first = try blocking { try await suiteRun(alias) }
    }

    /// Runs the suite on the model as trained so far; its adapter is kept, so that the run can be
    /// repeated and the model be had as it was.
    func check(_ trained: TrainingModel, step: Int) throws -> SuiteCheck? {
        guard let suiteRun, let first, let adapter = trained.adapter else { return nil }
        let name = "\(recipe.adapterName).step-\(step)"
        _ = try shelf.write(
            adapter, as: name, for: base.model.configuration, base: base.name,
            baseSHA256: base.sha256)
        let alias = "\(base.alias)+\(name)"
        let evidence = try blocking { try await suiteRun(alias) }
        return try SuiteCheck(
            step: step, model: alias, evidence, against: first, scorer: recipe.checks?.scorer,
            looks: looks)
    }

    mutating func see(_ signs: SampleSigns, step: Int) -> TrainingStop? {
        rules?.see(signs, step: step)
    }

    func see(_ check: SuiteCheck) -> TrainingStop? { rules?.see(check) }
}
