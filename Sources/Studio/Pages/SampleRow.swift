import LanguageModel
import Reports
import Workspace

extension SampleListing {
    /// The sample as a line of a list.
    ///
    /// - Parameter query: what the list was filtered by, so that the sample's page knows its
    ///   neighbours in it.
    func line(_ query: QueryText) -> Markup {
        let badges = scores.prefix(4).map {
            Marks.badge($0.verdict, $0.scorer, isOverridden: $0.isOverridden)
        }
        let failure: Markup =
            failure.map { "<span class=\"badge fail\">no answer: \($0)</span>" } ?? ""
        let lane = "\(model) · \(promptID)" + (epoch > 0 ? " · \(epoch + 1)" : "")
        let time = latency.map { NumberText.duration(microseconds: Double($0)) } ?? ""
        let quote = String(String.UnicodeScalarView(preview.unicodeScalars.prefix(240)))
        return """
            <li><a class="line" href="/samples/\(id.description)\(query.suffix)" data-item>\
            <span class="case">\(caseID)</span><span class="lane">\(lane)</span>\
            <span class="marks">\(failure)\(badges.joined())</span>\
            <span class="quote">\(SafeText.line(quote))</span><span class="time">\(time)</span></a></li>

            """
    }

    /// The sample as the API lists it.
    var json: JSONValue {
        [
            "id": .string(id.description), "run": .string(run.description),
            "case": .string(caseID), "prompt": .string(promptID), "model": .string(model),
            "epoch": .integer(epoch), "preview": .string(preview),
            "failure": failure.map(JSONValue.string) ?? .null,
            "latency_us": latency.map(JSONValue.integer) ?? .null,
            "cost_nanodollars": cost.map(JSONValue.integer) ?? .null, "reused": .bool(isReused),
            "scores": .array(
                scores.map { score in
                    [
                        "scorer": .string(score.scorer),
                        "verdict": .string(score.verdict.rawValue),
                        "value": score.value.map(JSONValue.number) ?? .null,
                        "overridden": .bool(score.isOverridden),
                    ]
                }),
        ]
    }
}
