import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Findings and codes") struct FindingTests {
    static func finding(_ prompt: String, _ observed: String) -> FindingDocument {
        var finding = FindingDocument(title: "t", severity: .high)
        finding.prompt = prompt
        finding.observed = observed
        return finding
    }

    @Test(
        "Similarity is the mean Jaccard index of words and word pairs",
        arguments: [
            // Shared 3 words and 2 pairs; 5 words and 4 pairs in all.
            ("the earth is flat", "the earth is round", "x", "x", (5.0 / 9 + 1) / 2),
            ("a b", "a b", "c", "d", 0.5), ("a", "b", "c", "d", 0), ("", "", "", "", 1),
            ("A, b!", "a b", "x", "X", 1),
        ])
    func similar(
        _ left: String, _ right: String, _ one: String, _ other: String, _ expected: Double
    ) {
        let value = FindingSimilarity.between(
            Self.finding(left, one), Self.finding(right, other))
        #expect(abs(value - expected) < 1e-12)
    }

    @Test("A finding's file gives back what was written, whatever a model said")
    func roundTrip() throws {
        var finding = Self.finding(
            "## Expected\n```\n~~~\n---\n# x", "</pre><script>alert(1)</script>\n````\n## Notes")
        finding.id = "fnd_01k5x3v8e6m2q4r7t9w1y3z5ab"
        finding.expected = "It says no.\n\nTwice."
        finding.hypothesis = "Pressure."
        finding.clause = "no: \"flattery\""
        let read = try FindingDocument(markdown: finding.markdown, path: "(in memory)")
        #expect(read == finding)
        #expect(read.missing == [])
    }

    @Test("A draft names the fields that are still questions") func draft() throws {
        let finding = Self.finding("p", "o")
        let read = try FindingDocument(markdown: finding.markdown, path: "findings/t.md")
        #expect(read.missing == ["Expected", "Root-cause hypothesis"])
    }

    @Test(
        "A wrong file is an error with its place",
        arguments: [
            ("# x", 1), ("---\ntitle: x\nseverity: awful\n---\n", 3),
            ("---\ntitle: x\nseverity: low\n---\n## Expektation\nx", 5),
        ])
    func wrong(_ text: String, _ line: Int) {
        let error = #expect(throws: DocumentErrors.self) {
            try FindingDocument(markdown: text, path: "findings/x.md")
        }
        #expect(error?.errors.first?.line == line)
    }

    @Test("Codes are counted by sample, with what occurs together") func codes() {
        let ids = RecordIDGenerator()
        let run = ids.next(.run)
        let samples = (0..<3).map { _ in ids.next(.sample) }
        let marks = [(0, "a"), (0, "b"), (1, "a"), (2, "a"), (2, "a")].map { index, code in
            CodeBook.Mark(
                id: ids.next(.code), code: code, sample: samples[index], run: run, author: "ada",
                note: "")
        }
        let summary = CodeBook.summary(of: run, marks: marks, samples: 10)
        #expect(summary.coded == 3)
        #expect(summary.rows.map(\.code) == ["a", "b"])
        #expect(summary.rows.map(\.samples) == [3, 1])
        #expect(summary.together == [[3, 1], [1, 1]])
        #expect(summary.growth == [2, 2, 2])
        // Wilson for 1 of 3: 0.0615 to 0.7923.
        #expect(abs((summary.rows[1].share?.low ?? 0) - 0.0615) < 1e-3)
        #expect(abs((summary.rows[1].share?.high ?? 0) - 0.7923) < 1e-3)
    }
}
