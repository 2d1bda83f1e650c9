import Evaluation
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("What scorers say of themselves")
struct ScorerManualTests {
    private static let environment = ScorerEnvironment(
        readFile: { path in path.hasSuffix(".json") ? "{}" : "A rubric." }, allowsCommands: true)

    @Test("Every example of every kind makes scorers")
    func examples() throws {
        let manuals = ScorerCatalogue.manuals + ScorerCatalogue.setManuals
        #expect(manuals.count == 28)
        #expect(Set(manuals.map(\.kind)).count == manuals.count)
        for manual in manuals {
            #expect(!manual.summary.isEmpty && manual.summary.hasSuffix("."))
            #expect(!manual.examples.isEmpty)
            for example in manual.examples {
                let text = example.hasPrefix("{") ? example : "{\(example)}"
                var collector = DocumentErrorCollector()
                let node = try DocumentNode(yaml: "- " + text, path: "\(manual.kind).yaml")
                let documents = ScorerDocument.read(
                    node, ScorerCatalogue.vocabulary, into: &collector)
                #expect(collector.errors.isEmpty, "\(example): \(collector.errors)")
                for document in documents {
                    let scorers = try ScorerFactory(environment: Self.environment).scorers(document)
                    #expect(!scorers.isEmpty)
                    for scorer in scorers { #expect(scorer.contentHash.count == 64) }
                }
            }
        }
    }

    @Test("Scorers without a name get one of their kind, numbered where there are several")
    func names() throws {
        var collector = DocumentErrorCollector()
        let node = try DocumentNode(
            yaml: "[{contains: a}, {contains: b}, refusal, {not-contains: c, name: own}]", path: "s"
        )
        let documents = ScorerDocument.read(node, ScorerCatalogue.vocabulary, into: &collector)
        let factory = ScorerFactory(environment: Self.environment)
        let names = try documents.flatMap { try factory.scorers($0).map(\.name) }
        #expect(names == ["contains", "contains-2", "refusal", "own"])
    }

    @Test("Documentation/scorers.md is what the scorers say")
    func page() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let url = URL(filePath: "/\(root)/Documentation/scorers.md")
        // CONDUCT_WRITE_PAGES=1 makes the page anew.
        if ProcessInfo.processInfo.environment["CONDUCT_WRITE_PAGES"] == "1" {
            try ScorerCatalogue.page.write(to: url, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: url, encoding: .utf8)
        #expect(
            written == ScorerCatalogue.page,
            "run the tests once with CONDUCT_WRITE_PAGES=1 to make the page anew")
    }
}
