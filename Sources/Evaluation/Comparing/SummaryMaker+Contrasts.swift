import Workspace

extension SummaryMaker {
    /// All families of comparisons: prompts, models and matched levels, and prompts and models
    /// within each level of the best matched tag.
    func families(_ matched: [MatchedTag]) -> [ContrastFamily] {
        let contrasting = Contrasting(options: options)
        var families: [ContrastFamily?] = []
        families.append(
            contrasting.family(
                .prompt, tag: nil, pairedBy: "case", compare(prompts: true, within: nil)))
        families.append(
            contrasting.family(
                .model, tag: nil, pairedBy: "case", compare(prompts: false, within: nil)))
        for tag in matched {
            families.append(
                contrasting.family(
                    .level, tag: tag.key, pairedBy: tag.groupedBy, compareLevels(of: tag)))
        }
        if let tag = matched.first {
            families.append(
                contrasting.family(
                    .prompt, tag: tag.key, pairedBy: "case", compare(prompts: true, within: tag)))
            families.append(
                contrasting.family(
                    .model, tag: tag.key, pairedBy: "case", compare(prompts: false, within: tag)))
        }
        return families.compactMap { $0 }
    }

    /// Prompts under each model, or models under each prompt, by scorer.
    private func compare(prompts: Bool, within tag: MatchedTag?) -> [Contrast] {
        let contrasting = Contrasting(options: options)
        let count = prompts ? evidence.prompts.count : evidence.models.count
        let fixed = prompts ? evidence.models.count : evidence.prompts.count
        guard count > 1 else { return [] }
        let levels: [String?] = tag.map { $0.levels.map(Optional.some) } ?? [nil]
        var contrasts: [Contrast] = []
        for scorer in evidence.scorers.indices {
            for other in 0..<fixed {
                for level in levels {
                    let members = evidence.cases.indices.filter { index in
                        guard let tag, let level else { return true }
                        return evidence.cases[index].tags[tag.key] == level
                    }
                    for (first, second) in Contrasting.pairs(of: count) {
                        guard
                            let left = entry(
                                scorer, model: prompts ? other : first,
                                prompt: prompts ? first : other),
                            let right = entry(
                                scorer, model: prompts ? other : second,
                                prompt: prompts ? second : other)
                        else { continue }
                        var pairs = Contrasting.Pairs()
                        for index in members {
                            pairs.append(
                                left.pass[index], right.pass[index],
                                group: evidence.cases[index].groupKey)
                        }
                        let names = Contrasting.Names(
                            first: prompts ? promptName(first) : modelName(first),
                            second: prompts ? promptName(second) : modelName(second),
                            model: prompts ? modelName(other) : nil,
                            prompt: prompts ? nil : promptName(other),
                            scorer: evidence.scorers[scorer], level: level)
                        if let contrast = contrasting.contrast(
                            pairs, names: names,
                            isSingleBinary: left.isSingleBinary && right.isSingleBinary)
                        {
                            contrasts.append(contrast)
                        }
                    }
                }
            }
        }
        return contrasts
    }

    /// Each level of a tag against the first, within the groups that have both.
    private func compareLevels(of tag: MatchedTag) -> [Contrast] {
        let contrasting = Contrasting(options: options)
        var contrasts: [Contrast] = []
        for scores in matrix {
            for level in tag.levels.indices.dropFirst() {
                var pairs = Contrasting.Pairs()
                for (group, cluster) in zip(tag.groups, tag.clusterKeys) {
                    guard let first = group[0], let second = group[level] else { continue }
                    pairs.append(scores.pass[first], scores.pass[second], group: cluster)
                }
                let names = Contrasting.Names(
                    first: tag.levels[0], second: tag.levels[level],
                    model: modelName(scores.model), prompt: promptName(scores.prompt),
                    scorer: evidence.scorers[scores.scorer], level: nil)
                if let contrast = contrasting.contrast(
                    pairs, names: names, isSingleBinary: scores.isSingleBinary)
                {
                    contrasts.append(contrast)
                }
            }
        }
        return contrasts
    }

    private func entry(_ scorer: Int, model: Int, prompt: Int) -> CaseScores? {
        matrix.first { $0.scorer == scorer && $0.model == model && $0.prompt == prompt }
    }

    private func modelName(_ index: Int) -> String { evidence.models[index].alias }

    private func promptName(_ index: Int) -> String { evidence.prompts[index].promptID }
}
