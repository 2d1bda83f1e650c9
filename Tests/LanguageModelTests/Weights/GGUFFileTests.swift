import LanguageModel
import TestSupport
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct GGUFFileTests {
    @Test("The embedded model is read whole")
    func embeddedModel() throws {
        let file = try EmbeddedModelFile.open()
        #expect(file.byteCount == EmbeddedModel.byteCount)
        #expect(file.metadata.count == 33 && file.metadataKeys.count == 33)
        #expect(file.metadataKeys.first == "general.architecture")
        #expect(file.metadata["general.architecture"] == .string("llama"))
        #expect(file.metadata["llama.rope.freq_base"] == .float32(100_000))
        #expect(file.metadata["tokenizer.ggml.tokens"]?.strings?.count == 49152)
        #expect(file.tensors.count == 272)
        let embedding = try file.tensor(named: "token_embd.weight")
        #expect(embedding.dimensions == [576, 49152] && embedding.type == .q8_0)
        #expect(embedding.fileOffset == 1_785_664)
        #expect(file.bytes(of: embedding).count == 576 / 32 * 34 * 49152)
        #expect(Set(file.tensorsInOrder.map(\.type)) == [.f32, .q4_1, .q8_0])
    }

    @Test("Every metadata type and tensor type survives writing and reading")
    func roundTrip() throws {
        let values: [(String, GGUFValue)] = [
            ("u8", .uint8(255)), ("i8", .int8(-128)), ("u16", .uint16(65535)), ("i16", .int16(-1)),
            ("u32", .uint32(.max)), ("i32", .int32(.min)), ("u64", .uint64(.max)),
            ("i64", .int64(.min)), ("f32", .float32(1.5)), ("f64", .float64(-0.1)),
            ("true", .bool(true)), ("false", .bool(false)), ("text", .string("é🙂\0")),
            ("empty", .string("")),
            ("au8", .array(.uint8([0, 255]))), ("ai8", .array(.int8([-1, 1]))),
            ("au16", .array(.uint16([1, 2]))), ("ai16", .array(.int16([-1, 2]))),
            ("au32", .array(.uint32([1, 2]))), ("ai32", .array(.int32([-1, 2]))),
            ("au64", .array(.uint64([1, .max]))), ("ai64", .array(.int64([-1, .min]))),
            ("af32", .array(.float32([0.5, -2]))), ("af64", .array(.float64([0.5, -2]))),
            ("abool", .array(.bool([true, false]))), ("atext", .array(.string(["", "a", "é"]))),
            ("anone", .array(.string([]))),
        ]
        for alignment in [8, 32, 4096] {
            var writer = GGUFWriter(alignment: alignment)
            for (key, value) in values { writer.set(key, value) }
            writer.add("a", dimensions: [3], type: .f32, values: [1, -2, 0.5])
            writer.add("b", dimensions: [1, 5], type: .f16, values: [1, 2, 3, 4, 65504])
            writer.add(
                "c", dimensions: [32, 1, 1, 2], type: .q8_0, values: (0..<64).map { Float($0) })
            writer.add("d", dimensions: [2, 2], type: .bf16, values: [1, 0.5, -3, 256])
            let file = try GGUFFile(bytes: writer.serialized())
            #expect(file.alignment == alignment)
            for (key, value) in values { #expect(file.metadata[key] == value) }
            #expect(file.metadataKeys.suffix(values.count) == values.map(\.0)[...])
            #expect(file.tensorsInOrder.map(\.name) == ["a", "b", "c", "d"])
            #expect(file.tensorsInOrder.allSatisfy { $0.fileOffset % alignment == 0 })
            #expect(try file.dequantized("a") == [1, -2, 0.5])
            #expect(try file.dequantized("b") == [1, 2, 3, 4, 65504])
            #expect(try file.dequantized("d") == [1, 0.5, -3, 256])
            let c = try file.dequantized("c")
            #expect(zip(c, 0..<64).allSatisfy { abs($0 - Float($1)) < 0.26 })
        }
    }

    @Test("A file is written under its name only when it is whole")
    func writing() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/m.gguf"
        try SmallModel().writer().write(to: path)
        #expect(try GGUFFile(path: path).tensors.count == 20)
        var failing = SmallModel().writer()
        failing.add("x", dimensions: [1], type: .f32) { () throws(ModelFileError) in
            throw ModelFileError(.missing, path: "x", "gone")
        }
        #expect(throws: ModelFileError.self) { try failing.write(to: path) }
        #expect(try GGUFFile(path: path).tensors.count == 20)
        #expect(folder.contents() == ["m.gguf"])
        let nowhere = #expect(throws: ModelFileError.self) {
            try SmallModel().writer().write(to: folder.path + "/none/m.gguf")
        }
        #expect(nowhere?.code == .unreadable)
    }

    @Test("A path that is no model file is refused by what it is")
    func paths() throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        func code(_ path: String) -> ModelFileError.Code? {
            do throws(ModelFileError) { _ = try GGUFFile(path: path) } catch { return error.code }
            return nil
        }
        #expect(code(folder.path + "/absent.gguf") == .missing)
        #expect(code(folder.path) == .notGGUF)
        #expect(code("/dev/null") == .notGGUF)
        try Data().write(to: URL(filePath: folder.path + "/empty.gguf"))
        #expect(code(folder.path + "/empty.gguf") == .truncated)
        try Data("PK\u{3}\u{4}....".utf8).write(to: URL(filePath: folder.path + "/wheel.gguf"))
        #expect(code(folder.path + "/wheel.gguf") == .notGGUF)
    }

    @Test("The embedded model is looked for under the XDG cache")
    func cache() {
        let tail = "/conduct/models/\(EmbeddedModel.sha256).gguf"
        #expect(EmbeddedModel.path(environment: ["HOME": "/h"]) == "/h/.cache" + tail)
        #expect(
            EmbeddedModel.path(environment: ["HOME": "/h", "XDG_CACHE_HOME": "/c"]) == "/c" + tail)
        #expect(
            EmbeddedModel.path(environment: ["HOME": "/h", "XDG_CACHE_HOME": "rel"])
                == "/h/.cache" + tail)
        #expect(EmbeddedModel.missing(at: "/x").description.contains("Scripts/fetch-model"))
    }
}

/// A folder that is removed after the test.
struct TemporaryFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/conduct-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    func contents() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
