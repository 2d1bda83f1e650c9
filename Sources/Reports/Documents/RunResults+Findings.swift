package import Evaluation
import Workspace

extension RunResults {
    /// What the run shows, in words: cautions first, then what each condition does, where scorers
    /// contradict each other, and what prompts and models change. Effects that were looked for
    /// and not found stand last.
    package func findings() -> [Finding] {
        let effects = levelFindings() + conflicts() + sideFindings(.prompt) + sideFindings(.model)
        return cautions() + calibrationFindings() + effects.filter { $0.mark != .absent }
            + effects.filter { $0.mark == .absent }
    }

    private func cautions() -> [Finding] {
        var lines: [String] = []
        if isSimulated {
            let names = models.filter(\.isSimulated).map(\.name)
            lines.append(
                RunReport.list(names, of: names.count)
                    + (names.count == 1
                        ? " is simulated: its answers are" : " are simulated: their answers are")
                    + " written, with planted behaviour.")
        }
        if run.status != .complete {
            let planned = counts.planned.map { " of \(NumberText.count($0))" } ?? ""
            lines.append(
                "The run is \(run.status.rawValue): \(NumberText.count(counts.samples))\(planned) "
                    + "samples are there.")
        }
        if counts.failed > 0 {
            lines.append(
                "\(NumberText.counted(counts.failed, "sample")) of "
                    + "\(NumberText.count(counts.samples)) got no answer.")
        }
        if counts.unscored > 0 {
            lines.append(
                "\(NumberText.count(counts.unscored)) of \(NumberText.counted(counts.scores, "score")) "
                    + "could not be decided; rates leave them out and bounds stand beside them.")
        }
        if counts.overridden > 0 {
            lines.append(
                "\(NumberText.counted(counts.overridden, "verdict")) corrected by people "
                    + "\(counts.overridden == 1 ? "is" : "are") counted as corrected.")
        }
        return lines.isEmpty
            ? []
            : [Finding(.caution, "Before you read on", brief: lines.joined(separator: " "), lines)]
    }

    /// What each level of a condition does, one finding a level.
    private func levelFindings() -> [Finding] {
        families.filter { $0.kind == .level }.flatMap { family -> [Finding] in
            var seen: [String] = []
            for contrast in family.contrasts where !seen.contains(contrast.second) {
                seen.append(contrast.second)
            }
            let findings = seen.map { level in
                let contrasts = family.contrasts.filter { $0.second == level }
                let lines = contrasts.grouped { "\($0.scorer)\u{0}\($0.model ?? "")" }.map {
                    _, group in line(for: group)
                }
                let first = contrasts.first?.first ?? ""
                return Finding(
                    mark(of: contrasts), "\(family.tag ?? "level") \(level) instead of \(first)",
                    brief: brief(contrasts.filter { $0.prompt == prompts.first?.name }), lines)
            }
            let shown = findings.filter { $0.mark != .absent }
            guard findings.count - shown.count > 1 else { return findings }
            let absent = zip(seen, findings).filter { $1.mark == .absent }.map(\.0)
            return shown + [absence(of: absent, in: family)]
        }
    }

    /// Levels that differ in nothing, in one finding: told one by one they would hide the others.
    private func absence(of levels: [String], in family: ContrastFamily) -> Finding {
        let contrasts = family.contrasts.filter { levels.contains($0.second) }
        let least = contrasts.compactMap(\.minimumDetectable).sorted()
        var text = "no difference found in \(contrasts.count) comparisons"
        if let best = least.first, let worst = least.last {
            text +=
                worst > 1
                ? "; " + Wording.limit(worst)
                : "; \(NumberText.fixed(best * 100, decimals: 1)) to \(Wording.limit(worst))"
        }
        let tag = family.tag ?? "level"
        return Finding(
            .absent,
            "\(tag) \(levels.joined(separator: ", ")) instead of "
                + (contrasts.first?.first ?? ""), brief: text,
            [text.prefix(1).uppercased() + text.dropFirst() + "."])
    }

    /// What each scorer says, shortly: `choice.logprob −66.7, choice.text −51.7 points`.
    private func brief(_ contrasts: [Contrast]) -> String {
        let shown = contrasts.prefix(4)
        guard shown.contains(where: \.isFound) else {
            let least = shown.compactMap(\.minimumDetectable)
            if let worst = least.max(), worst > 1 {
                return "no difference found; " + Wording.limit(worst)
            }
            let limits = least.map { NumberText.fixed($0 * 100, decimals: 1) }
            return limits.isEmpty
                ? "no difference found"
                : "no difference found; \(limits.joined(separator: " and ")) points would have shown"
        }
        let parts = shown.grouped { $0.model ?? "" }.map { model, contrasts in
            let changes = contrasts.map { contrast in
                "\(contrast.scorer) \(NumberText.points(contrast.difference.value))"
                    + (contrast.isFound ? "" : " (not found)")
            }
            return (models.count > 1 && !model.isEmpty ? "\(model): " : "")
                + changes.joined(separator: ", ")
        }
        let place = prompts.count > 1 ? shown.first?.prompt.map { ", prompt \($0)" } ?? "" : ""
        return parts.joined(separator: "; ") + " points" + place
    }

