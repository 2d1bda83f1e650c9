package import Annotation
import LanguageModel
import Workspace

/// A project's agreement as a document: for the terminal and as one HTML file.
package struct AgreementPage: Sendable {
    package var results: AgreementResults
    /// The guideline's versions that judgments were made under: hash and Markdown.
    package var guidelines: [(hash: String, text: String)]
    /// The most items on which raters differ that are listed; the rest is counted.
    package var splitLimit: Int

    package init(
        _ results: AgreementResults, guidelines: [(hash: String, text: String)],
        splitLimit: Int = 100
    ) {
        self.results = results
        self.guidelines = guidelines
        self.splitLimit = splitLimit
    }

    /// The document for the terminal.
    package func text(_ style: TerminalStyle = TerminalStyle()) -> String {
        var parts = [lead]
        for column in results.columns where column.isMain {
            parts.append(figures(column).terminalText(style))
            for table in [pairs(column), selves(column), aggregation(column)]
            where !table.rows.isEmpty { parts.append(table.terminalText(style)) }
        }
        for (name, reason) in results.omitted.sorted(by: { $0.key < $1.key }) {
            parts.append("\(name): no agreement, because \(reason)")
        }
        let splits = splitTable(limit: 20)
        if !splits.rows.isEmpty { parts.append(splits.terminalText(style)) }
        return parts.joined(separator: "\n\n")
    }

    /// The document as one HTML file that needs nothing else.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over">Conduct agreement</div>
            <h1>\(results.project.name): do annotators agree?</h1>
            <p class="lead">\(lead)</p></header>

            """
        body += self.body()
        return HTMLPage(title: "\(results.project.name): agreement", body: body).html()
    }

    /// The document's sections without a page around them.
    package func body() -> Markup {
        var body = Markup()
        if results.columns.contains(where: { $0.figures.contains { $0.value != nil } }) {
            body += forest().figure(id: "agreement", wide: 720)
        }
        for (index, column) in results.columns.enumerated() where column.isMain {
            var main = figures(column)
            main.title = nil
            body += "<section><h2>\(column.name)</h2>\n\(main.html())"
            for table in [categories(column), options(of: column)] where !table.rows.isEmpty {
                body += table.html()
            }
            if column.pairs.count > 1 { body += matrix(column).figure(id: "raters-\(index)") }
            if let chart = drift(column) { body += chart.drawing(id: "drift-\(index)", wide: 560) }
            for table in [pairs(column), selves(column), time(column), aggregation(column)]
            where !table.rows.isEmpty { body += table.html() }
            body += "</section>\n"
        }
        for (name, reason) in results.omitted.sorted(by: { $0.key < $1.key }) {
            body += "<p class=\"note\">\(name): no agreement, because \(reason).</p>\n"
        }
        body += splitSection()
        body += "<section class=\"method\"><h2>Method</h2><p>\(Self.method)</p></section>\n"
        return body
    }

    private var lead: String {
        let progress = results.progress
        return "\(NumberText.counted(results.judgments.count, "judgment")) by "
            + "\(NumberText.counted(progress.people.count { $0.judged > 0 }, "annotator")); "
            + "\(NumberText.count(progress.complete)) of "
            + "\(NumberText.counted(progress.items, "item")) have the "
            + "\(NumberText.counted(progress.overlap, "judgment")) wanted; "
            + "\(NumberText.counted(progress.disagreements, "disagreement")) undecided."
    }

    private static let method = """
        Percent agreement is the mean over items of the share of agreeing pairs of raters. \
        Krippendorff's alpha, Gwet's AC1 and the kappas correct it for chance in different ways; \
        each is named with its metric or weights, and chance depends on the declared scale. \
        Intervals (95 %) resample items, or whole clusters of them such as a case, and take the \
        raters as given. Silent repeats are left out of agreement between raters and are compared \
        with each rater's first judgment. A skip and "can't tell" are missing ratings. Where \
        everybody says the same, chance-corrected coefficients are undefined, and percent \
        agreement stands alone. Labels by majority, by the one-coin model, by Dawid and Skene's \
        model and by MACE are shown where they differ.
        """

    private static func number(_ value: Double?) -> String {
        value.map { NumberText.fixed($0, decimals: 3) } ?? NumberText.missing
    }

    private static func interval(_ figure: AgreementFigure) -> String {
        guard let low = figure.low, let high = figure.high else { return "" }
        return "\(number(low)), \(number(high))"
    }

    private func figures(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: column.name,
            columns: [
                .init("coefficient", isFlexible: false), .init("value", .trailing),
                .init("95 % interval", .trailing), .init("why not"),
            ])
        for figure in column.figures {
            table.rows.append([
                .init(figure.name), .init(Self.number(figure.value), .strong),
                .init(Self.interval(figure)), .init(figure.reason ?? "", .muted),
            ])
        }
        var note =
            "\(NumberText.counted(column.ratings, "rating")) by "
            + "\(NumberText.counted(column.raters, "rater")); "
            + "\(NumberText.counted(column.paired, "unit")) with two or more."
        if let needed = column.itemsNeeded {
            note +=
                " At this spread about \(NumberText.counted(needed, "item")) with two ratings "
                + "bring alpha's interval to ± 0.1."
        }
        table.notes = [note]
        return table.droppingEmptyColumns()
    }

    private func categories(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: "By category",
            columns: [
                .init("category"), .init("ratings", .trailing), .init("kappa", .trailing),
                .init("why not"),
            ])
        for category in column.categories {
            table.rows.append([
                .init(category.name), .init(NumberText.count(category.count)),
                .init(Self.number(category.kappa.value)),
                .init(category.kappa.reason ?? "", .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }

    /// The options of a question with several, each against the rest.
    private func options(of main: AgreementResults.Column) -> Table {
        var table = Table(
            title: "By option",
            columns: [
                .init("option"), .init("percent", .trailing), .init("alpha", .trailing),
                .init("95 % interval", .trailing),
            ])
        for column in results.columns where column.question == main.question && !column.isMain {
            guard column.figures.count > 1 else { continue }
            table.rows.append([
                .init(column.name), .init(Self.number(column.figures[0].value)),
                .init(Self.number(column.figures[1].value)),
                .init(Self.interval(column.figures[1])),
            ])
        }
        return table
    }

    private func pairs(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: "Rater against rater",
            columns: [
                .init("first"), .init("second"), .init("units", .trailing),
                .init("percent", .trailing), .init("alpha", .trailing), .init("why not"),
            ])
        for pair in column.pairs {
            table.rows.append([
                .init(pair.first), .init(pair.second), .init(NumberText.count(pair.units)),
                .init(Self.number(pair.percent.value)), .init(Self.number(pair.alpha.value)),
                .init(pair.alpha.reason ?? "", .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }

    private func selves(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: "Each rater against themselves, on silent repeats",
            columns: [
                .init("rater"), .init("units", .trailing), .init("percent", .trailing),
                .init("alpha", .trailing), .init("why not"),
            ])
        for own in column.selves {
            table.rows.append([
                .init(own.rater), .init(NumberText.count(own.units)),
                .init(Self.number(own.percent.value)), .init(Self.number(own.alpha.value)),
                .init(own.alpha.reason ?? "", .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }

    private func time(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: "Over time, and by version of the guideline",
            columns: [
                .init("stretch"), .init("units", .trailing), .init("percent", .trailing),
                .init("alpha", .trailing),
            ])
        for stretch in column.stretches + column.versions {
            table.rows.append([
                .init(stretch.name), .init(NumberText.count(stretch.units)),
                .init(Self.number(stretch.percent.value)),
                .init(Self.number(stretch.alpha.value)),
            ])
        }
        for rater in column.byRater {
            guard let first = rater.firstMean, let second = rater.secondMean else { continue }
            table.notes.append(
                "\(rater.name): mean \(NumberText.fixed(first, decimals: 2)) in the first half, "
                    + "\(NumberText.fixed(second, decimals: 2)) in the second.")
        }
        return table
    }

    private func aggregation(_ column: AgreementResults.Column) -> Table {
        var table = Table(
            title: "Labels by method",
            columns: [
                .init("method"), .init("labels", .trailing),
                .init("differ from majority", .trailing), .init("where or why not"),
            ])
        for aggregation in column.aggregations {
            let names = aggregation.differing.prefix(5).map { id in
                results.splits.first { $0.item.id == id }?.item.source ?? id.description
            }
            table.rows.append([
                .init(aggregation.method), .init(NumberText.count(aggregation.labels.count)),
                .init(NumberText.count(aggregation.differing.count)),
                .init(aggregation.reason ?? names.joined(separator: ", "), .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }

    private func matrix(_ column: AgreementResults.Column) -> HeatMatrix {
        let names = Set(column.pairs.flatMap { [$0.first, $0.second] }).sorted()
        let values = names.map { first in
            names.map { second in
                column.pairs.first {
                    [$0.first, $0.second] == [first, second]
                        || [$0.first, $0.second] == [second, first]
                }?.percent.value
            }
        }
        return HeatMatrix(
            title: "Percent agreement, rater against rater",
            summary: "Pairs of raters on the items that both judged.", rows: names,
            columns: names, values: values, domain: 0...1)
    }

    private func forest() -> ForestPlot {
        var rows: [ForestPlot.Row] = []
        for column in results.columns where column.isMain {
            for figure in column.figures.prefix(3) {
                rows.append(
                    ForestPlot.Row(
                        figure.name, group: column.name, value: figure.value, low: figure.low,
                        high: figure.high, note: figure.value == nil ? "undefined" : ""))
            }
        }
        return ForestPlot(
            title: "Agreement by question", summary: "Coefficients with 95 % intervals.",
            rows: rows, unit: .number, reference: 0)
    }

    private func splitTable(limit: Int) -> Table {
        var table = Table(
            title: "Items that split the raters",
            columns: [
                .init("item"), .init("question"), .init("who said what"),
                .init("decided"),
            ])
        for split in results.splits.prefix(limit) {
            let voices = split.disagreement.voices.map {
                "\($0.annotator): \(split.question.text(of: $0.answer))"
            }
            table.rows.append([
                .init(split.item.source), .init(split.question.id),
                .init(voices.joined(separator: " · ")),
                .init(split.disagreement.decision.map(split.question.text(of:)) ?? ""),
            ])
        }
        if results.splits.count > limit {
            table.notes = ["\(NumberText.count(results.splits.count - limit)) more are not listed."]
        }
        return table.droppingEmptyColumns()
    }

    private func splitSection() -> Markup {
        guard !results.splits.isEmpty else { return "" }
        var section: Markup = "<section><h2>Items that split the raters</h2>\n"
        section += "<div class=\"beside\"><div>\n"
        for split in results.splits.prefix(splitLimit) {
            section += "<article><h3>\(split.item.source): \(split.question.title)</h3>\n"
            for field in split.item.fields { section += shown(field.name, Self.text(field.value)) }
            for answer in split.item.answers {
                section += shown("answer \(answer.key)", answer.text)
            }
            section += "<ul>"
            for voice in split.disagreement.voices {
                section += "<li><b>\(voice.annotator)</b>: \(split.question.text(of: voice.answer))"
                if let note = voice.note { section += " — \(note)" }
                section += "</li>"
            }
            section += "</ul>"
            if let decision = split.disagreement.decision {
                section += "<p>Decided: \(split.question.text(of: decision))</p>"
            }
            section += "</article>\n"
        }
        if results.splits.count > splitLimit {
            section +=
                "<p class=\"note\">\(results.splits.count - splitLimit) more are not listed.</p>"
        }
        return section + "</div>\n\(guidelineText)</div></section>\n"
    }

    /// The guideline's versions in force, the newest open: what splits raters leads back to it.
    private var guidelineText: Markup {
        guard !guidelines.isEmpty else { return "" }
        var output: Markup =
            "<aside tabindex=\"0\" aria-label=\"The guideline\"><h3>The guideline</h3>\n"
        for (index, guideline) in guidelines.enumerated() {
            let open: Markup = index == guidelines.count - 1 ? " open" : ""
            output += """
                <details\(open)><summary>Version \(String(guideline.hash.prefix(12)))</summary>
                <div class="prose">\(Markup(trusted: MarkdownText.html(guideline.text)))</div></details>

                """
        }
        return output + "</aside>\n"
    }

    /// Percent agreement and alpha from stretch to stretch of the items; nil without stretches.
    private func drift(_ column: AgreementResults.Column) -> SlopeChart? {
        guard column.stretches.count > 1 else { return nil }
        func series(
            _ name: String, _ value: (AgreementResults.Stretch) -> Double?
        ) -> SlopeChart.Series {
            SlopeChart.Series(
                name, points: column.stretches.map { value($0).map { SlopeChart.Point($0) } })
        }
        return SlopeChart(
            title: "Drift over time",
            summary: "Agreement in each stretch of items, in the order in which they were judged.",
            levels: column.stretches.map(\.name),
            series: [
                series("percent") { $0.percent.value }, series("alpha") { $0.alpha.value },
            ], unit: .number, domain: nil)
    }

    private func shown(_ name: String, _ text: String) -> Markup {
        "<p class=\"muted\">\(name)</p><blockquote>\(text)</blockquote>\n"
    }

    private static func text(_ value: JSONValue) -> String {
        if let text = value.string { return text }
        if let messages = value.array {
            return messages.map { message in
                "\(message["role"]?.string ?? ""): \(message["content"]?.string ?? "")"
            }.joined(separator: "\n")
        }
        return value.serialized()
    }
}
