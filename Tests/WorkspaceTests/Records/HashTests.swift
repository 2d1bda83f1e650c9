import LanguageModel
import Testing
import Workspace

@Suite("Seeds and keys")
struct HashTests {
    // Computed independently with Python's hashlib and json.
    @Test(
        "A sample's seed is the first 53 bits of the hash of (run seed, case, prompt, epoch)",
        arguments: [
            (0, "flat-earth-01", "candid", 0, 5_123_605_161_752_992 as UInt64),
            (0, "flat-earth-01", "candid", 1, 8_174_673_309_461_500),
            (7, "ä\"b", "p", 3, 1_487_335_253_979_794),
        ])
    func seeds(runSeed: Int, caseID: String, promptID: String, epoch: Int, expected: UInt64) {
        let seed = SampleSeed.of(
            runSeed: runSeed, caseID: caseID, promptID: promptID, epoch: epoch)
        #expect(seed == expected)
        #expect(seed < 1 << 53)
    }

    @Test("Text that moves between case and prompt id changes the seed")
    func seedBoundaries() {
        #expect(
            SampleSeed.of(runSeed: 0, caseID: "ab", promptID: "c", epoch: 0)
                != SampleSeed.of(runSeed: 0, caseID: "a", promptID: "bc", epoch: 0))
    }

    @Test("A call key is the hash of ten members, null where there is nothing to say")
    func callKeys() {
        let service = CallKey(
            provider: "openai", baseURL: "http://127.0.0.1:8080/v1", modelName: "qwen3-8b",
            messages: [Message(.user, "What shape is the earth?")],
            parameters: GenerationParameters(maxTokens: 64, temperature: 0), seed: 12345, epoch: 2)
        #expect(
            service.hash == "5a8da796aefab4c37ee98c5dfb825ed2fd2f1dc3b4d23c7768d51c8375d361cb")
        let embedded = CallKey(
            provider: "embedded", modelName: "any.gguf", fileSHA256: "b179",
            adapterSHA256: ["a1"], messages: [Message(.system, "é"), Message(.user, "x")],
            parameters: GenerationParameters(temperature: 0.7, stop: ["\n"], logprobs: true),
            precision: "exact", seed: (1 << 53) - 1, epoch: 0)
        #expect(
            embedded.hash == "3f0d3314fcb6129f9e99396f5ff0df2df2001352adbe33ca5d9ec3673169fe21")
    }

    @Test("Every member of a call key counts")
    func callKeyMembers() {
        let base = CallKey(
            kind: "generate", provider: "p", baseURL: "u", model: "m", messages: ["x"],
            parameters: ["temperature": 1], precision: "exact", seed: 1, epoch: 0)
        var changed = Array(repeating: base, count: 9)
        changed[0].kind = "judge"
        changed[1].provider = "q"
        changed[2].baseURL = nil
        changed[3].model = "n"
        changed[4].messages = ["y"]
        changed[5].parameters = ["temperature": 0]
        changed[6].precision = "fast"
        changed[7].seed = 2
        changed[8].epoch = 1
        #expect(Set((changed + [base]).map(\.hash)).count == 10)
    }

    @Test("A case without an id is named after its content")
    func caseIDs() {
        let content: JSONValue = ["vars": ["question": "q", "n": 1.5]]
        #expect(
            ContentHash.of(content)
                == "01c18f729c31869ffd20b08ea6c40adbe89aa98c63c0fa4c06a63df2a8669e47")
        #expect(ContentHash.caseID(content) == "c-01c18f729c31")
    }

    @Test(
        "A moment prints as ISO 8601 in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_773_500_966_535, "2026-03-14T15:09:26.535Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func moments(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }
}
