import Evaluation
import Testing
import Workspace

@Suite("Triage of logs") struct TriageTests {
    @Test(
        "What has a form is replaced, what has none stays",
        arguments: [
            ("write to ada@example.org.", "write to [email-1]."),
            ("a@b and @home stay", "a@b and @home stay"),
            ("card 4111 1111 1111 1111 ok", "card [card-1] ok"),
            ("card 4111 1111 1111 1112 no", "card 4111 1111 1111 1112 no"),
            ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [iban-1] please"),
            ("IBAN DE89 3704 0044 0532 0130 02 wrong", "IBAN DE89 3704 0044 0532 0130 02 wrong"),
            ("call +49 30 901820 now", "call [phone-1] now"),
            ("call (030) 9018-2055", "call ([phone-1]"),
            ("call 030 9018 2055", "call [phone-1]"),
            ("on 2026-11-24 10", "on 2026-11-24 10"),
            ("in 1234567890 lines", "in 1234567890 lines"),
            ("from 192.168.10.7:80", "from [address-1]:80"),
            ("version 1.2.3.4000", "version 1.2.3.4000"),
            ("key sk-abcdefghijklmnop1234", "key [key-1]"),
            ("Authorization: Bearer abcdef0123456789abcd", "Authorization: Bearer [key-1]"),
            ("AKIAIOSFODNN7EXAMPLE", "[key-1]"), ("sk-short", "sk-short"),
            ("a@x.org b@x.org a@x.org", "[email-1] [email-2] [email-1]"),
            ("für a@x.org 🙂", "für [email-1] 🙂"),
        ])
    func masking(_ text: String, _ expected: String) {
        var masking = TextMasking()
        #expect(masking.mask(text) == expected)
    }

    private func item(_ number: Int, _ question: String, _ answer: String) throws
        -> TranscriptClusters.Item
    {
        let digits = String(number)
        let id =
            "smp_01k5x3v8e6m2q4r7t9w1y3z5" + String(repeating: "0", count: 2 - digits.count)
            + digits
        return TranscriptClusters.Item(
            sample: try #require(RecordID(id)), question: question, answer: answer)
    }

    @Test("Near duplicates come together over others, the rest stays alone, the same each time")
    func clusters() throws {
        let items = [
            try item(1, "Where is my kettle now?", "It left our warehouse yesterday evening."),
            try item(2, "Tell me a joke about cats", "Why did the cat cross the road?"),
            try item(3, "Where is my lamp now?", "It left our warehouse yesterday evening."),
            try item(4, "Where is my lamp?", "It left our warehouse yesterday."),
            try item(5, "I want my money back", "I have started your refund."),
            try item(6, "I want my money back", "I have started your refund."),
        ]
        let found = TranscriptClusters.of(items)
        #expect(found.clusters.map(\.samples.count) == [3, 2, 1])
        #expect(found.clusters[0].samples.map(\.description).allSatisfy { !$0.hasSuffix("02") })
        #expect(found.clusters[0].words.contains("warehouse"))
        #expect(found.clusters[2].samples == [items[1].sample])
        #expect(TranscriptClusters.of(items) == found)
        let strict = TranscriptClusters.of(items, threshold: 1)
        #expect(strict.clusters.map(\.samples.count) == [2, 1, 1, 1, 1])
        let questions = TranscriptClusters.of(items, basis: .question, threshold: 0.9)
        #expect(questions.clusters.first?.samples == [items[4].sample, items[5].sample])
    }
}
