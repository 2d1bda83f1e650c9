import LanguageModel
import Statistics
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct JSONParserTests {
    @Test(
        "What RFC 8259 allows is read",
        arguments: [
            (#" [ ] "#, [] as JSONValue), ("{}", [:]), ("\u{FEFF}1", 1), ("\r\n\ttrue", true),
            (#"{"a":{"b":[null,false,"c"]}}"#, ["a": ["b": [nil, false, "c"]]]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
            (#""\ud83d\ude42""#, "🙂"), ("\"\u{7F}\u{2028}é\"", "\u{7F}\u{2028}é"),
            (#""\u0000""#, "\0"), (#"{"":0}"#, ["": 0]), ("\"\"", ""),
        ] as [(String, JSONValue)])
    func accepted(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test("Keys are in the order of their UTF-16 units, not of their bytes")
    func keyOrder() {
        // U+1F642 begins with the unit D83D and so stands before U+FB33, whose bytes are smaller.
        let value: JSONValue = ["\u{FB33}": 1, "\u{1F642}": 2, "é": 3, "a": 4, "\u{E000}": 5]
        #expect(
            value.serialized()
                == "{\"a\":4,\"é\":3,\"\u{1F642}\":2,\"\u{E000}\":5,\"\u{FB33}\":1}")
        #expect(String(decoding: value.serializedBytes(), as: UTF8.self) == value.serialized())
        #expect(JSONValue.string("a\u{1}\"\\\n\u{1F}é").serialized() == #""a\u0001\"\\\n\u001fé""#)
    }

    @Test(
        "A lone surrogate becomes U+FFFD and swallows nothing",
        arguments: [
            (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"),
            (#""\ud800\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
            (#""\ud83d\ud83d\ude42""#, "\u{FFFD}🙂"), (#""\ud800\\""#, "\u{FFFD}\\"),
            (#""\ud800"  "#, "\u{FFFD}"), (#""\ud800u0041""#, "\u{FFFD}u0041"),
        ])
    func surrogates(text: String, value: String) throws {
        #expect(try JSONValue(parsing: text) == .string(value))
    }

    @Test(
        "What RFC 8259 does not allow is refused, with its place",
        arguments: [
            ("", 1, 1), (" ", 1, 2), ("nul", 1, 1), ("truE", 1, 1), ("[1,]", 1, 4), ("[,1]", 1, 2),
            ("[1 2]", 1, 4), ("{\"a\" 1}", 1, 6), ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2),
            ("{\"a\":1 \"b\":2}", 1, 8), ("[1}", 1, 3), ("[", 1, 2), ("{\"a\":", 1, 6),
            ("01", 1, 2), ("-", 1, 2), ("1.", 1, 3), (".5", 1, 1), ("1e", 1, 3), ("+1", 1, 1),
            ("0x1", 1, 2), ("1e400", 1, 1), ("\"a", 1, 3), ("\"\\x\"", 1, 3), ("\"\\u12g4\"", 1, 6),
            ("\"\\u12", 1, 6), ("\"\\", 1, 3), ("\"a\tb\"", 1, 3), ("\"\\n\n\"", 1, 4),
            ("'a'", 1, 1),
            ("1 1", 1, 3), ("[1]\n x", 2, 2), ("{\"a\":1,\n\"a\":2}", 2, 1), ("é", 1, 1),
            ("[\"é🙂\", x]", 1, 8), ("\u{FEFF}x", 1, 1), ("// c\n1", 1, 1), ("nulll", 1, 5),
            ("\"\\ud83d\\u12\"", 1, 12),
        ])
    func refused(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self, "\(text)") { try JSONValue(parsing: text) }
        #expect(
            error?.line == line && error?.column == column, "\(text): \(error?.description ?? "")")
    }

    @Test("Bytes that are not UTF-8 are refused")
    func encoding() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22], [0xFF, 0xFE, 0x31, 0x00], [0xC3, 0xA9],
        ] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        }
    }

    @Test("Keys that only look alike are told from keys that are alike")
    func spellings() {
        let alike = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"é":1,"é":2}"#) }
        #expect(alike?.message == "the key \"é\" appears twice")
        let lookalike = #expect(throws: JSONError.self) {
            try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        }
        #expect(lookalike?.message.contains("two Unicode spellings") == true)
    }

    @Test("Nesting is read to 512 and refused beyond, on a thread with a small stack")
    func nesting() async {
        let texts = ["[", "{\"a\":", "[{\"a\":"].map { String(repeating: $0, count: 200_000) }
        let deepest =
            String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        let results = await onSmallStack {
            texts.map { text in (try? JSONValue(parsing: text)) == nil }
                + [
                    (try? JSONValue(parsing: deepest))?.serialized() == deepest,
                    (try? JSONValue(parsing: "[" + deepest + "]")) == nil,
                ]
        }
        #expect(results == [true, true, true, true, true])
    }

    @Test("Equal values print equally, and what is printed reads back")
    func canonicalForm() throws {
        let value: JSONValue = ["b": [1, 2.5, "x\u{1}\"\\/é\n"], "a": nil, "\u{FB33}": 1, "😀": 2]
        // RFC 8785 sorts keys by UTF-16 units: U+1F600 begins with D83D, before FB33.
        let text = "{\"a\":null,\"b\":[1,2.5,\"x\\u0001\\\"\\\\/é\\n\"],\"😀\":2,\"\u{FB33}\":1}"
        #expect(value.serialized() == text)
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: value.serializedPretty()) == value)
        #expect(JSONValue.array([]).serializedPretty() == "[]")
    }

    @Test("Strings and keys that differ in their scalars differ")
    func equality() {
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONValue.object(["\u{E9}": 1]) != .object(["e\u{301}": 1]))
        #expect(JSONValue.object(["a": ["b": 1]]) == ["a": ["b": 1]])
        #expect(JSONValue.object(["a": 1]) != ["a": 2] && ["a": 1] != ["b": 1] as JSONValue)
        #expect(JSONValue.integer(1) != .number(1) && JSONValue.null != .bool(false))
    }

    @Test("Values pass through Codable unchanged")
    func codable() throws {
        let value: JSONValue = ["a": [nil, true, 3, 0.5, "s", ["x": []]], "n": -7]
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    }

    @Test("Thousands of damaged texts are read or refused, and what is read prints and reads back")
    func fuzz() throws {
        let seeds = [
            #"{"a":[1,-2.5e3,true,null,"é\u20ac\ud83d\ude42\n"],"b":{"c":{},"d":[[],[{}]]}}"#,
            #"[0,1e-7,123456789012345678901,"\\\"",{"":""}]"#,
        ].map { Array($0.utf8) }
        let pieces = [
            "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ",", ":", "e", "-", "0", "1", "\u{0}",
        ]
        var random = CounterGenerator(seed: 5)
        var accepted = 0
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...random.index(below: 4) {
                let place = random.index(below: bytes.count + 1)
                switch random.index(below: 4) {
                case 0: bytes = Array(bytes[..<place])
                case 1:
                    bytes.insert(
                        contentsOf: pieces[random.index(below: pieces.count)].utf8, at: place)
                case 2 where place < bytes.count: bytes[place] = UInt8(random.index(below: 256))
                default: if place < bytes.count { bytes.remove(at: place) }
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            accepted += 1
            let printed = value.serialized()
            try #require(try JSONValue(parsing: printed).serialized() == printed)
        }
        #expect(accepted > 500)
    }

    /// Runs a closure on a thread of 512 KiB, the size that secondary threads have on macOS.
    private func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            SmallStack.run { continuation.resume(returning: body()) }
        }
    }
}
