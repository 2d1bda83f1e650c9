import Reports
import Testing

@Suite("Tables")
struct TableTests {
    static let table = Table(
        title: "Results",
        columns: [Table.Column("prompt"), Table.Column("answer"), Table.Column("pass", .trailing)],
        rows: [
            ["plain", "It is the largest ocean of all, the Pacific", Table.Cell("56.7%", .strong)],
            ["日本語の指示", "東京 🗼", Table.Cell("7.0%", .bad)],
            ["=1+1", "a|b, \"c\"\nd", "−3.5"],
        ], notes: ["Share that passes."])

    @Test("Columns stay aligned with wide characters, and text that is cut says so")
    func terminal() throws {
        let whole = Self.table.terminalText(TerminalStyle())
        try expectGolden(whole + "\n", "table.txt")
        let narrow = Self.table.terminalText(TerminalStyle(columns: 44))
        try expectGolden(narrow + "\n", "table-44.txt")
        #expect(narrow.contains("1 cell cut"))
        try expectGolden(
            Self.table.terminalText(TerminalStyle(columns: 44, usesUnicode: false)) + "\n",
            "table-ascii.txt")
    }

    @Test("Colour needs a terminal and no NO_COLOR")
    func colour() {
        func style(_ environment: [String: String], _ isTerminal: Bool) -> TerminalStyle {
            TerminalStyle.detected(environment: environment, isTerminal: isTerminal, columns: 80)
        }
        #expect(style([:], true).usesColour)
        #expect(!style([:], false).usesColour)
        #expect(!style(["NO_COLOR": "1"], true).usesColour)
        #expect(style(["NO_COLOR": ""], true).usesColour)
        #expect(!style(["TERM": "dumb"], true).usesColour)
        #expect(style([:], false).columns == nil)
        #expect(style(["COLUMNS": "132"], true).columns == 132)
        #expect(!style(["LANG": "C.ISO-8859-1"], true).usesUnicode)
        #expect(style(["LANG": "de_DE.UTF-8"], true).usesUnicode)
        let plain = Self.table.terminalText(TerminalStyle())
        let coloured = Self.table.terminalText(TerminalStyle(usesColour: true))
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[1m56.7%\u{1B}[0m"))
    }

    @Test("Markdown cells cannot break the table")
    func markdown() {
        let text = Self.table.markdown()
        #expect(text.contains("| =1+1 | a\\|b, \"c\" d | −3.5 |"))
        #expect(text.contains("| --- | --- | ---: |"))
    }

    @Test("CSV is RFC 4180, reads as numbers, and no text is a formula")
    func csv() {
        let lines = Self.table.csv()
        #expect(lines.hasPrefix("prompt,answer,pass\r\n"))
        #expect(lines.hasSuffix("'=1+1,\"a|b, \"\"c\"\"\nd\",-3.5\r\n"))
    }

    @Test(
        "The columns of a text are those of its characters",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤️", 2),
            ("❤", 1),
            ("ﾊﾝ", 2), ("한국", 4), ("\u{200B}", 0), ("🏽", 2), ("👍🏽", 2), ("1️⃣", 2), ("–", 1), ("", 0),
        ])
    func width(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test(
        "Cutting keeps whole characters within the limit",
        arguments: [
            ("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("日本語", 4, "日…"), ("👨‍👩‍👧‍👦x", 2, "…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ])
    func truncation(text: String, limit: Int, expected: String) {
        #expect(TextWidth.truncated(text, to: limit).text == expected)
    }
}

@Suite("Numbers as text")
struct NumberTextTests {
    @Test(
        "Fixed decimals, separators and signs",
        arguments: [
            (1234567.891, 2, false, "1,234,567.89"), (-0.04, 1, true, "0.0"),
            (-0.05, 1, true, "−0.1"), (0.05, 1, true, "+0.1"), (999.95, 1, false, "1,000.0"),
            (12, 0, false, "12"), (.nan, 2, false, "–"), (.infinity, 2, false, "–"),
            (1e14, 6, false, "100,000,000,000,000.000"),
        ])
    func fixed(value: Double, decimals: Int, signed: Bool, expected: String) {
        #expect(NumberText.fixed(value, decimals: decimals, signed: signed) == expected)
    }

    @Test(
        "Significant digits",
        arguments: [
            (0.012345, "0.0123"), (9.996, "10.0"), (99.96, "100"), (1234.5, "1,235"), (0, "0"),
            (-0.5, "−0.500"), (1e-15, "1.00e−15"), (9.999e-8, "1.00e−7"),
        ])
    func significant(value: Double, expected: String) {
        #expect(NumberText.significant(value) == expected)
    }

    @Test(
        "Durations",
        arguments: [
            (0, "0 µs"), (840, "840 µs"), (999.7, "1.00 ms"), (12_345, "12.3 ms"),
            (123_456, "123 ms"), (999_700, "1.00 s"), (12_345_678, "12.3 s"),
            (59_980_000, "1 min 00 s"), (200_000_000, "3 min 20 s"), (7_500_000_000, "2 h 05 min"),
        ])
    func durations(value: Double, expected: String) {
        #expect(NumberText.duration(microseconds: value) == expected)
    }

    @Test(
        "Money",
        arguments: [
            (0, "$0"), (12.345, "$12.35"), (1234.5, "$1,234.50"), (0.01, "$0.01"),
            (0.00042, "$0.00042"), (1e-12, "<$0.00000001"), (-3, "−$3.00"),
        ])
    func money(value: Double, expected: String) {
        #expect(NumberText.dollars(value) == expected)
    }

    @Test(
        "Probabilities never read as zero",
        arguments: [
            (0.00001, "<0.0001"), (0.00123, "0.0012"), (0.0123, "0.012"), (0.25, "0.25"),
            (1, "1.00"),
        ])
    func probabilities(value: Double, expected: String) {
        #expect(NumberText.probability(value) == expected)
    }

    @Test(
        "Times are UTC dates of the Gregorian calendar",
        arguments: [
            (0, "1970-01-01 00:00 UTC"), (951_782_400_000, "2000-02-29 00:00 UTC"),
            (1_772_323_200_000, "2026-03-01 00:00 UTC"), (-1, "1969-12-31 23:59 UTC"),
        ])
    func times(milliseconds: Int64, expected: String) {
        #expect(NumberText.time(milliseconds: milliseconds) == expected)
    }
}
