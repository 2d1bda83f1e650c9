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

@Suite("Names in logs") struct NameFinderTests {
    private func masked(_ texts: [String], add: [String] = []) -> [String] {
        var people = NameFinder()
        for name in add { people.add(name) }
        for text in texts { people.read(text) }
        people.settle()
        var masking = TextMasking(people: people)
        return texts.map { masking.mask($0) }
    }

    @Test(
        "A name is learned from what stands around it",
        arguments: [
            ("My name is Wilhelmina Okafor.", "My name is [name-1]."),
            ("Dear Mr. Quillfeather, thanks", "Dear Mr. [name-1], thanks"),
            ("Ask Maria van der Berg about it", "Ask [name-1] about it"),
            ("Hi Anna, it works", "Hi [name-1], it works"),
            ("Thanks,\nOle Brandvik", "Thanks,\n[name-1]"),
            ("This is Tomasz Zieliński speaking", "This is [name-1] speaking"),
            ("Hello, where is my kettle?", "Hello, where is my kettle?"),
            ("Dear Customer Service,", "Dear Customer Service,"),
            ("Hi Team, any news?", "Hi Team, any news?"),
            ("This is Great.", "This is Great."),
            ("I am a Pilot", "I am a Pilot"),
            ("See you in May", "See you in May"),
            ("Peter’s lamp", "[name-1]’s lamp"),
        ])
    func cues(_ text: String, _ expected: String) { #expect(masked([text]) == [expected]) }

    @Test("What was learned once is replaced everywhere, parts of a name by the name's number")
    func everywhere() {
        let found = masked([
            "My name is Ines Calderón, ines@example.org.", "Hello Ines!", "Mrs Calderón called.",
            "Dear Bo Lindqvist,", "Lindqvist and Ines",
        ])
        #expect(
            found == [
                "My name is [name-1], [email-1].", "Hello [name-1]!", "Mrs [name-1] called.",
                "Dear [name-2],", "[name-2] and [name-1]",
            ])
    }

    @Test("A word that the log also writes small is no name, and a list of one's own always is")
    func listed() {
        #expect(masked(["Hi Kettle", "my kettle"]) == ["Hi Kettle", "my kettle"])
        #expect(masked(["Zed is here"], add: ["Zed"]) == ["[name-1] is here"])
        #expect(masked(["nothing of zed"], add: ["Zed"]) == ["nothing of zed"])
    }
}
