import LanguageModel
import TestSupport
import Testing
import Workspace

/// The subset means what Jinja 3.1.6 means (Scripts/reference/jinja_cases.py).
@Suite struct TemplateJinjaTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let template: String
        let output: String?
        var testDescription: String { template }
    }

    static let records: [JSONValue] = {
        let text = (try? Fixture.text("Documents/templates.jsonl")) ?? ""
        return text.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
    }()

    static let rows: [Row] = records.compactMap { record in
        record["template"]?.string.map { Row(template: $0, output: record["output"]?.string) }
    }

    static let variables = records.last?["variables"]?.object ?? [:]

    @Test("The fixture is whole")
    func fixture() {
        #expect(Self.rows.count == 148)
        #expect(Self.variables.count == 21)
    }

    @Test("A template gives what Jinja gives, and is refused where Jinja refuses", arguments: rows)
    func equal(row: Row) throws {
        guard let output = row.output else {
            #expect(throws: DocumentError.self) {
                try Template(row.template, path: "t.md").render(Self.variables)
            }
            return
        }
        #expect(try Template(row.template, path: "t.md").render(Self.variables) == output)
    }
}
