import LanguageModel
import Statistics
import TestSupport
import Testing

/// A GGUF file written by hand, so that every field can lie.
private struct Forgery {
    var magic = Array("GGUF".utf8)
    var version: UInt32 = 3
    var tensorCount: UInt64?
    var keyCount: UInt64?
    var keys: [[UInt8]] = []
    var tensors: [[UInt8]] = []
    var data: [UInt8] = Array(repeating: 0, count: 256)

    static func number(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    static func text(_ string: String) -> [UInt8] { text(Array(string.utf8)) }
    static func text(_ bytes: [UInt8]) -> [UInt8] { number(UInt64(bytes.count)) + bytes }

    static func key(_ name: String, _ kind: UInt32, _ value: [UInt8]) -> [UInt8] {
        text(name) + number(kind) + value
    }
    static func tensor(
        _ name: String, _ dimensions: [UInt64], type: UInt32 = 0, offset: UInt64 = 0
    ) -> [UInt8] {
        text(name) + number(UInt32(dimensions.count)) + dimensions.flatMap { number($0) }
            + number(type) + number(offset)
    }

    var bytes: [UInt8] {
        var bytes = magic + Self.number(version)
        bytes += Self.number(tensorCount ?? UInt64(tensors.count))
        bytes += Self.number(keyCount ?? UInt64(keys.count))
        bytes += keys.joined()
        bytes += tensors.joined()
        bytes += Array(repeating: 0, count: (32 - bytes.count % 32) % 32)
        return bytes + data
    }

    func error() -> ModelFileError? {
        do throws(ModelFileError) { _ = try GGUFFile(bytes: bytes) } catch { return error }
        return nil
    }
}

@Suite struct HostileGGUFTests {
    @Test("The forger's honest file is accepted")
    func honest() {
        var file = Forgery()
        file.keys = [Forgery.key("a", 8, Forgery.text("b"))]
        file.tensors = [Forgery.tensor("t", [8, 4]), Forgery.tensor("u", [32], offset: 128)]
        #expect(file.error() == nil)
    }

    @Test("Anything but GGUF version 3 is refused by what it is")
    func preamble() {
        var file = Forgery()
        file.magic = Array("GGML".utf8)
        #expect(file.error()?.code == .notGGUF)
        file = Forgery()
        for (version, part): (UInt32, String) in [
            (1, "version 1"), (2, "version 2"), (4, "version 4"), (0x0300_0000, "big-endian"),
        ] {
            file.version = version
            #expect(file.error()?.code == .unsupported)
            #expect(file.error()?.message.contains(part) == true)
        }
    }

    @Test(
        "Counts and lengths that no file could hold are refused before memory is asked for",
        arguments: [1 << 32, 1 << 62, UInt64.max, UInt64.max / 13, UInt64(Int.max)])
    func counts(huge: UInt64) {
        var file = Forgery()
        file.tensorCount = huge
        #expect(file.error()?.message.contains("\(huge) tensors") == true)
        file = Forgery()
        file.keyCount = huge
        #expect(file.error()?.message.contains("\(huge) metadata keys") == true)
        file = Forgery()
        file.keys = [Forgery.number(huge)]
        #expect(file.error()?.message.contains("bytes of metadata key 1") == true)
        file.keys = [Forgery.key("k", 8, Forgery.number(huge))]
        #expect(file.error()?.message.contains("bytes of 'k'") == true)
        for kind: UInt32 in [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12] {
            file.keys = [Forgery.key("k", 9, Forgery.number(kind) + Forgery.number(huge))]
            #expect(file.error()?.code == .truncated)
            #expect(file.error()?.message.contains("items of 'k'") == true)
        }
        file = Forgery()
        file.tensors = [Forgery.number(huge) + Array(repeating: 0, count: 40)]
        #expect(file.error()?.message.contains("name of tensor 1") == true)
        file.tensors = [Forgery.tensor("t", [huge, huge])]
        #expect(file.error() != nil)
        file.tensors = [Forgery.tensor("t", [32, huge / 4], type: 8)]
        #expect(file.error() != nil)
        file.tensors = [Forgery.tensor("t", [4], offset: huge / 32 * 32)]
        #expect(file.error()?.code == .truncated)
    }

