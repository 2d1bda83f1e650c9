package import Workspace

/// The answers of an arena: who answered which case.
package struct ArenaField: Sendable {
    /// The players, sorted; a vote's pair is told by their places.
    package var players: [String]
    /// The cases that two players at least answered, in the runs' order.
    package var cases: [Case]

    /// One case with its answers.
    package struct Case: Sendable, Hashable {
        package var id: String
        /// The answer of each player, by the player's place; nil where there is none.
        package var answers: [ArenaSide?]
    }

    /// Reads the answers of an arena's runs.
    ///
    /// - Throws: `empty` where no case was answered by two players.
    package init(_ definition: ArenaDefinition, reader: StoreReader) async throws {
        var answers: [(key: String, side: ArenaSide)] = []
        for run in definition.runs {
            let cases = try await reader.cases(of: run).map(\.caseID)
            let prompts = try await reader.prompts(of: run).map(\.promptID)
            let models = try await reader.models(of: run).map(\.alias)
            for try await page in reader.outputs(of: run) {
                for output in page where output.failure == nil {
                    let (item, prompt) = (cases[output.caseIndex], prompts[output.promptIndex])
                    let model = models[output.modelIndex]
                    let (player, rest): (String, String) =
                        switch definition.players {
                        case .models: (model, prompt)
                        case .prompts: (prompt, model)
                        case .both: ("\(model) · \(prompt)", "")
                        }
                    let parts = [item, rest, output.epoch > 0 ? "epoch \(output.epoch + 1)" : ""]
                    answers.append(
                        (
                            parts.filter { !$0.isEmpty }.joined(separator: " · "),
                            ArenaSide(
                                player: player, sample: output.sample,
                                length: output.output.unicodeScalars.count)
                        ))
                }
            }
        }
        players = Set(answers.map(\.side.player)).sorted()
        let places = Dictionary(
            zip(players, players.indices), uniquingKeysWith: { first, _ in first })
        var order: [String: Int] = [:]
        cases = []
        for (key, side) in answers {
            let index = order[key] ?? cases.count
            if index == cases.count {
                order[key] = index
                cases.append(
                    Case(id: key, answers: [ArenaSide?](repeating: nil, count: players.count)))
            }
            // A later run's answer of the same player replaces an earlier one's.
            cases[index].answers[places[side.player] ?? 0] = side
        }
        cases.removeAll { $0.answers.count { $0 != nil } < 2 }
        guard !cases.isEmpty else {
            throw AnnotationError(
                .empty, "no case of the runs was answered by two players",
                advice: "name runs with two models or two prompts, or choose --players both")
        }
    }
}
