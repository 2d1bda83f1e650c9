import LanguageModel
import Statistics
import Testing

@Suite struct SHA256Tests {
    @Test(
        "The examples of NIST have their published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func nist(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
        #expect(SHA256.hex(Array(text.utf8)) == digest)
    }

    // The digest of the concatenated hexadecimal digests of the messages [0, 1, …, n − 1] for n
    // from 0 to 200, by Python's hashlib: every way for a message to end around a block.
    @Test("Messages of every length around the block size have the digests of hashlib")
    func lengths() {
        let all = (0...200).map { SHA256.hex((0..<$0).map { UInt8($0) }) }.joined()
        #expect(
            SHA256.hex(all) == "b367ea311264aae50e6260b96a10761169ce3eec5d5f8f2258351f82c7252776")
    }

    @Test("A message fed in pieces has the digest of the whole")
    func pieces() {
        var random = CounterGenerator(seed: 4)
        for _ in 0..<300 {
            let message = (0..<random.index(below: 400)).map { _ in UInt8(random.index(below: 256))
            }
            var digest = SHA256()
            var rest = message[...]
            while !rest.isEmpty {
                let piece = rest.prefix(random.index(below: 130))
                Array(piece).withUnsafeBytes { digest.update($0) }
                rest = rest.dropFirst(piece.count)
            }
            #expect(digest.finish().hexadecimal == SHA256.hex(message))
        }
    }

    @Test("Text is hashed as its bytes, not as what it looks like")
    func spelling() {
        #expect(SHA256.hex("\u{E9}") != SHA256.hex("e\u{301}"))
    }
}