    @Test("Metadata that is not what it says is refused by key")
    func metadata() {
        let cases: [([UInt8], ModelFileError.Code, String)] = [
            (Forgery.key("k", 13, [0, 0]), .malformed, "'k' has type 13"),
            (Forgery.key("k", 7, [2]), .malformed, "byte 2"),
            (Forgery.key("k", 8, Forgery.text([0x61, 0xFF])), .malformed, "not valid UTF-8"),
            (
                Forgery.key("k", 9, Forgery.number(UInt32(9)) + Forgery.number(UInt64(0))),
                .unsupported, "array of arrays"
            ),
            (
                Forgery.key("k", 9, Forgery.number(UInt32(77)) + Forgery.number(UInt64(0))),
                .malformed, "element type 77"
            ),
            (
                Forgery.key(
                    "k", 9, Forgery.number(UInt32(7)) + Forgery.number(UInt64(2)) + [1, 9]),
                .malformed, "byte 9"
            ),
            (
                Forgery.key(
                    "k", 9,
                    Forgery.number(UInt32(8)) + Forgery.number(UInt64(2)) + Forgery.text("ok")
                        + Forgery.text([0xC0])),
                .malformed, "item 1 of 'k'"
            ),
            (
                Forgery.text([0x6B, 0xED, 0xA0, 0x80]) + Forgery.number(UInt32(0)) + [0],
                .malformed, "metadata key 1"
            ),
        ]
        for (key, code, part) in cases {
            var file = Forgery()
            file.keys = [key]
            #expect(file.error()?.code == code)
            #expect(file.error()?.message.contains(part) == true, "\(file.error()?.message ?? "")")
        }
        var twice = Forgery()
        twice.keys = [Forgery.key("k", 0, [1]), Forgery.key("k", 0, [1])]
        #expect(twice.error()?.message.contains("'k' appears twice") == true)
    }

    @Test(
        "An alignment that is no power of two from 8 is refused",
        arguments: [0, 1, 4, 7, 33, 1 << 21, UInt32.max])
    func alignment(value: UInt32) {
        var file = Forgery()
        file.keys = [Forgery.key("general.alignment", 4, Forgery.number(value))]
        #expect(file.error()?.message.contains("general.alignment") == true)
    }

    @Test("Tensors that cannot be where they say are refused by name")
    func tensors() {
        let cases: [([[UInt8]], ModelFileError.Code, String)] = [
            ([Forgery.tensor("", [4])], .malformed, "name of 0 bytes"),
            (
                [Forgery.tensor(String(repeating: "n", count: 65), [4])], .malformed,
                "name of 65 bytes"
            ),
            ([Forgery.tensor("t", [])], .malformed, "0 dimensions"),
            ([Forgery.tensor("t", [1, 1, 1, 1, 1])], .malformed, "5 dimensions"),
            ([Forgery.tensor("t", [4, 0])], .malformed, "dimension of 0"),
            ([Forgery.tensor("t", [4], type: 9)], .unsupported, "stored as Q8_1"),
            ([Forgery.tensor("t", [4], type: 16)], .unsupported, "stored as IQ2_XXS"),
            ([Forgery.tensor("t", [4], type: 4)], .unsupported, "stored as type 4"),
            ([Forgery.tensor("t", [4], type: .max)], .unsupported, "type 4294967295"),
            ([Forgery.tensor("t", [33], type: 3)], .malformed, "rows of 33"),
            ([Forgery.tensor("t", [32, 8], type: 12)], .malformed, "blocks of 256"),
            ([Forgery.tensor("t", [4], offset: 4)], .malformed, "no multiple"),
            ([Forgery.tensor("t", [65])], .truncated, "'t' needs 260 bytes"),
            ([Forgery.tensor("t", [1], offset: 256)], .truncated, "'t' needs 4 bytes"),
            ([Forgery.tensor("t", [4]), Forgery.tensor("t", [4], offset: 32)], .malformed, "two"),
            (
                [Forgery.tensor("t", [9]), Forgery.tensor("u", [4], offset: 32)], .malformed,
                "'t' and 'u' overlap"
            ),
            ([Forgery.tensor("t", [4]), Forgery.tensor("u", [4])], .malformed, "overlap"),
        ]
        for (tensors, code, part) in cases {
            var file = Forgery()
            file.tensors = tensors
            #expect(file.error()?.code == code, "\(part)")
            #expect(file.error()?.message.contains(part) == true, "\(file.error()?.message ?? "")")
        }
    }

