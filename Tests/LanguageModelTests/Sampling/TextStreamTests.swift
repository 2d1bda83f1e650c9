import LanguageModel
import Testing

/// Text out of token bytes.
@Suite struct TextStreamTests {
    /// Feeds pieces and returns what came out after each, the end included.
    static func feed(_ pieces: [[UInt8]], stops: [String] = []) -> (out: [String], stopped: Bool) {
        var stream = TextStream(stops: stops)
        var out = pieces.map { stream.append($0) }
        out.append(stream.finish())
        #expect(out.joined() == stream.text)
        return (out, stream.isStopped)
    }

    static func bytes(_ pieces: String...) -> [[UInt8]] { pieces.map { Array($0.utf8) } }

    @Test("A character comes out when its last byte is there")
    func characters() {
        let smile = Array("🙂".utf8)
        let (out, _) = Self.feed([[0x61], [smile[0]], Array(smile[1...2]), [smile[3], 0x62]])
        #expect(out == ["a", "", "", "🙂b", ""])
    }

    @Test("Bytes that never become a character are shown as U+FFFD")
    func invalid() {
        #expect(Self.feed([[0x61, 0xE2], [0x82]]).out.joined() == "a\u{FFFD}")
        #expect(Self.feed([[0xFF, 0x61]]).out.joined() == "\u{FFFD}a")
        #expect(Self.feed([[0x80], [0x80, 0x80, 0x80], [0x62]]).out.joined().hasSuffix("b"))
    }

    @Test("A stop text ends the text wherever tokens cut it, and none of it comes out")
    func stops() {
        let text = Array("one two STOP three".utf8)
        for cut in 0...text.count {
            for second in cut...text.count {
                let pieces = [
                    Array(text[..<cut]), Array(text[cut..<second]), Array(text[second...]),
                ]
                let (out, stopped) = Self.feed(pieces, stops: ["STOP"])
                #expect(out.joined() == "one two " && stopped)
            }
        }
    }

    @Test("What only looked like a stop text comes out after all")
    func nearMiss() {
        let (out, stopped) = Self.feed(Self.bytes("a ST", "O", "NE", " b S"), stops: ["STOP"])
        #expect(out == ["a ", "", "STONE", " b ", "S"] && !stopped)
    }

    @Test("The stop text that begins first ends the text")
    func earliest() {
        let (out, stopped) = Self.feed(Self.bytes("abcdef"), stops: ["def", "bc", "cd"])
        #expect(out.joined() == "a" && stopped)
    }

    @Test("Repeated beginnings of a stop text are held back no longer than needed")
    func repeated() {
        let (out, stopped) = Self.feed(Self.bytes("aab", "aab", "aac"), stops: ["aabaac"])
        #expect(out.joined() == "aab" && stopped)
    }
}
