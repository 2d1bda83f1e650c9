import Evaluation
package import LanguageModel
import Statistics
import Workspace

extension FrontierReport {
    /// The report for the terminal.
    package func text(_ style: TerminalStyle, nextCommands: [String] = []) -> String {
        func wrapped(_ text: String) -> String {
            TextWidth.wrapped(style.plain(SafeText.line(text)), to: style.columns ?? 100)
                .joined(separator: "\n")
        }
        var parts = [
            style.painted(SafeText.line(title), .strong) + "\n" + wrapped(standing),
            settingTable.terminalText(style), binTable.terminalText(style),
        ]
        if !findings.isEmpty { parts.append(TerminalReport.text(of: findings, style: style)) }
        if !nextCommands.isEmpty {
            parts.append(
                ([style.painted("Next", .strong)]
                    + nextCommands.map { "  " + SafeText.line($0) }).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// The report in Markdown.
    ///
    /// - Parameter chartFile: the path of the picture's SVG beside the report; nil leaves it out.
    package func markdown(chartFile: String? = nil) -> String {
        var parts = ["# \(SafeText.markdown(title))", SafeText.markdown(standing)]
        if !findings.isEmpty {
            parts += [
                "## Answer",
                findings.map { finding in
                    let lines = finding.lines.map { "  \(SafeText.markdown($0))" }
                    return
                        (["- **\(SafeText.markdown("\(finding.sign) \(finding.title)"))**"] + lines)
                        .joined(separator: "  \n")
                }.joined(separator: "\n"),
            ]
        }
        if let chartFile {
            parts.append("![\(SafeText.markdown(chart.title))](\(chartFile))")
            parts.append(
                SafeText.markdown(
                    "Small marks are single trainings, large ones settings (means over seeds), "
                        + "bands 95% intervals of the hulls, the grey line the base."))
        }
        parts += ["## The hulls at the bins", binTable.markdown()]
        parts += ["## Every setting", settingTable.markdown()]
        parts += ["## The methods side by side", methodTable.markdown()]
        parts += ["## An answer of each", examples.map { "- \($0)" }.joined(separator: "\n")]
        parts += ["## Method", SafeText.markdown(method)]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var examples: [String] {
        ([("base", analysis.base.example)]
            + analysis.methods.compactMap { method in
                method.settings[method.best].points.first.map { (method.name, $0.example) }
            }).map {
                "\(SafeText.markdown($0.0)): \(SafeText.markdown(SafeText.line($0.1)))"
            }
    }

    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        let body: Markup = """
            <header><div class="over">Conduct frontier · \(document.name)</div>
            <h1>\(title)</h1>
            <p class="lead">\(standing)</p>
            </header>
            \(sections())
            """
        return HTMLPage(title: "\(document.name) – Conduct frontier", body: body).html()
    }

    /// Answer, picture, tables and method, for a page that has its own head.
    package func sections() -> Markup {
        var body = Markup()
        if !findings.isEmpty {
            body += "<section><h2>Answer</h2>\n<ul class=\"findings\">\n"
            for finding in findings {
                let lines = finding.lines.map { "<p>\($0)</p>" as Markup }.joined()
                let tone: String =
                    switch finding.mark {
                    case .rise: "good"
                    case .fall: "bad"
                    case .absent: "muted"
                    default: "warning"
                    }
                body += """
                    <li><span class="sign \(tone)" aria-hidden="true">\(finding.sign)</span>\
                    <div><b>\(finding.title)</b>\(lines)</div></li>

                    """
            }
            body += "</ul></section>\n"
        }
        body += "<section><h2>The picture</h2>\n\(chart.figure(id: "frontier", wide: 860))"
        body += "<p class=\"note\">Small marks are single trainings, large ones settings "
        body += "(means over seeds), bands 95% intervals of the hulls, the grey line the base."
        body += "</p></section>\n"
        body += "<section><h2>The hulls at the bins</h2>\n\(binTable.html())</section>\n"
        body += "<section><h2>Every setting</h2>\n\(settingTable.html(rowHeaders: 2))</section>\n"
        body += "<section><h2>The methods side by side</h2>\n\(methodTable.html())</section>\n"
        body += "<section class=\"method\"><h2>Method</h2><p>\(method)</p></section>\n"
        return body
    }

    /// What was found, as data.
    package var json: JSONValue {
        func value(_ value: FrontierAnalysis.Value) -> JSONValue {
            [
                "value": .number(value.value), "low": .number(value.low),
                "high": .number(value.high),
            ]
        }
        func heights(_ heights: [FrontierAnalysis.Height]) -> JSONValue {
            .array(
                heights.map { ["kl": .number($0.divergence), "reward": value($0.reward)] })
        }
        return [
            "frontier": .string(document.name), "reward": .string(scorer),
            "standing": .string(standing), "missing": .integer(missing),
            "cases": .integer(analysis.cases), "replicates": .integer(analysis.replicates),
            "base": value(analysis.baseReward),
            "methods": .array(
                analysis.methods.map { method in
                    [
                        "name": .string(method.name),
                        "settings": .array(
                            method.settings.map { setting in
                                var object: [String: JSONValue] = [
                                    "setting": .string(setting.name),
                                    "seeds": .integer(setting.seeds),
                                    "reward": value(setting.reward),
                                    "kl": value(setting.divergence),
                                    "points": .array(
                                        setting.points.map { .string($0.id.description) }),
                                ]
                                object["reward_sd"] = setting.rewardDeviation.map(
                                    JSONValue.number)
                                object["kl_sd"] = setting.divergenceDeviation.map(
                                    JSONValue.number)
                                return .object(object)
                            }), "best": .string(method.settings[method.best].name),
                        "hull": .array(
                            method.corners.map { ["kl": .number($0.x), "reward": .number($0.y)] }),
                        "bins": heights(method.bins),
                    ]
                }),
            "differences": .array(
                analysis.differences.map {
                    [
                        "above": .string($0.above), "below": .string($0.below),
                        "bins": heights($0.bins), "mean": value($0.mean),
                        "verdict": .string($0.verdict.rawValue),
                    ]
                }),
            "hypothesis": document.hypothesis.map { hypothesis in
                [
                    "statement": .string(hypothesis.statement),
                    "verdict": analysis.difference(hypothesis.above, hypothesis.below).map {
                        .string($0.verdict.rawValue)
                    } ?? .null,
                ]
            } ?? .null,
        ]
    }
}
