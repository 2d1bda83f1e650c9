import Portfolio
import Testing

@Suite("Verbs and skills in sentences")
struct VerbReaderTests {
    private func verbs(_ text: String) throws -> [String] {
        VerbReader(try RoleLexicon.builtIn()).occurrences(in: text).map(\.verb)
    }

    @Test(
        "Words that are nouns as often count where their place makes them verbs",
        arguments: [
            ("Design and build evaluations", ["design", "build"]),
            ("Own the design of experiments", ["own"]),
            ("A strong background in design", []),
            ("You will work at scale", ["work"]),
            ("Scale our pipelines", ["scale"]),
            ("Experience with test design and review", []),
            ("Building, running and maintaining suites", ["build", "run", "maintain"]),
            ("You have shipped prompts and written guidelines", ["ship", "write"]),
            ("Excellent writing skills", []),
            ("Regularly review outputs; track regressions", ["review", "track"]),
            ("A person who designs rubrics", ["design"]),
            ("You'll red-team models and prioritize fixes", ["red-team", "prioritise"]),
            ("The model was trained on reviews", []),
        ] as [(String, [String])])
    func places(text: String, expected: [String]) throws {
        #expect(try verbs(text) == expected, "\(text)")
    }

    @Test(
        "Skills are found by phrase whatever the spelling and the case",
        arguments: [
            ("Experience with RLHF and Fine-Tuning", ["training-knowledge"]),
            ("Work cross-functionally with stakeholders", ["cross-functional"]),
            ("Python, SQL and A/B tests", ["python", "statistics", "sql"]),
            ("Build LLM judges and golden sets", ["golden-sets", "judges"]),
            ("A pythonic sense of humour", []),
        ] as [(String, [String])])
    func skills(text: String, expected: [String]) throws {
        #expect(Set(try RoleLexicon.builtIn().skills(in: text)) == Set(expected), "\(text)")
    }

    @Test("A verb's place leads back to its word")
    func places() throws {
        let text = "• Größe: evaluate models"
        let found = VerbReader(try RoleLexicon.builtIn()).occurrences(in: text)
        let scalars = Array(text.unicodeScalars)
        #expect(found.map { String(String.UnicodeScalarView(scalars[$0.range])) } == ["evaluate"])
    }
}
