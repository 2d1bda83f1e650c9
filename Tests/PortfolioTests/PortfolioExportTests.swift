import Evaluation
import Foundation
import LanguageModel
import Portfolio
import Testing
import Workspace

@Suite("A portfolio that can be verified") struct PortfolioExportTests {
    private func build(_ body: (ArtifactLab, String) async throws -> Void) async throws {
        let lab = try await ArtifactLab()
        try lab.folder.write(ArtifactLab.text, to: "artifacts/x.md")
        _ = try await lab.shelf.pin("artifacts/x.md")
        try lab.folder.write(
            "---\nstatus: private\n---\n# Secret\n", to: "artifacts/secret.md")
        let site = NSTemporaryDirectory() + "conduct-site-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: site) }
        let outcome = try await PortfolioExport(
            folder: lab.folder, store: lab.store, scorers: ScorerCatalogue.vocabulary
        ).write(to: site, toolVersion: "test")
        #expect(outcome.artifacts == 1)
        #expect(outcome.withheld == 1)
        #expect(outcome.runs == 1)
        #expect(outcome.flawed == [])
        #expect(outcome.absent == [])
        try await body(lab, site)
    }

    private func verify(_ site: String) async throws -> PortfolioVerification {
        try await PortfolioVerification(site, scorers: ScorerCatalogue.vocabulary)
    }

    @Test("What was built verifies, whole, without the workspace's store") func verifies()
        async throws
    {
        try await build { _, site in
            let verification = try await verify(site)
            #expect(verification.messages == [])
            #expect(verification.pages == 8)
            #expect(verification.evidence == 3)
            let page = try String(
                contentsOfFile: site + "/artifacts/x.html", encoding: .utf8)
            // An SVG names its vocabulary by an address; nothing may be fetched from one.
            for request in ["src=", "href=\"http", "url(", "@import"] {
                #expect(!page.contains(request), "\(request)")
            }
            #expect(!FileManager.default.fileExists(atPath: site + "/artifacts/secret.html"))
        }
    }

    @Test(
        "A changed record, clause, sentence or page turns it red",
        arguments: [
            ("records/runs", "\"verdict\":\"fail\"", "\"verdict\":\"pass\"", "changed-evidence"),
            ("source/specs/s.md", "tells the truth", "tells a truth", "changed-evidence"),
            ("source/artifacts/x.md", "of answers", "of all answers", "changed-page"),
            ("artifacts/x.html", "of answers", "of all answers", "changed-page"),
            ("evidence.html", "Compute it again", "Believe it", "changed-page"),
            ("portfolio.md", "of answers", "of all answers", "changed-page"),
            ("cards/x.svg", "<svg", "<svg ", "changed-page"),
        ])
    func tampered(_ path: String, _ old: String, _ new: String, _ rule: String) async throws {
        try await build { _, site in
            var file = site + "/" + path
            if path.hasSuffix("runs") {
                let names = try FileManager.default.contentsOfDirectory(atPath: file)
                file += "/" + (names.first ?? "")
            }
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let range = try #require(text.range(of: old))
            try text.replacingCharacters(in: range, with: new)
                .write(toFile: file, atomically: true, encoding: .utf8)
            let verification = try await verify(site)
            let rules = verification.messages.map(\.rule)
            #expect(rules.contains("changed-file"))
            #expect(rules.contains(rule), "\(rules)")
        }
    }

    @Test("A source that nobody listed turns it red") func unlisted() async throws {
        try await build { _, site in
            try "# S\n### More {#more must}\nMore.\n".write(
                toFile: site + "/source/specs/more.md", atomically: true, encoding: .utf8)
            #expect(try await verify(site).messages.map(\.rule).contains("unlisted-file"))
        }
    }

    @Test("What was not scored is said to be not scored, in no export a zero") func notMeasured()
        async throws
    {
        let lab = try await ArtifactLab(isScored: false)
        try lab.folder.write(
            """
            # X

            It passes `conduct:latest/contains` of answers.

            ```conduct
            view: results
            run: latest
            ```

            """, to: "artifacts/x.md")
        let site = NSTemporaryDirectory() + "conduct-site-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: site) }
        let outcome = try await PortfolioExport(
            folder: lab.folder, store: lab.store, scorers: ScorerCatalogue.vocabulary
        ).write(to: site, toolVersion: "test")
        #expect(outcome.flawed == ["artifacts/x.md"])
        for name in ["artifacts/x.html", "portfolio.html", "portfolio.md"] {
            let text = try String(contentsOfFile: site + "/" + name, encoding: .utf8)
            #expect(text.contains("not available"), "\(name)")
            #expect(text.contains("not scored"), "\(name)")
            #expect(!text.contains(">0.0%") && !text.contains("| 0.0%"), "\(name)")
        }
        let verification = try await verify(site)
        #expect(verification.messages == [])
        #expect(verification.unchecked.contains { $0.contains("was not available") })
    }

    @Test("The links of a page are followed within the folder, and requests elsewhere are named")
    func links() async throws {
        try await build { _, site in
            #expect(try PortfolioLinks(site).messages == [])
            try """
            <a href="gone.html">a</a><a href="index.html#nowhere">b</a><img src="https://e.org/x.png">
            <a href="https://example.org/">c</a><a href="../out.html">d</a>
            """.write(toFile: site + "/own.html", atomically: true, encoding: .utf8)
            let links = try PortfolioLinks(site)
            #expect(
                links.messages.map(\.rule).sorted() == [
                    "broken-link", "broken-link", "broken-link", "request",
                ])
            #expect(links.outside == ["https://example.org/"])
        }
    }

    @Test(
        "Keys and tokens are found by their shape or value, words with hyphens are none",
        arguments: [
            ("key: sk-ant-api03-abcdefgh12345678ijkl", true), ("AKIAIOSFODNN7EXAMPLE", true),
            ("-----BEGIN RSA PRIVATE KEY-----", true), ("the value hunter2hunter2!", true),
            ("a risk-averse-and-very-long-hyphenated-word", false),
            ("sk-short1", false), ("run_01m86knt0ncp4fdeg8x0v5q7jw", false),
        ])
    func secrets(_ text: String, _ isFound: Bool) {
        let scan = SecretScan(variables: ["SERVICE_TOKEN": "hunter2hunter2!", "HOME": "the value"])
        #expect(scan.findings(in: text).isEmpty != isFound)
    }

    @Test("A folder that holds something else is left alone") func foreign() async throws {
        let lab = try await ArtifactLab()
        let site = NSTemporaryDirectory() + "conduct-site-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: site) }
        try "mine".write(toFile: site + "/index.html", atomically: true, encoding: .utf8)
        await #expect(throws: DocumentError.self) {
            try await PortfolioExport(
                folder: lab.folder, store: lab.store, scorers: ScorerCatalogue.vocabulary
            ).write(to: site, toolVersion: "test")
        }
        #expect(try String(contentsOfFile: site + "/index.html", encoding: .utf8) == "mine")
    }
}
