import LanguageModel
import Workspace

/// A design over prompts and models: each combination becomes one assembled prompt and one model
/// with its parameters, and combinations that need the same share it.
struct ExperimentLayout: Sendable {
    /// A model with the parameters of some levels.
    struct ModelVariant: Sendable, Hashable {
        /// Its alias in conduct.yaml.
        var alias: String
        /// Its name in the run: the alias and the levels.
        var name: String
        var parameters: GenerationParameters?
    }

    /// A prompt with the changes of some levels.
    struct PromptVariant: Sendable, Hashable {
        var id: String
        var factors: [String: JSONValue]
        var assembled: AssembledPrompt
    }

    private(set) var models: [ModelVariant] = []
    private(set) var prompts: [PromptVariant] = []
    private(set) var cells: [ExperimentPlan.PlannedCell] = []
    private let document: ExperimentDocument

    init(_ document: ExperimentDocument, _ design: ExperimentDesign) {
        self.document = document
        let touchesPrompt = document.factors.map { $0.levels.contains { $0.change.isOfPrompt } }
        let touchesModel = document.factors.map { $0.levels.contains { $0.change.isOfModel } }
        let bases =
            document.prompts.isEmpty
            ? [PromptTemplate(id: "case", parts: [])] : document.prompts
        var modelPlaces: [String: Int] = [:]
        var promptPlaces: [String: Int] = [:]
        for (index, levels) in design.cells.enumerated() {
            let changes = zip(document.factors, levels).map { $0.levels[$1].change }
            let model = variant(design, levels, changes, touchesModel)
            let modelPlace = modelPlaces[model.name] ?? models.count
            if modelPlace == models.count { models.append(model) }
            modelPlaces[model.name] = modelPlace
            for (wording, base) in bases.enumerated() {
                let prompt = prompt(
                    design, levels, changes, touchesPrompt, base: base, isOne: bases.count == 1)
                let promptPlace = promptPlaces[prompt.id] ?? prompts.count
                if promptPlace == prompts.count { prompts.append(prompt) }
                promptPlaces[prompt.id] = promptPlace
                cells.append(
                    ExperimentPlan.PlannedCell(
                        cell: index, wording: wording, model: modelPlace, prompt: promptPlace))
            }
        }
    }

    private func variant(
        _ design: ExperimentDesign, _ levels: [Int], _ changes: [LevelChange], _ touches: [Bool]
    ) -> ModelVariant {
        let alias = changes.compactMap(\.model).first ?? document.model ?? ""
        var parameters = GenerationParameters()
        for change in changes { parameters = parameters.overridden(by: change.parameters) }
        // A factor that only chooses the alias needs no mention beside it.
        let name = design.name(of: levels) { index in
            touches[index] && changes[index].parameters != nil
        }
        return ModelVariant(
            alias: alias, name: name.isEmpty ? alias : "\(alias)+\(name)",
            parameters: parameters)
    }

    private func prompt(
        _ design: ExperimentDesign, _ levels: [Int], _ changes: [LevelChange],
        _ touches: [Bool], base: PromptTemplate, isOne: Bool
    ) -> PromptVariant {
        let name = design.name(of: levels) { touches[$0] }
        let parts = [name, isOne && !name.isEmpty ? "" : base.id].filter { !$0.isEmpty }
        var factors: [String: JSONValue] = [:]
        for (index, level) in levels.enumerated() where touches[index] {
            factors[design.factors[index]] = .string(design.levels[index][level])
        }
        if !isOne { factors["wording"] = .string(base.id) }
        return PromptVariant(
            id: parts.joined(separator: "~"), factors: factors,
            assembled: AssembledPrompt(
                base: base, changes: changes, examples: document.examples,
                seed: document.design.seed))
    }

    /// The prompts that each model is asked with.
    var promptsOfModel: [[Int]] {
        models.indices.map { model in
            Set(cells.filter { $0.model == model }.map(\.prompt)).sorted()
        }
    }

    /// Renders prompts before any call, so that a missing variable stops the experiment instead of
    /// failing its samples.
    ///
    /// - Throws: the first fault, at its place in the template, with the case that it came from.
    func check(against cases: [EvalPlan.Case]) throws {
        let budget = max(1, 20_000 / max(prompts.count, 1))
        for item in cases.prefix(budget) {
            for prompt in prompts {
                do { _ = try prompt.assembled.render(item) } catch let error as DocumentError {
                    throw DocumentError(
                        error.code, file: error.file, line: error.line, column: error.column,
                        "\(error.message) (case '\(item.id)', \(prompt.id))",
                        suggestion: error.suggestion, sourceLine: error.sourceLine)
                } catch let error as PromptError {
                    throw EvalError("\(error)", advice: "give the prompt a user part")
                }
            }
        }
    }
}

extension LevelChange {
    /// Whether it changes messages.
    fileprivate var isOfPrompt: Bool {
        !fragments.isEmpty || !variables.isEmpty || prompt != nil || exampleCount != nil
            || exampleOrder != nil || structure != nil || position != nil
    }

    /// Whether it changes whom or how is asked.
    fileprivate var isOfModel: Bool { parameters != nil || model != nil }
}
