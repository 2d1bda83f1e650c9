package import Evaluation
import Statistics

extension RankAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        switch players {
        case .failure(let reason):
            return AnalysisDocument(tables: [componentTable(reason)] + eloTables)
        case .success(let players):
            var tables = [playerTable(players), stepTable]
            if let table = covariateTable { tables.append(table) }
            return AnalysisDocument(
                tables: tables + eloTables,
                chart: ForestPlot(
                    title: "Strength relative to \(players[0].name)",
                    summary: "Bradley–Terry differences to the best with intervals, in Elo points.",
                    rows: [ForestPlot.Row(players[0].name, value: 0, note: "the reference")]
                        + toBest.map { FigureText.row($0) }, unit: .difference, reference: 0,
                    axisLabel: "Elo points"))
        }
    }

    private func playerTable(_ players: [Player]) -> Table {
        var table = Table(
            title: "Bradley–Terry, ties as \(ties.rawValue): "
                + "\(NumberText.counted(sheet.votes.count, "vote")), "
                + NumberText.counted(players.count, "player"),
            columns: [
                .init("rank", .trailing), .init("possible ranks"), .init("player"),
                .init("Elo", .trailing), .init("SE", .trailing), .init("votes", .trailing),
                .init("won", .trailing), .init("tied", .trailing), .init("both bad", .trailing),
            ])
        for player in players {
            table.rows.append([
                .init("\(player.ranks.rank)"),
                .init(
                    player.ranks.best == player.ranks.worst
                        ? "\(player.ranks.best)" : "\(player.ranks.best)–\(player.ranks.worst)"),
                .init(player.name, .strong), .init(NumberText.fixed(player.elo, decimals: 1)),
                .init(NumberText.fixed(player.standardError, decimals: 1)),
                .init(NumberText.count(player.votes)), .init(NumberText.count(player.wins)),
                .init(NumberText.count(player.ties)),
                .init(player.bothBad > 0 ? NumberText.count(player.bothBad) : ""),
            ])
        }
        table.notes =
            sheet.reading + [
                "Elo is centred on 1000; its SE belongs to that centre. Differences and possible "
                    + "ranks (corrected for all pairs) are what to report. Sandwich errors"
                    + (clusters.map { " over \($0) clusters." } ?? ", votes as independent."),
                "The left side won \(sheet.leftShare.left) of "
                    + "\(NumberText.counted(sheet.leftShare.decided, "decided vote")).",
            ]
        if sheet.skipped > 0 {
            table.notes.append("\(NumberText.counted(sheet.skipped, "vote")) skipped.")
        }
        if prior > 0 {
            table.notes.append(
                "A normal prior of precision \(prior) on strengths was assumed; without votes that "
                    + "connect the players the order rests on it.")
        }
        return table.droppingEmptyColumns()
    }

    private var stepTable: Table {
        var table = Table(
            title: "Neighbours in the ranking",
            columns: [
                .init("better"), .init("worse"), .init("difference", .trailing),
                .init("\(FigureText.level(steps.map(\.difference))) interval"),
                .init("P(better)", .trailing), .init("votes to flip", .trailing),
            ])
        for step in steps {
            table.rows.append([
                .init(step.better), .init(step.worse),
                FigureText.value(step.difference, decimals: 1),
                FigureText.interval(step.difference, decimals: 1, signed: true),
                .init(NumberText.fixed(step.probability, decimals: 3)),
                .init(
                    step.votesToFlip.map {
                        FigureText.flips(count: $0.count, atLeast: $0.atLeast)
                    } ?? ""),
            ])
        }
        if let topFlip {
            let (count, atLeast) = (topFlip.votes.count, topFlip.votes.atLeast)
            table.notes.append(
                "The first place rests on \(FigureText.flips(count: count, atLeast: atLeast)) of "
                    + "\(NumberText.counted(sheet.votes.count, "vote")): without "
                    + "\(count == 1 ? "it" : "them") \(topFlip.challenger) is level with or ahead "
                    + "of \(topFlip.leader).")
        }
        if steps.contains(where: { $0.votesToFlip != nil }) {
            table.notes.append(
                "Votes to flip: the fewest whose removal changes the order. One number is exact; "
                    + "of two, the first is proven and the second was found by refitting.")
        }
        return table.droppingEmptyColumns()
    }

    private var covariateTable: Table? {
        guard !covariates.isEmpty else { return nil }
        var table = Table(
            title: "What else sways votes, in log odds",
            columns: [
                .init("covariate"), .init("effect", .trailing),
                .init("\(FigureText.level(covariates)) interval"),
            ])
        for figure in covariates {
            table.rows.append([
                .init(figure.name), FigureText.value(figure, decimals: 4),
                FigureText.interval(figure, decimals: 4, signed: true),
            ])
        }
        return table
    }

    private func componentTable(_ reason: Undefined) -> Table {
        var table = Table(
            title: "No ranking: \(reason.description)",
            columns: [.init("component", .trailing), .init("players")])
        for (index, component) in connectivity.strong.enumerated() {
            table.rows.append([
                .init("\(index + 1)"),
                .init(component.map { sheet.votes.players[$0] }.joined(separator: ", ")),
            ])
        }
        table.notes =
            sheet.reading + [
                "Only players within one component can be compared: collect votes between "
                    + "components, or state an assumption with --prior."
            ]
        return table
    }

    private var eloTables: [Table] {
        guard !elo.isEmpty else { return [] }
        var table = Table(
            title: "Online Elo, a demonstration only: it depends on the order of the votes",
            columns: [
                .init("player"), .init("in the file's order", .trailing),
                .init("over 100 random orders"),
            ])
        for item in elo {
            table.rows.append([
                .init(item.name), .init(NumberText.fixed(item.value, decimals: 1)),
                .init(
                    NumberText.fixed(item.range.lowerBound, decimals: 1) + " … "
                        + NumberText.fixed(item.range.upperBound, decimals: 1)),
            ])
        }
        return [table]
    }
}
