import LanguageModel
import Testing
import Workspace

@Suite struct TableTests {
    func rows(_ text: String, name: String = "t.csv") throws -> [[String]] {
        let folder = try TemporaryFolder()
        try folder.write(text, to: name)
        let reader = try CSVReader(file: folder.path + "/" + name, path: name)
        var rows = [reader.header]
        while let row = try reader.next() { rows.append(row.cells.map(\.text)) }
        return rows
    }

    @Test("Quotes, separators, line ends and blanks are read as RFC 4180 has them")
    func reading() throws {
        #expect(
            try rows("\u{FEFF}a, b \r\n\"x, \"\"y\"\"\r\nz\",  2\r\n\r\n,\"\" \r\né,\"ü\"")
                == [["a", "b"], ["x, \"y\"\r\nz", "  2"], ["", ""], ["é", "ü"]])
        #expect(try rows("a\tb\n1,5\t2\n", name: "t.tsv") == [["a", "b"], ["1,5", "2"]])
    }

    @Test("What the writer writes the reader reads")
    func roundTrip() throws {
        let cells = [
            ["a", "b", "c"], ["plain", "with, comma", "with \"quotes\""],
            ["line\nfeed", "carriage\r\nreturn", " edges "], ["", "=1+1", "-5"],
            ["\u{FEFF}x", "é😀", "'"],
        ]
        #expect(try rows(cells.map { CSVWriter.row($0) }.joined()) == cells)
        #expect(CSVWriter.row(["", "a"]) == ",a\r\n")
        #expect(CSVWriter.row([""]) == "\"\"\r\n")
    }

    @Test(
        "Cells that a spreadsheet takes for formulas are told, not changed",
        arguments: [
            ("=1+1", true), ("@x", true), ("-5", false), ("+1e3", false), ("-x", true), ("", false),
            ("a=b", false),
        ])
    func formulas(cell: String, isFormulaLike: Bool) {
        #expect(CSVWriter.isFormulaLike(cell) == isFormulaLike)
    }

    @Test("Records are read one by one; a wrong line is named and passed over")
    func records() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Array("\u{FEFF}{\"a\": 1}\r\n \n{\"a\": \n[3]\n\"".utf8) + [0xFF, 0x22, 0x0A]
                + Array("4".utf8), to: "r.jsonl")
        let reader = try JSONLinesReader(file: folder.path + "/r.jsonl", path: "r.jsonl")
        #expect(try reader.next()?.json == ["a": 1])
        let wrong = #expect(throws: DocumentError.self) { try reader.next() }
        #expect(wrong?.line == 3)
        let array = try reader.next()
        #expect(array?.json == [3])
        #expect(array?.line == 4)
        let bytes = #expect(throws: DocumentError.self) { try reader.next() }
        #expect(bytes?.code == .encoding)
        #expect(bytes?.line == 5)
        #expect(try reader.nextValue()?.line == 6)
        #expect(try reader.next() == nil)
    }

    @Test("Lines longer than the buffer are read whole, and longer than the limit refused")
    func longLines() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "x", count: 700_000)
        try folder.write("\"\(long)\"\n1\n", to: "r.jsonl")
        let reader = try JSONLinesReader(file: folder.path + "/r.jsonl", path: "r.jsonl")
        #expect(try reader.next()?.text == long)
        #expect(try reader.next()?.integer == 1)
        let short = try LineReader(
            file: folder.path + "/r.jsonl", path: "r.jsonl", maximumLine: 1000)
        let error = #expect(throws: DocumentError.self) { try short.next() }
        #expect(error?.code == .limit)
    }
}
