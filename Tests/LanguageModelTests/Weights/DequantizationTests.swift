import LanguageModel
import TestSupport
import Testing

/// Stored blocks and their numbers as the `gguf` package reads them
/// (Scripts/reference/ggml_blocks.py).
private struct BlockFixture {
    let json: JSONValue

    init() throws {
        json = try JSONValue(parsing: Fixture.bytes("LanguageModel/blocks.json"))
    }

    func entry(_ list: String, of type: TensorType) throws -> (bytes: [UInt8], floats: [Float]) {
        let entry = try #require(json[list]?.array?.first { $0["type"]?.string == type.name })
        return (try bytes(entry["bytes"]), try floats(entry["float_bits"]))
    }

    func bytes(_ value: JSONValue?) throws -> [UInt8] {
        let digits = Array(try #require(value?.string).utf8)
        return try stride(from: 0, to: digits.count, by: 2).map { index in
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            return try #require(UInt8(pair, radix: 16))
        }
    }

    func floats(_ value: JSONValue?) throws -> [Float] {
        try #require(value?.array).map { Float(bitPattern: UInt32(try #require($0.int))) }
    }
}

@Suite struct DequantizationTests {
    @Test(
        "Stored blocks hold the numbers that the gguf package reads from them, bit for bit",
        arguments: TensorType.allCases)
    func blocks(type: TensorType) throws {
        let (bytes, expected) = try BlockFixture().entry("blocks", of: type)
        let actual = type.dequantized(bytes)
        #expect(actual.count == expected.count)
        let wrong = zip(actual, expected).enumerated().first {
            $0.element.0.bitPattern != $0.element.1.bitPattern
                && !($0.element.0.isNaN && $0.element.1.isNaN)
        }
        #expect(wrong == nil)
    }

    @Test(
        "Numbers are stored as the gguf package stores them",
        arguments: TensorType.allCases.filter(\.canQuantize))
    func quantizes(type: TensorType) throws {
        let (bytes, floats) = try BlockFixture().entry("quantized", of: type)
        #expect(type.quantized(floats) == bytes)
    }

    @Test("Rounding to half precision and bfloat16 agrees with numpy at every boundary")
    func halves() throws {
        let fixture = try BlockFixture()
        let halves = try #require(fixture.json["halves"])
        let floats = try fixture.floats(halves["float_bits"])
        #expect(floats.map { Int($0.halfBits) } == halves["half"]?.array?.compactMap(\.int))
        #expect(floats.map { Int($0.brainBits) } == halves["brain"]?.array?.compactMap(\.int))
    }

    @Test("Every half-precision number survives the way to float and back")
    func everyHalf() {
        let wrong = (0...UInt16.max).first { bits in
            let value = Float(half: bits)
            let isNaN = bits & 0x7C00 == 0x7C00 && bits & 0x3FF != 0
            return isNaN
                ? !value.isNaN || !Float(half: value.halfBits).isNaN : value.halfBits != bits
        }
        #expect(wrong == nil)
    }

    @Test("NaN stays NaN in every 16-bit format, whatever its payload")
    func nan() {
        for bits: UInt32 in [0x7F80_0001, 0xFFFF_FFFF, 0x7FC0_0000, 0xFF80_1000] {
            #expect(Float(half: Float(bitPattern: bits).halfBits).isNaN)
            #expect(Float(brain: Float(bitPattern: bits).brainBits).isNaN)
        }
    }

    @Test("Tensors of the embedded model dequantise to the digests of the gguf package")
    func embeddedModel() throws {
        let file = try EmbeddedModelFile.open()
        for entry in try #require(BlockFixture().json["embedded_model"]?.array) {
            let name = try #require(entry["name"]?.string)
            let tensor = try file.tensor(named: name)
            #expect(tensor.type.name == entry["type"]?.string)
            #expect(tensor.dimensions == entry["dimensions"]?.array?.compactMap(\.int))
            var digest = SHA256()
            try file.dequantized(name).withUnsafeBytes { digest.update($0) }
            #expect(digest.finish().hexadecimal == entry["sha256"]?.string)
        }
    }

    @Test("A row alone equals its part of the whole tensor")
    func rows() throws {
        let file = try EmbeddedModelFile.open()
        let tensor = try file.tensor(named: "blk.3.attn_v.weight")
        let whole = try file.dequantized(tensor.name)
        var row = [Float](repeating: 0, count: tensor.rowLength)
        for index in [0, 1, tensor.rowCount - 1] {
            row.withUnsafeMutableBufferPointer { file.dequantize(row: index, of: tensor, into: $0) }
            #expect(row[...] == whole[index * row.count..<(index + 1) * row.count])
        }
    }
}
