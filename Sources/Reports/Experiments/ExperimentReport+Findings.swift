import Evaluation

extension ExperimentReport {
    /// The answer, one finding for each declared test.
    package var findings: [Finding] {
        analysis.declaredTests.map(finding)
    }

    /// The answer in a sentence or two, before any test is named.
    package var summary: String {
        let tests = analysis.declaredTests
        let kind = analysis.isConfirmatory ? "planned" : "declared, not locked"
        let found = tests.filter(\.isFound).map(\.name)
        let mean = analysis.overall.map { " (\(text($0, levelUnit)) over all combinations)" } ?? ""
        var answer =
            switch found.count {
            case 0 where tests.isEmpty: "No test was declared, so nothing is said"
            case 0 where tests.count == 1: "The one \(kind) test found no effect"
            case 0: "None of the \(tests.count) \(kind) tests found an effect"
            case tests.count where tests.count == 1: "The one \(kind) test found an effect"
            default:
                "\(found.count) of the \(tests.count) \(kind) tests found an effect "
                    + "(\(found.joined(separator: ", ")))"
            }
        answer += " on \(outcome)\(mean)."
        let tested = Set(tests.filter { $0.factors.count == 1 }.flatMap(\.factors))
        let effects = analysis.effects.filter { tested.contains($0.factor) && !$0.isFound }
        if let margin = analysis.method.smallestEffect, !effects.isEmpty {
            let shown = effects.count { $0.isNegligible == true }
            let matters = "below \(size(margin)), the smallest difference said to matter"
            if shown == effects.count {
                answer +=
                    effects.count == 1
                    ? " The difference that was not found was shown to lie \(matters)."
                    : " All \(shown) differences that were not found were shown to lie \(matters)."
            } else if shown > 0 {
                answer +=
                    " Of \(effects.count) differences that were not found, \(shown) "
                    + "\(shown == 1 ? "was" : "were") shown to lie \(matters); the others are open."
            } else {
                answer +=
                    " Of what was not found nothing was shown to lie \(matters): it is open, not "
                    + "absent."
            }
        }
        return answer
    }

    private func finding(_ test: ExperimentAnalysis.Test) -> Finding {
        let statistic =
            "F(\(test.numeratorFreedom), "
            + "\(test.freedom.map { NumberText.fixed($0, decimals: 0) } ?? "∞")) = "
            + "\(NumberText.significant(test.statistic)), p "
            + "\(NumberText.probability(test.adjustedPValue)) (\(correction(test)))"
        let exploratory = test.isPlanned ? "" : "Exploratory. "
        var lines = [exploratory + statistic]
        let effects = analysis.effects.filter { [$0.factor] == test.factors }
        if test.isFound {
            lines += effects.map { effect in
                "\(effect.level) against \(effect.reference): "
                    + text(effect.difference, differenceUnit)
                    + (effect.isFound ? "" : ", not found by itself")
            }
            if let estimate = test.estimate {
                lines.append("difference of differences: " + text(estimate, differenceUnit))
            }
        } else if let detectable = effects.compactMap(\.minimumDetectable).max()
            ?? test.minimumDetectable
        {
            lines.append(
                "These data would have found a difference "
                    + (test.factors.count == 2 ? "of differences " : "")
                    + "of \(size(detectable)) with power "
                    + "\(NumberText.percent(analysis.method.power)).")
            if let margin = analysis.method.smallestEffect, !effects.isEmpty {
                let shown = effects.filter { $0.isNegligible == true }.count
                lines.append(
                    effects.count == 1
                        ? "The difference was \(shown == 1 ? "" : "not ")shown to be smaller than "
                            + "\(size(margin))."
                        : "\(shown) of \(effects.count) differences were shown to be smaller than "
                            + "\(size(margin)).")
            }
        }
        let title =
            test.isFound
            ? "\(test.name) changes \(outcome)" : "No effect of \(test.name) was found"
        return Finding(
            mark(test, effects), title, brief: lines.joined(separator: "; "), lines)
    }

    /// A distance without a sign: `11.2 points`.
    private func size(_ value: Double) -> String {
        analysis.method.isShare
            ? "\(NumberText.fixed(value * 100, decimals: 1)) points"
            : NumberText.significant(value)
    }

    private func correction(_ test: ExperimentAnalysis.Test) -> String {
        test.correction == "none" ? "uncorrected" : "corrected by \(Self.named(test.correction))"
    }

    /// A correction under its authors' names.
    static func named(_ correction: String) -> String {
        switch correction {
        case "holm": "Holm"
        case "benjamini-hochberg": "Benjamini and Hochberg"
        case "bonferroni": "Bonferroni"
        default: correction
        }
    }

