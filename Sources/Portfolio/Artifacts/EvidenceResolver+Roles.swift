import LanguageModel
import Reports
import Workspace

extension EvidenceResolver {
    /// An audit as evidence: how the requirements stand and each of them, or with `view: verbs`
    /// how the verbs of the role share the five kinds of work.
    static func view(
        audit record: StoredRecord, _ reference: EvidenceReference
    ) throws(EvidenceUnavailable) -> EvidenceResult {
        if reference.form == .inline || ["value", "headline"].contains(reference.view) {
            return try record.view(reference)
        }
        var result = EvidenceResult(
            title: PortfolioSite.heading(record),
            content: ["record": .string(record.id.description), "body": record.body],
            record: record.id.description)
        result.notes = [
            "Audit \(record.id), \(record.body["date"]?.string ?? ""), of the role as read on "
                + "\(record.body["role_date"]?.string ?? "")."
        ]
        switch reference.view {
        case "", "table", "results", "audit":
            let counts = RoleAudit.State.allCases.map { state in
                (state.rawValue, record.body["counts"]?[state.rawValue]?.int ?? 0)
            }
            result.charts = [
                BarChart(
                    title: "How the requirements stand",
                    summary: counts.map { "\($0.1) \($0.0)" }.joined(separator: ", "),
                    bars: counts.map { BarChart.Bar($0.0, value: Double($0.1)) }, unit: .count)
            ]
            result.tables = [PortfolioSite.requirements(of: record)]
        case "verbs":
            guard let verbs = record.body["verbs"]?.object, !verbs.isEmpty else {
                throw EvidenceUnavailable(
                    "the audit holds no verbs", advice: "audit the role again: conduct role audit")
            }
            let bars = VerbCluster.allCases.map { cluster in
                BarChart.Bar(cluster.rawValue, value: Double(verbs[cluster.rawValue]?.int ?? 0))
            }
            let isGrouped = record.body["verbs_by"]?.string == "user"
            result.title += ": verbs"
            result.charts = [
                BarChart(
                    title: "Verbs by the kind of work",
                    summary: bars.map { "\(Int($0.value ?? 0)) \($0.label)" }
                        .joined(separator: ", "), bars: bars, unit: .count)
            ]
            result.notes.append(
                isGrouped
                    ? "Grouped by hand; the lexicon's word where nothing was said."
                    : "Grouped by the lexicon; nobody has grouped them by hand.")
        default:
            throw EvidenceUnavailable(
                "an audit has no view '\(reference.view)'", advice: "there are audit and verbs")
        }
        return result
    }
}