    @Test("A file cut at any byte of its header, and in its data, is refused")
    func truncation() throws {
        let whole = try SmallModel().writer().serialized()
        let start = try #require(GGUFFile(bytes: whole).tensorsInOrder.first).fileOffset
        for length in Array(0..<start) + [start + 1, (start + whole.count) / 2] {
            do throws(ModelFileError) {
                _ = try GGUFFile(bytes: Array(whole[..<length]))
                Issue.record("accepted \(length) bytes of \(whole.count)")
            } catch {
                #expect(error.code == .truncated)
            }
        }
    }

    @Test("Thousands of damaged files are read or refused, through every reader, without a crash")
    func fuzz() throws {
        var model = SmallModel()
        model.set = [
            "tokenizer.ggml.model": .string("gpt2"), "tokenizer.ggml.pre": .string("smollm"),
            "tokenizer.ggml.tokens": .array(.string(["a", "b", "ab", "Ġ", "<x>", "é"])),
            "tokenizer.ggml.token_type": .array(.int32([1, 1, 1, 1, 3, 4])),
            "tokenizer.ggml.merges": .array(.string(["a b"])),
            "tokenizer.ggml.eos_token_id": .uint32(4),
            "tokenizer.chat_template": .string(
                "{{ '<|im_start|>system\\nx<|im_end|>' + bos_token }}{% if \"a\" %}"),
            "flags": .array(.bool([true, false])), "sizes": .array(.uint16([1, 2])),
        ]
        let seed = try model.writer().serialized()
        let header = try #require(GGUFFile(bytes: seed).tensorsInOrder.first).fileOffset
        var random = CounterGenerator(seed: 6)
        var (loaded, usable) = (0, 0)
        for _ in 0..<6000 {
            var bytes = seed
            for _ in 0...random.index(below: 2) {
                let place = random.index(below: header)
                switch random.index(below: 8) {
                case 0, 1: bytes[place] = UInt8(random.index(below: 256))
                case 2, 3: bytes[place] ^= 1 << UInt8(random.index(below: 8))
                case 4: bytes[place] = [0, 0x7F, 0x80, 0xFF][random.index(below: 4)]
                case 5:
                    // An aligned-looking 64-bit field becomes enormous or negative.
                    let value: UInt64 = [.max, 1 << 63, 1 << 32, UInt64(Int.max)][
                        random.index(below: 4)]
                    let end = min(place + 8, bytes.count)
                    bytes.replaceSubrange(
                        place..<end, with: Forgery.number(value).prefix(end - place))
                case 6: bytes.remove(at: place)
                default: bytes.insert(UInt8(random.index(below: 256)), at: place)
                }
            }
            guard let file = try? GGUFFile(bytes: bytes) else { continue }
            loaded += 1
            for tensor in file.tensorsInOrder { _ = try file.dequantized(tensor.name) }
            if (try? LlamaConfiguration(file)) != nil { usable += 1 }
            _ = try? ChatTemplate.recognise(file).render([Message(.user, "a")])
            guard let tokenizer = try? Tokenizer(file) else { continue }
            _ = tokenizer.decode(tokenizer.encode("ab <x> é", parsingSpecials: true))
        }
        // The mutations must reach past the first checks to be worth anything.
        #expect(loaded > 500 && usable > 100, "\(loaded) loaded, \(usable) usable")
    }
}