    private func mark(_ test: ExperimentAnalysis.Test, _ effects: [ExperimentAnalysis.Effect])
        -> Finding.Mark
    {
        guard test.isFound else { return .absent }
        let found = effects.filter(\.isFound).map(\.difference.value)
        if !found.isEmpty, found.allSatisfy({ $0 > 0 }) { return .rise }
        if !found.isEmpty, found.allSatisfy({ $0 < 0 }) { return .fall }
        return .mixed
    }

    /// A setting as it was written: 0.05, not 0.0500.
    private func plain(_ value: Double) -> String {
        var text = NumberText.fixed(value, decimals: 6)
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    /// How it was done, in sentences.
    package var methodText: String {
        let method = analysis.method
        let counts = analysis.counts
        let factors = zip(method.factors, method.levels).map {
            "\($0) (\($1.joined(separator: ", ")))"
        }.joined(separator: "; ")
        var text =
            "The factors were \(factors), in a \(method.design) design"
            + (method.resolution.map { " of resolution \($0)" } ?? "") + ". "
        text +=
            "\(NumberText.counted(counts.cases, "case")) "
            + (analysis.evidence.part == "held-out" ? "that had been held out " : "")
            + "were each asked in every combination of the design"
            + (method.wordings > 1 ? " in \(method.wordings) wordings" : "")
            + (method.repeats > 1 ? ", \(method.repeats) times" : "")
            + ": \(NumberText.count(counts.scored)) scored samples of "
            + "\(analysis.evidence.models.joined(separator: ", ")). "
        text += "The outcome is \(outcome). "
        text +=
            method.model == "linear"
            ? "Effects are differences of means from a linear model"
            : "Tests are of log odds in a logistic model, effects are given as differences of means"
        text +=
            ", with standard errors clustered by \(method.cluster) and t references of clusters − 1 "
            + "degrees of freedom"
            + (method.caseEffect == "none" ? "" : " and a \(method.caseEffect) effect of the case")
            + ". p-values of planned tests are "
            + (method.correction == "none"
                ? "not corrected" : "corrected by \(Self.named(method.correction))")
            + "; α is \(plain(method.alpha)). Repeats of a case are averaged "
            + "before the model. "
        text +=
            "What a null result could have detected is the difference with power "
            + "\(NumberText.percent(method.power)) at the level that the correction leaves to the "
            + "first test."
        return text
    }

    /// What the results do not say.
    package var limits: [String] {
        let method = analysis.method
        var limits: [String] = []
        if !analysis.evidence.simulatedModels.isEmpty {
            limits.append(
                "\(analysis.evidence.simulatedModels.joined(separator: ", ")) is simulated: it "
                    + "plays a written part.")
        }
        limits.append(
            "The results hold for \(analysis.evidence.models.joined(separator: ", ")), for these "
                + "texts of the levels and for cases like these; other models, texts and cases may "
                + "behave otherwise.")
        if method.wordings == 1 {
            limits.append(
                "There was one wording of the prompt: intervals say nothing about other wordings.")
        }
        if method.repeats == 1 {
            limits.append(
                "Every case was asked once in each combination: differences between cases cannot "
                    + "be told from chance.")
        }
        if !method.aliases.isEmpty {
            limits.append(
                "The fraction cannot tell apart: " + method.aliases.joined(separator: "; ") + ".")
        }
        if method.design == "latin-square" || method.design == "one-factor" {
            limits.append(
                "A \(method.design) design cannot see interactions; main effects assume there are "
                    + "none.")
        }
        if analysis.evidence.looks > 0 {
            limits.append(
                "The held-out cases have been looked at "
                    + "\(NumberText.counted(analysis.evidence.looks, "time")); p-values do not "
                    + "account for what was changed between looks."
            )
        }
        if !analysis.exploredTests.isEmpty {
            limits.append(
                "Explored tests were not planned; they are ideas for the next experiment.")
        }
        return limits + analysis.notes
    }

    /// Ids and hashes of what the numbers come from.
    package var provenance: [(name: String, value: String)] {
        let evidence = analysis.evidence
        var facts: [(name: String, value: String)] = [
            ("analysis", record.id), ("analysis sha256", record.hash), ("run", evidence.run),
            ("manifest sha256", evidence.manifestHash),
            ("registration sha256 of the run", evidence.registrationHash),
        ]
        if let lock = evidence.lock { facts.append(("lock", lock)) }
        if let hash = evidence.lockHash { facts.append(("registration sha256 of the lock", hash)) }
        if let scoring = evidence.scoring { facts.append(("scoring", scoring)) }
        if let hash = evidence.scorersHash { facts.append(("scorers sha256", hash)) }
        return facts
    }
}
