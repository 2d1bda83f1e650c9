import LanguageModel
import Testing
import Workspace

/// YAML 1.2.2, section 10.3.2: what plain scalars are.
@Suite struct CoreSchemaTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let value: DocumentNode.Value
        let json: JSONValue
        var testDescription: String { text }

        init(_ text: String, _ value: DocumentNode.Value, _ json: JSONValue) {
            self.text = text
            self.value = value
            self.json = json
        }
    }

    static let rows: [Row] = [
        Row("no", .text("no"), "no"), Row("yes", .text("yes"), "yes"),
        Row("on", .text("on"), "on"), Row("off", .text("off"), "off"), Row("y", .text("y"), "y"),
        Row("true", .bool(true), true), Row("TRUE", .bool(true), true),
        Row("False", .bool(false), false), Row("tRUE", .text("tRUE"), "tRUE"),
        Row("~", .null, nil), Row("null", .null, nil), Row("NULL", .null, nil),
        Row("Null", .null, nil), Row("nULL", .text("nULL"), "nULL"),
        Row("0", .integer(0), 0), Row("-17", .integer(-17), -17), Row("+12", .integer(12), 12),
        Row("012", .integer(12), "012"), Row("-007", .integer(-7), "-007"),
        Row("0o14", .integer(12), 12), Row("0xC", .integer(12), 12),
        Row("0xfF", .integer(255), 255),
        Row("0o8", .text("0o8"), "0o8"), Row("0b11", .text("0b11"), "0b11"),
        Row("1_000", .text("1_000"), "1_000"), Row("190:20:30", .text("190:20:30"), "190:20:30"),
        Row("2026-11-24", .text("2026-11-24"), "2026-11-24"),
        Row("1.", .number(1), .number(1)), Row(".5", .number(0.5), 0.5),
        Row("1e-4", .number(1e-4), .number(1e-4)), Row("+12.3E+2", .number(1230), .number(1230)),
        Row("1.10", .number(1.1), 1.1), Row("1e", .text("1e"), "1e"),
        Row(".", .text("."), "."), Row("1.2.3", .text("1.2.3"), "1.2.3"),
        Row(".inf", .number(.infinity), ".inf"), Row("-.INF", .number(-.infinity), "-.INF"),
        Row("123456789012345678901234", .number(1.2345678901234568e23), "123456789012345678901234"),
        Row("'12'", .text("12"), "12"), Row("\"true\"", .text("true"), "true"),
        Row("!!str 12", .text("12"), "12"), Row("! 12", .text("12"), "12"),
        Row("!!float 12", .number(12), .number(12)), Row("!!int 012", .integer(12), "012"),
    ]

    @Test("A plain scalar is what the core schema says", arguments: rows)
    func scalar(row: Row) throws {
        let node = try DocumentNode(yaml: "key: \(row.text)\n", path: "a.yaml")
        let value = try #require(node["key"])
        #expect(value.value == row.value)
        #expect(value.json == row.json)
    }

    @Test(
        "A label is the scalar as it was written", arguments: ["012", "1.10", "TRUE", "+5", "no"])
    func label(text: String) throws {
        #expect(try DocumentNode(yaml: "id: \(text)", path: "a.yaml")["id"]?.label == text)
    }

    @Test("Not a number is a number that stays as written in JSON")
    func notANumber() throws {
        let node = try DocumentNode(yaml: "[.nan]", path: "a.yaml")
        #expect(node.items.first?.number?.isNaN == true)
        #expect(node.json == [".nan"])
    }

    @Test("A number beyond double precision is refused where it stands")
    func overflow() {
        #expect(throws: DocumentError.self) {
            try DocumentNode(yaml: "a: 1e999", path: "a.yaml")
        }
    }
}
