import Evaluation
import LanguageModel
import Reports
import Testing
import Workspace

/// Outputs that try to become part of the page that shows them.
private let hostileOutputs = [
    "<script>alert(1)</script>",
    "</pre></details><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>-->",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "javascript:alert(1)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
    "<meta http-equiv=refresh content=\"0;url=https://example.com\">",
    "<base href=https://example.com>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{constructor.constructor('alert(1)')()}}",
    "]]><script>alert(1)</script>",
    "\u{0}<script\u{0}>alert(1)</script>",
    "\u{202E}<tpircs>\u{2066}",
    "\u{1B}[2J\u{1B}]0;owned\u{7}",
    "``````\n# heading\n<script>alert(1)</script>",
    "| a | b |\n|---|---|\n[x](javascript:alert(1))",
]

@Suite("Hostile model output")
struct StoredScriptTests {
    /// A run in which every text that somebody else decides is the hostile one.
    static func report(_ hostile: String) -> RunReport {
        var synthetic = SyntheticRun()
        synthetic.facts = 3
        synthetic.planted = [
            SyntheticRun.Planted(prompt: hostile, logprob: [3, 1, 0, 3], text: [2, 1, 0, 3])
        ]
        synthetic.models = [hostile]
        synthetic.output = hostile
        var report = RunReportTests.report(synthetic, limit: 6)
        report.results.run.suite = hostile
        report.results.run.notes = hostile
        report.results.run.manifest = [hostile: .string(hostile)]
        for index in report.samples.indices {
            report.samples[index].tags = [hostile: hostile]
            report.samples[index].clauses = [hostile]
            for score in report.samples[index].scores.indices {
                report.samples[index].scores[score].reason = hostile
            }
        }
        return report
    }

    @Test("It never becomes markup on the page", arguments: hostileOutputs)
    func html(hostile: String) throws {
        let page = Self.report(hostile).html()
        let benign = Self.report("benign").html()
        // Hostile text may add no element, attribute or comment: the tags are those of the same
        // report about harmless text.
        #expect(tags(in: page) == tags(in: benign))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
        #expect(!page.unicodeScalars.contains("\u{202E}"))
        #expect(page.contains("default-src 'none'"))
    }

    @Test("It cannot steer the terminal", arguments: hostileOutputs)
    func terminal(hostile: String) {
        let text = Self.report(hostile).text(TerminalStyle(columns: 100, usesColour: false))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!text.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
    }

    @Test("In Markdown it stays inside its fence, and outside nothing opens a tag")
    func markdown() {
        for hostile in hostileOutputs {
            var fence: Substring?
            for line in Self.report(hostile).markdown()
                .split(separator: "\n", omittingEmptySubsequences: false)
            {
                let ticks = line.prefix { $0 == "`" }
                if let open = fence {
                    if ticks == open, ticks.count == line.count { fence = nil }
                } else if ticks.count >= 3 {
                    fence = ticks
                } else {
                    #expect(!line.contains("<script"))
                    #expect(!line.contains("](java"))
                }
            }
            #expect(fence == nil)
        }
    }

    /// The names of all tags with those of their attributes, in order, as an HTML parser that is
    /// outside script and style sees them.
    private func tags(in page: String) -> [String] {
        var found: [String] = []
        var rest = Substring(page)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">") else { break }
            let tag = rest[..<end]
            var shape = ""
            var isQuoted = false
            for character in tag {
                if character == "\"" { isQuoted.toggle() }
                if !isQuoted { shape.append(character) }
            }
            found.append(shape)
            rest = rest[rest.index(after: end)...]
            if shape.hasPrefix("<script") || shape.hasPrefix("<style") {
                let close = shape.hasPrefix("<script") ? "</script>" : "</style>"
                guard let range = rest.firstRange(of: close) else { break }
                rest = rest[range.lowerBound...]
            }
        }
        return found
    }
}
