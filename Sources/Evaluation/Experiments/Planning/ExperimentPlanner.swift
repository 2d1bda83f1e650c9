import LanguageModel
import Providers
package import Workspace

/// Makes a plan of an experiment: everything is read, rendered and checked before the first call.
package struct ExperimentPlanner: Sendable {
    private let planner: EvalPlanner

    /// A planner on top of that of evaluations.
    package init(_ planner: EvalPlanner) { self.planner = planner }

    /// Plans an experiment.
    ///
    /// - Parameters:
    ///   - part: the working cases, or those that were kept back.
    ///   - limit: at most so many cases, from the first: a pilot.
    ///   - lock: the lock that the run follows.
    /// - Throws: `EvalError` where the design cannot be laid out; errors of documents and models.
    package func plan(
        _ document: ExperimentDocument, part: ExperimentPlan.Part = .working, limit: Int? = nil,
        lock: StoredRecord? = nil
    ) async throws -> ExperimentPlan {
        let design = try ExperimentDesign(document)
        let split = try HeldOutSplit(document.outcome.suite, document.design)
        let ids = part == .working ? split.working : split.heldOut
        guard !ids.isEmpty else {
            throw EvalError(
                "the experiment holds out no cases", advice: "add held-out: 0.3 to the design")
        }
        let layout = ExperimentLayout(document, design)
        var eval = try await evaluation(of: document, ids: Set(ids), layout: layout)
        try Self.checkScorer(document, eval.cases)
        try layout.check(against: eval.cases)
        let bases = Dictionary(
            eval.models.map { ($0.alias, $0) }, uniquingKeysWith: { first, _ in first })
        eval.models = layout.models.compactMap { variant in
            guard var model = bases[variant.alias] else { return nil }
            model.alias = variant.name
            model.parameters = model.parameters.overridden(by: document.parameters)
                .overridden(by: variant.parameters)
            return model
        }
        eval.prompts = layout.prompts.map { prompt in
            EvalPlan.Prompt(
                id: prompt.id, factors: prompt.factors, content: prompt.assembled.content,
                render: { try prompt.assembled.render($0) })
        }
        eval.promptsOfModel = layout.promptsOfModel
        eval.kind = .experiment
        eval.suite = document.name
        let registration = Registration(document, design, split, eval)
        if let limit, limit < eval.cases.count {
            eval.cases = Array(eval.cases.prefix(limit))
        }
        var plan = ExperimentPlan(
            document: document, design: design, split: split, part: part,
            caseCount: eval.cases.count, cells: layout.cells, eval: eval,
            registration: registration, lock: lock?.id)
        plan.eval.manifest = plan.manifest(over: eval.manifest, lock: lock)
        return plan
    }

    /// Some case has a score of the outcome's name.
    private static func checkScorer(
        _ document: ExperimentDocument, _ cases: [EvalPlan.Case]
    ) throws(EvalError) {
        var names: [String] = []
        for item in cases {
            for scorer in item.scorers where !names.contains(scorer.name) {
                names.append(scorer.name)
            }
        }
        guard names.contains(document.outcome.scorer) else {
            throw EvalError(
                "no case is scored by '\(document.outcome.scorer)'",
                advice: "name one of these scores in outcome: "
                    + names.prefix(24).joined(separator: ", "))
        }
    }

    /// The suite's cases and scorers with the models that are needed; prompts come later.
    private func evaluation(
        of document: ExperimentDocument, ids: Set<String>, layout: ExperimentLayout
    ) async throws -> EvalPlan {
        var suite = document.outcome.suite
        suite.prompts = []
        suite.cases = suite.cases.filter { ids.contains($0.id) }
        suite.epochs = nil
        var aliases: [String] = []
        for model in layout.models where !aliases.contains(model.alias) {
            aliases.append(model.alias)
        }
        return try await planner.plan(
            suite,
            EvalOptions(
                models: aliases, epochs: document.design.repeats, seed: document.design.seed))
    }
}

extension ExperimentPlan {
    /// The manifest of an evaluation with what makes it this experiment.
    func manifest(over base: JSONValue, lock: StoredRecord?) -> JSONValue {
        var object = base.object ?? [:]
        object["suite"] = .string(document.name)
        object["models"] = .array(
            eval.models.map { model in
                [
                    "alias": .string(model.alias), "identity": model.provider.identity.json,
                    "parameters": model.parameters.json,
                ]
            })
        object["prompts"] = .array(
            eval.prompts.map { prompt in
                ["id": .string(prompt.id), "sha256": .string(ContentHash.of(prompt.content))]
            })
        object["cases"] = [
            "count": .integer(eval.cases.count),
            "sha256": .string(
                SHA256.hex(
                    eval.cases.map { "\($0.id)\t\(ContentHash.of($0.content))\n" }.joined())),
        ]
        object["files"] = .object(document.files.mapValues(JSONValue.string))
        object["experiment"] = [
            "name": .string(document.name), "file": .string(document.file),
            "part": .string(part.rawValue),
            "cells": .array(
                cells.map { cell in
                    [
                        "model": .string(eval.models[cell.model].alias),
                        "prompt": .string(eval.prompts[cell.prompt].id),
                        "levels": .array(design.cells[cell.cell].map { .integer($0) }),
                        "wording": .integer(cell.wording),
                    ]
                }),
            "registration": registration.content,
            "registration_sha256": .string(registration.hash),
            "lock": lock.map { ["id": .string($0.id.description), "sha256": .string($0.hash)] }
                ?? .null,
        ]
        return .object(object)
    }
}
