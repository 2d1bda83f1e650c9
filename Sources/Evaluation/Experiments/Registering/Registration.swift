package import LanguageModel
import Providers
package import Workspace

/// Everything about an experiment that a lock fixes: methodology, variables, controls, rubric,
/// sample size, analysis, prompts, cases and scorers, as canonical JSON.
package struct Registration: Sendable, Hashable {
    /// The parts by name.
    package var content: JSONValue

    /// SHA-256 of the canonical content.
    package var hash: String { ContentHash.of(content) }

    /// What was stored with a lock or a run.
    package init(content: JSONValue) { self.content = content }

    /// The registration of a planned experiment.
    init(
        _ document: ExperimentDocument, _ design: ExperimentDesign, _ split: HeldOutSplit,
        _ eval: EvalPlan
    ) {
        let hashes = Dictionary(
            document.outcome.suite.cases.map { ($0.id, $0.contentHash) },
            uniquingKeysWith: { first, _ in first })
        func cases(_ ids: [String]) -> JSONValue {
            .array(ids.map { ["id": .string($0), "sha256": .string(hashes[$0] ?? "")] })
        }
        content = [
            "version": 1, "experiment": .string(document.name),
            "question": .string(document.question),
            "hypotheses": .array(document.hypotheses.map(JSONValue.string)),
            "methodology": Self.methodology(document, design),
            "variables": Self.variables(document),
            "controls": Self.controls(document, eval),
            "rubric": Self.rubric(document.outcome.suite, eval),
            "sample_size": [
                "cases": .integer(split.working.count),
                "held_out_cases": .integer(split.heldOut.count),
                "repeats": .integer(document.design.repeats),
                "cells": .integer(design.cells.count),
                "wordings": .integer(max(1, document.prompts.count)),
                "samples": .integer(
                    split.working.count * document.design.repeats * design.cells.count
                        * max(1, document.prompts.count)),
            ],
            "analysis": document.analysis.content(document.outcome),
            "prompts": .array(
                eval.prompts.map { prompt in
                    ["id": .string(prompt.id), "sha256": .string(ContentHash.of(prompt.content))]
                }), "cases": cases(split.working), "held_out": cases(split.heldOut),
        ]
    }

    /// The scorers of all cases; those of single cases are part of the cases' own hashes.
    private static func rubric(_ suite: Suite, _ eval: EvalPlan) -> JSONValue {
        let shared = Set(suite.scorers.map(\.name))
        return .array(
            (eval.scorers.array ?? []).filter { shared.contains($0["name"]?.string ?? "") }.map {
                ["id": $0["name"] ?? .null, "sha256": $0["sha256"] ?? .null]
            })
    }

    private static func methodology(
        _ document: ExperimentDocument, _ design: ExperimentDesign
    ) -> JSONValue {
        var object: [String: JSONValue] = [
            "design": .string(design.kind.rawValue), "seed": .integer(document.design.seed),
            "held_out_share": .number(document.design.heldOut),
            "cells": .array(design.cells.map { .array($0.map { .integer($0) }) }),
        ]
        if let fraction = design.fraction {
            object["resolution"] = .integer(fraction.resolution)
            object["defining_relation"] = .string(fraction.definingRelation)
            object["aliases"] = .array(
                fraction.aliases.map { alias in
                    [
                        "effect": .string(alias.effect),
                        "others": .array(alias.others.map(JSONValue.string)),
                    ]
                })
        }
        return .object(object)
    }

    private static func variables(_ document: ExperimentDocument) -> JSONValue {
        .array(
            document.factors.map { factor in
                [
                    "id": .string(factor.name), "kind": .string(factor.kind.rawValue),
                    "levels": .array(
                        factor.levels.map { level in
                            ["label": .string(level.label), "change": level.change.content]
                        }),
                ]
            })
    }

    private static func controls(_ document: ExperimentDocument, _ eval: EvalPlan) -> JSONValue {
        [
            "base_prompts": .array(
                document.prompts.map {
                    ["id": .string($0.id), "sha256": .string($0.contentHash)]
                }),
            "examples": .string(
                ContentHash.of(
                    JSONValue.array(
                        document.examples.map {
                            ["vars": .object($0.vars), "answer": .string($0.answer)]
                        }))),
            "models": .array(
                eval.models.map { model in
                    [
                        "id": .string(model.alias), "identity": model.provider.identity.json,
                        "parameters": model.parameters.json,
                    ]
                }),
            "group_by": document.outcome.suite.groupBy.map(JSONValue.string) ?? .null,
        ]
    }
}

extension PlannedAnalysis {
    /// The analysis as a registration holds it.
    func content(_ outcome: ExperimentDocument.Outcome) -> JSONValue {
        [
            "scorer": .string(outcome.scorer), "measure": .string(outcome.measure.rawValue),
            "model": .string(model.rawValue), "cluster": .string(cluster.rawValue),
            "case_effect": .string(caseEffect.rawValue),
            "tests": .array(tests.map { .array($0.map(JSONValue.string)) }),
            "correction": .string(correction.rawValue), "alpha": .number(alpha),
            "power": .number(power),
            "smallest_effect": smallestEffect.map(JSONValue.number) ?? .null,
        ]
    }

    /// Reads the analysis of a registration; nil where a part is missing or unknown.
    package init?(registered: JSONValue) {
        guard let model = registered["model"]?.string.flatMap(Model.init(rawValue:)),
            let cluster = registered["cluster"]?.string.flatMap(Cluster.init(rawValue:)),
            let effect = registered["case_effect"]?.string.flatMap(CaseEffect.init(rawValue:)),
            let correction = registered["correction"]?.string
                .flatMap(Correction.init(rawValue:)),
            let alpha = registered["alpha"]?.double, let power = registered["power"]?.double
        else { return nil }
        self.init(
            model: model, cluster: cluster, caseEffect: effect,
            tests: (registered["tests"]?.array ?? []).map {
                ($0.array ?? []).compactMap(\.string)
            }, correction: correction, alpha: alpha, power: power,
            smallestEffect: registered["smallest_effect"]?.double)
    }
}
