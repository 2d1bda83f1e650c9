import LanguageModel

extension ExperimentReader {
    /// The outcome's scorer scores at least one case.
    mutating func checkScorer(_ document: ExperimentDocument, _ node: DocumentNode) {
        guard let scorer = node["outcome"]?["scorer"] else { return }
        let suite = document.outcome.suite
        var names: [String] = []
        for one in suite.cases {
            for own in suite.scorers(of: one) where !names.contains(own.name) {
                names.append(own.name)
            }
            if names.count > 100 { break }
        }
        // A scorer with several ways of scoring makes one score for each: choice-logprob.
        let wanted = document.outcome.scorer
        if !names.contains(where: { wanted == $0 || wanted.hasPrefix($0 + "-") }) {
            errors.add(
                scorer.error(
                    .undefined,
                    "\(suite.file) has no scorer '\(wanted)'",
                    suggestion: names.isEmpty
                        ? "add scorers: to the suite"
                        : Spelling.suggestion(
                            for: wanted, among: names, naming: "its scorers")))
        }
    }

    /// No two factors change the same thing, and what levels need is there.
    mutating func checkFactors(_ document: ExperimentDocument, _ node: DocumentNode) {
        var owners: [String: String] = [:]
        for factor in document.factors {
            let place = node["factors"]?.entry(factor.name)
            for level in factor.levels {
                for key in level.change.touched {
                    if let other = owners[key], other != factor.name, let place {
                        errors.add(
                            DocumentError(
                                .duplicate, at: place.location, in: node.source,
                                "'\(factor.name)' and '\(other)' both change \(key)",
                                suggestion: "let one factor change it"))
                    }
                    owners[key] = factor.name
                }
                check(level, of: factor, document, place?.value ?? node)
            }
        }
        if owners["the base prompt"] != nil, let wordings = node["paraphrases"] {
            errors.add(
                wordings.error("a factor changes the base prompt, so it cannot have paraphrases"))
        }
        let usesExamples = document.factors.contains {
            $0.name == BuiltInFactor.fewShot.rawValue
                || $0.name == BuiltInFactor.fewShotOrder.rawValue
        }
        if usesExamples, document.examples.isEmpty {
            errors.add(
                node.error(
                    .missingKey, "the few-shot factors need examples",
                    suggestion: "add examples: [{vars: {…}, answer: …}, …]"))
        }
    }

    private mutating func check(
        _ level: ExperimentFactor.Level, of factor: ExperimentFactor,
        _ document: ExperimentDocument, _ node: DocumentNode
    ) {
        if let count = level.change.exampleCount, !document.examples.isEmpty,
            count > document.examples.count
        {
            errors.add(
                node.error(
                    "few-shot level \(count) is more than the \(document.examples.count) examples",
                    suggestion: "add examples, or lower the level"))
        }
        if let alias = level.change.model, configuration.models[alias] == nil {
            errors.add(
                node.error(
                    configuration.unknownModel(alias),
                    suggestion: configuration.suggestion(for: alias)))
        }
    }

    /// What the kind of design asks of factors and tests.
    mutating func checkDesign(_ document: ExperimentDocument, _ node: DocumentNode) {
        guard let design = node["design"] else { return }
        let factors = document.factors
        let kind = document.design.kind
        if kind != .fractionalFactorial, document.design.fraction != nil {
            errors.add(
                design.error(
                    "runs, resolution and generators belong to a fractional-factorial design",
                    suggestion: "remove them, or write kind: fractional-factorial"))
        }
        switch kind {
        case .fullFactorial, .oneFactor: break
        case .fractionalFactorial: checkFraction(document, node, design)
        case .latinSquare:
            if factors.count != 3 || Set(factors.map(\.levels.count)).count != 1 {
                errors.add(
                    design.error(
                        "a Latin square has three factors with equally many levels; here are "
                            + factors.map { "\($0.name) (\($0.levels.count))" }
                            .joined(separator: ", "),
                        suggestion: "add or remove levels, or use full-factorial"))
            }
        }
        if kind == .oneFactor || kind == .latinSquare,
            let test = document.analysis.tests.first(where: { $0.count == 2 })
        {
            errors.add(
                (node["analysis"]?["tests"] ?? design).error(
                    "a \(kind.rawValue) design cannot tell the interaction "
                        + test.joined(separator: " × "),
                    suggestion: "remove the test, or use full-factorial"))
        }
        if document.analysis.cluster == .group, document.outcome.suite.groupBy == nil {
            errors.add(
                (node["analysis"]?["cluster"] ?? node).error(
                    "\(document.outcome.suite.file) has no group-by, so there are no groups",
                    suggestion: "add group-by: tags.NAME to the suite, or write cluster: case"))
        }
    }

    private mutating func checkFraction(
        _ document: ExperimentDocument, _ node: DocumentNode, _ design: DocumentNode
    ) {
        let factors = document.factors
        for factor in factors where factor.levels.count != 2 {
            errors.add(
                (node["factors"]?[factor.name] ?? design).error(
                    "a fraction needs two levels of each factor, and '\(factor.name)' has "
                        + "\(factor.levels.count)",
                    suggestion: "keep two levels, or use full-factorial"))
        }
        switch document.design.fraction {
        case nil:
            errors.add(
                design.error(
                    .missingKey, "a fractional design needs runs, resolution or generators",
                    suggestion: "add resolution: 4, for example"))
        case .runs(let runs):
            guard let value = design["runs"] else { return }
            if runs & (runs - 1) != 0 || runs <= factors.count
                || factors.count < 62 && runs >= 1 << factors.count
            {
                errors.add(
                    value.error(
                        "\(runs) is no fraction of \(factors.count) two-level factors",
                        suggestion: "give a power of two above \(factors.count) and below "
                            + "\(1 << min(factors.count, 62)), or use full-factorial"))
            }
        case .resolution: break
        case .generators(let generators):
            let names = factors.map(\.name)
            let added = generators.map(\.factor)
            for generator in generators {
                let node = design["generators"]?[generator.factor] ?? design
                for name in [generator.factor] + generator.product where !names.contains(name) {
                    errors.add(
                        node.error(
                            .undefined, "there is no factor '\(name)'",
                            suggestion: Spelling.suggestion(
                                for: name, among: names, naming: "the factors")))
                }
                if generator.product.contains(where: added.contains)
                    || Set(generator.product).count < generator.product.count
                {
                    errors.add(
                        node.error(
                            "'\(generator.factor)' must be a product of different factors that are "
                                + "not themselves products"))
                }
            }
        }
    }
}

extension LevelChange {
    /// What the change touches that no other factor may touch too, as a sentence names it.
    fileprivate var touched: [String] {
        var keys = variables.keys.sorted().map { "the variable \($0)" }
        if case .object(let object)? = parameters?.content {
            keys += object.keys.sorted().map { "the parameter \($0)" }
        }
        if model != nil { keys.append("the model") }
        if prompt != nil { keys.append("the base prompt") }
        if exampleCount != nil { keys.append("the number of examples") }
        if exampleOrder != nil { keys.append("the order of examples") }
        if structure != nil { keys.append("the structure") }
        if position != nil { keys.append("the position of instructions") }
        return keys
    }
}