    /// One scorer's view of a level over all prompts: the first in full, the others in short.
    private func line(for contrasts: [Contrast]) -> String {
        guard let lead = contrasts.first else { return "" }
        let model = models.count > 1 ? "\(lead.model ?? ""), " : ""
        var text = "\(lead.scorer): \(model)"
        text += prompts.count > 1 ? "under \(lead.prompt ?? ""), " : ""
        text += Wording.clause(lead)
        let others = contrasts.dropFirst().map { contrast in
            "\(contrast.prompt ?? "") \(NumberText.points(contrast.difference.value))"
                + (contrast.isFound ? "" : " (not found)")
        }
        if !others.isEmpty { text += "; " + others.joined(separator: ", ") }
        return text + "."
    }

    private func conflicts() -> [Finding] {
        guard !contradictions.isEmpty else { return [] }
        let groups = contradictions.filter { $0.kind != .level }.grouped {
            "\($0.rise.first)\u{0}\($0.rise.second)\u{0}\($0.strength.rawValue)"
        }
        return groups.compactMap { _, group -> Finding? in
            guard let first = group.first else { return nil }
            let lines = group.prefix(3).map { item in
                "\(place(of: item.rise, tag: item.tag)): \(item.rise.scorer) "
                    + "\(short(item.rise)), \(item.fall.scorer) \(short(item.fall))."
            }
            let verb =
                first.strength == .bothFound
                ? "contradict each other on" : "may contradict each other on"
            let gist = group.prefix(2).map { item in
                "\(place(of: item.rise, tag: item.tag)): \(item.rise.scorer) "
                    + "\(NumberText.points(item.rise.difference.value)), \(item.fall.scorer) "
                    + NumberText.points(item.fall.difference.value)
            }
            return Finding(
                .conflict,
                "The scorers \(verb) \(first.rise.second) instead of \(first.rise.first)",
                brief: gist.joined(separator: "; "), lines)
        }
    }

    private func short(_ contrast: Contrast) -> String {
        Wording.points(contrast.difference) + (contrast.isFound ? "" : " (not found)")
    }

    private func place(of contrast: Contrast, tag: String?) -> String {
        var parts: [String] = []
        if let level = contrast.level { parts.append("\(tag ?? "level") \(level)") }
        if models.count > 1, let model = contrast.model { parts.append("model \(model)") }
        if let prompt = contrast.prompt, prompts.count > 1 { parts.append("prompt \(prompt)") }
        return parts.isEmpty ? "over all cases" : parts.joined(separator: ", ")
    }

    /// What prompts or models change over all cases, and where within the condition most.
    private func sideFindings(_ kind: ContrastFamily.Kind) -> [Finding] {
        let overall = families.first { $0.kind == kind && $0.tag == nil }
        let within = families.first { $0.kind == kind && $0.tag != nil }
        guard let overall else { return [] }
        var pairs: [(first: String, second: String)] = []
        for contrast in overall.contrasts
        where !pairs.contains(where: { $0.first == contrast.first && $0.second == contrast.second })
        {
            pairs.append((contrast.first, contrast.second))
        }
        return pairs.compactMap { pair in
            let contrasts = overall.contrasts.filter {
                $0.first == pair.first && $0.second == pair.second
            }
            // What the scorers contradict each other on over all cases has been said.
            let isSaid = contrasts.allSatisfy { contrast in
                contradictions.contains {
                    $0.strength == .bothFound && ($0.rise == contrast || $0.fall == contrast)
                }
            }
            if isSaid { return nil }
            let lines = contrasts.map { contrast -> String in
                let fixed = kind == .prompt ? contrast.model : contrast.prompt
                let fixedCount = kind == .prompt ? models.count : prompts.count
                var text = "\(contrast.scorer): "
                if fixedCount > 1, let fixed { text += "\(fixed), " }
                text += Wording.clause(contrast)
                let strongest = within?.contrasts.filter {
                    $0.isFound && $0.first == contrast.first && $0.second == contrast.second
                        && $0.scorer == contrast.scorer && $0.model == contrast.model
                        && $0.prompt == contrast.prompt
                }.max { $0.difference.value.magnitude < $1.difference.value.magnitude }
                if let strongest, let level = strongest.level {
                    text +=
                        "; under \(within?.tag ?? "") \(level) \(Wording.points(strongest.difference))"
                }
                return text + "."
            }
            let noun = kind == .prompt ? "Prompt" : "Model"
            return Finding(
                mark(of: contrasts), "\(noun) \(pair.second) instead of \(pair.first)",
                brief: brief(contrasts), lines)
        }
    }

    private func mark(of contrasts: [Contrast]) -> Finding.Mark {
        let found = contrasts.filter(\.isFound)
        if found.isEmpty { return .absent }
        if found.allSatisfy({ $0.difference.value > 0 }) { return .rise }
        if found.allSatisfy({ $0.difference.value < 0 }) { return .fall }
        return .mixed
    }
}
