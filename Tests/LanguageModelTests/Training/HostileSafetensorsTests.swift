import LanguageModel
import Statistics
import Testing

@Suite struct HostileSafetensorsTests {
    static func file(_ header: String, data: Int = 16, length: UInt64? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { bytes += $0 }
        return bytes + header.utf8 + [UInt8](repeating: 0, count: data)
    }

    static let good = #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#

    @Test("A plain file is read")
    func plain() throws {
        let file = try SafetensorsFile(bytes: Self.file(Self.good))
        #expect(file.tensors["a"]?.shape == [2, 2])
        #expect(try file.floats("a") == [0, 0, 0, 0])
        #expect(throws: ModelFileError.self) { try file.floats("b") }
        #expect(throws: ModelFileError.self) { try file.doubles("a") }
    }

    @Test(
        "A file that contradicts itself is refused with what and why",
        arguments: [
            ([UInt8](), "8 for its header's length"),
            (file(good, length: 1 << 40), "the most is"),
            (file(good, length: 4000), "follow"),
            (file("[]"), "no JSON object"), (file("{"), "no JSON"),
            (file(good, data: 12), "ends at byte 16"),
            (file(good, data: 20), "4 bytes follow"),
            (file(#"{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,16]}}"#), "call for 24"),
            (file(#"{"a":{"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]}}"#), "no size"),
            (
                file(
                    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}"#),
                "larger than any memory"
            ),
            (file(#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}"#), "data_offsets"),
            (file(#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}"#), "data_offsets"),
            (file(#"{"a":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}"#), "type I64"),
            (file(#"{"a":{"shape":[4],"data_offsets":[0,16]}}"#), "no dtype"),
            (file(#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}"#), "begins at byte 4"),
            (
                file(
                    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#
                ), "begins at byte 8"
            ),
            (file(#"{"__metadata__":{"a":1}}"#, data: 0), "no string"),
            (file(#"{"__metadata__":[]}"#, data: 0), "no object"),
        ])
    func refusals(bytes: [UInt8], reason: String) {
        let error = #expect(throws: ModelFileError.self) { try SafetensorsFile(bytes: bytes) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "read")")
    }

    @Test("What is written is read, in every type")
    func roundTrip() throws {
        var writer = SafetensorsWriter(metadata: ["format": "pt", "key": "ä \" \\"])
        writer.add("x", shape: [3], [Float(1), -.infinity, 0.1])
        writer.add("y", shape: [1, 2], doubles: [.pi, -0.0])
        writer.add("empty", shape: [0, 4], [Float]())
        let bytes = writer.serialized()
        let file = try SafetensorsFile(bytes: bytes)
        #expect(file.metadata["key"] == "ä \" \\")
        #expect(try file.floats("x") == [1, -.infinity, 0.1])
        #expect(try file.doubles("y").map(\.bitPattern) == [Double.pi, -0.0].map(\.bitPattern))
        #expect(try file.floats("empty") == [])
        let half = Self.file(
            #"{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[8,16]}}"#
        )
        #expect(try SafetensorsFile(bytes: half).floats("h") == [0, 0, 0, 0])
    }

    @Test("No damage to a file makes it crash")
    func fuzz() throws {
        var writer = SafetensorsWriter()
        writer.add("x", shape: [3], [Float(1), 2, 3])
        writer.add("y", shape: [2], doubles: [4, 5])
        let whole = writer.serialized()
        var generator = CounterGenerator(seed: 1)
        var refused = 0
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0...generator.index(below: 3) {
                bytes[generator.index(below: bytes.count)] = UInt8(generator.index(below: 256))
            }
            if generator.index(below: 3) == 0 { bytes.removeLast(generator.index(below: 60)) }
            do {
                let file = try SafetensorsFile(bytes: bytes)
                for name in file.tensors.keys { _ = try file.floats(name) }
            } catch { refused += 1 }
        }
        #expect(refused > 1000)
    }
}
