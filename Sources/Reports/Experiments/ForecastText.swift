package import Evaluation

/// An experiment's forecast as people read it.
package struct ForecastText: Sendable {
    private let forecast: ExperimentForecast
    private let file: String

    package init(_ forecast: ExperimentForecast, file: String) {
        self.forecast = forecast
        self.file = file
    }

    /// For a terminal.
    package func terminal(_ style: TerminalStyle) -> String {
        var parts = [costs().terminalText(style)]
        if !forecast.effects.isEmpty { parts.append(effects().terminalText(style)) }
        if !forecast.aliases.isEmpty {
            parts.append(
                "Resolution \(forecast.resolution ?? 0). Effects that this fraction cannot tell "
                    + "apart:\n"
                    + forecast.aliases.map { "  " + style.plain(SafeText.line($0)) }
                    .joined(separator: "\n"))
        }
        parts.append("Nothing was run. Next:\n  conduct experiment lock \(file)")
        return parts.joined(separator: "\n\n")
    }

    /// Calls, tokens, dollars and minutes of each model.
    package func costs() -> Table {
        var table = Table(
            title: "\(forecast.experiment): \(NumberText.counted(forecast.samples, "sample"))",
            columns: [
                .init("model"), .init("calls", .trailing), .init("input tokens", .trailing),
                .init("output tokens", .trailing), .init("cost", .trailing),
                .init("time", .trailing), .init("speed"),
            ])
        for share in forecast.models {
            table.rows.append([
                .init(share.model), .init(NumberText.count(share.calls)),
                .init("≈ \(NumberText.count(share.inputTokens))"),
                .init("≈ \(NumberText.count(share.outputTokens))"),
                .init(share.dollars.map(NumberText.dollars) ?? "unknown"),
                .init(
                    share.minutes.map { NumberText.duration(microseconds: $0 * 60e6) } ?? "unknown"
                ), .init(share.speedFrom),
            ])
        }
        if forecast.models.count > 1 {
            table.beginGroup()
            table.rows.append([
                .init("all", .strong), .init(NumberText.count(forecast.calls)), .init(""),
                .init(""), .init(forecast.dollars.map(NumberText.dollars) ?? "unknown"),
                .init(
                    forecast.minutes.map { NumberText.duration(microseconds: $0 * 60e6) }
                        ?? "unknown"), .init(""),
            ])
        }
        table.notes.append(
            "\(forecast.cases) cases × \(forecast.cells) cells"
                + (forecast.wordings > 1 ? " × \(forecast.wordings) wordings" : "")
                + " × \(NumberText.counted(forecast.repeats, "repeat")), \(forecast.design); "
                + "\(forecast.heldOutCases) cases held out.")
        if let from = forecast.models.first?.tokensFrom { table.notes.append("Tokens: \(from).") }
        return table
    }

    /// What each test could detect.
    package func effects() -> Table {
        var table = Table(
            title: "The smallest effect that would be found",
            columns: [
                .init("test"), .init("by formula", .trailing), .init("by simulation", .trailing),
                .init("power over true effects"), .init("false positives", .trailing),
            ])
        for effect in forecast.effects {
            let curve = effect.curve.filter { $0.effect > 0 }.map {
                "\(NumberText.points($0.effect)): \(NumberText.percent($0.power))"
            }.joined(separator: "  ")
            table.rows.append([
                .init(effect.test),
                .init(effect.formula.map { NumberText.points($0) } ?? effect.reason ?? "–"),
                .init(effect.simulated.map { NumberText.points($0) } ?? "–"), .init(curve),
                .init(
                    effect.curve.first.flatMap { $0.effect == 0 ? $0 : nil }.map {
                        NumberText.percent($0.power, decimals: 1)
                    } ?? "–"),
            ])
        }
        table.notes.append("Effects in points: the difference between the two extreme levels.")
        table.notes += forecast.notes
        return table
    }
}
