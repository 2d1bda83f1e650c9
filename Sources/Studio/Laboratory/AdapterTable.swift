import LanguageModel
import Reports
import Workspace

/// Each adapter, and the newest runs of every suite before and after it.
struct AdapterTable {
    /// The latest record of each adapter.
    let adapters: [String: StoredRecord]
    /// Complete runs, the newest first.
    let lines: [RunLine]
    let configuration: WorkspaceConfiguration

    var markup: Markup {
        guard !adapters.isEmpty else { return "" }
        var table = Table(columns: [
            .init("adapter"), .init("kind"), .init("suite"), .init("before", .trailing),
            .init("after", .trailing), .init("compare"),
        ])
        for (name, record) in adapters.sorted(by: { $0.key < $1.key }) {
            table.beginGroup()
            let base = record.body["base"]?.string ?? ""
            let pairs = BeforeAndAfter.all(
                lines, base: base, trained: configuration.aliases(of: name, base: base))
            var name = Table.Cell(name, .strong)
            name.href = "/records/\(record.id)"
            let kind = Table.Cell(record.body["kind"]?.string ?? "adapter", .muted)
            if pairs.isEmpty {
                table.rows.append([name, kind, .init("not run yet", .muted), "", "", ""])
            }
            for (index, pair) in pairs.enumerated() {
                var link = Table.Cell("paired, case by case")
                link.href = "/compare?run=\(pair.before.summary.id)&run=\(pair.after.summary.id)"
                table.rows.append([
                    index == 0 ? name : "", index == 0 ? kind : "",
                    .init(pair.after.summary.run.suite), rate(pair.before), rate(pair.after), link,
                ])
            }
        }
        table.notes = [
            "Share that passes by the suite's first scorer in the newest run with the base model and "
                + "with the adapter; intervals and tests stand in the comparison.",
            "Both runs at once, over all cases and by clause: conduct align compare BASE "
                + "BASE+ADAPTER --suite suites/NAME.yaml",
        ]
        return
            "<section id=\"adapters\"><h2>Adapters, before and after</h2>\(table.html())</section>\n"
    }

    private func rate(_ line: RunLine) -> Table.Cell {
        var cell = Table.Cell(
            line.rate.map { NumberText.percent($0, decimals: 1) } ?? NumberText.missing)
        cell.href = "/runs/\(line.summary.id)"
        return cell
    }
}
