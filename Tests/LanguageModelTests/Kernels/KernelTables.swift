import CKernels
import LanguageModel
import Statistics

/// A table of kernels under test.
struct KernelTable: CustomStringConvertible, @unchecked Sendable {
    let table: UnsafePointer<ck_kernels>
    var description: String { String(cString: table.pointee.name) }

    static let scalar = named("scalar")!

    /// All tables of this processor but the reference.
    static let others: [KernelTable] = {
        var names: [String] = []
        while let name = ck_kernels_name_at(names.count) { names.append(String(cString: name)) }
        return names.filter { $0 != "scalar" }.compactMap(named)
    }()

    static func named(_ name: String) -> KernelTable? {
        ck_kernels_named(name).map { KernelTable(table: $0) }
    }

    // MARK: the kernels on arrays

    func dequantise(_ type: TensorType, _ blocks: [UInt8], count: Int) -> [Float] {
        var output = [Float](repeating: .nan, count: count)
        table.pointee.dequantise(Int32(type.rawValue), blocks, count, &output)
        return output
    }

    /// The product of output rows first ..< last, the rest left NaN.
    func product(
        _ weights: TestMatrix, _ x: [Float], rows: Int, first: Int = 0, last: Int? = nil
    ) -> [Float] {
        var y = [Float](repeating: .nan, count: rows * weights.outputs)
        var scratch = [Float](repeating: .nan, count: 4 * weights.columns)
        weights.bytes.withUnsafeBytes { bytes in
            var matrix = ck_matrix(
                data: bytes.baseAddress, type: Int32(weights.type.rawValue),
                columns: weights.columns)
            table.pointee.product(
                &matrix, first, last ?? weights.outputs, x, weights.columns, rows, &y,
                weights.outputs, &scratch)
        }
        return y
    }

    func productInt8(_ weights: TestMatrix, _ x: [Float], rows: Int) -> [Float] {
        var y = [Float](repeating: .nan, count: rows * weights.outputs)
        let quantised = quantise(x)
        weights.bytes.withUnsafeBytes { bytes in
            var matrix = ck_matrix(
                data: bytes.baseAddress, type: Int32(weights.type.rawValue),
                columns: weights.columns)
            table.pointee.product_int8(
                &matrix, 0, weights.outputs, quantised, rows, &y, weights.outputs)
        }
        return y
    }

    func quantise(_ x: [Float]) -> [ck_block_int8] {
        var blocks = [ck_block_int8](repeating: ck_block_int8(), count: x.count / 32)
        table.pointee.quantise(x, x.count, &blocks)
        return blocks
    }
}

/// A weight matrix with random blocks whose scales are ordinary numbers.
struct TestMatrix {
    let type: TensorType
    let columns: Int
    let outputs: Int
    let bytes: [UInt8]

    init(_ type: TensorType, columns: Int, outputs: Int, seed: UInt64) {
        self.type = type
        self.columns = columns
        self.outputs = outputs
        var generator = CounterGenerator(seed: seed)
        let rowBytes = columns / type.blockSize * type.blockBytes
        var bytes = (0..<rowBytes * outputs).map { _ in UInt8(truncatingIfNeeded: generator.next())
        }
        func setHalf(_ at: Int, _ value: Float) {
            withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) {
                bytes.replaceSubrange(at..<at + 2, with: $0)
            }
        }
        // Random bytes make wild half floats; give every scale and offset a plain value.
        let halves: [Int] =
            switch type {
            case .f32, .bf16: []
            case .f16, .q4_0, .q5_0, .q8_0: [0]
            case .q4_1, .q5_1, .q4_K, .q5_K: [0, 2]
            case .q6_K: [208]
            }
        for block in stride(from: 0, to: bytes.count, by: type.blockBytes) {
            for half in halves { setHalf(block + half, Float(generator.uniform() - 0.5) / 8) }
            let number = Float(generator.uniform() - 0.5)
            switch type {
            case .f32:
                withUnsafeBytes(of: number.bitPattern.littleEndian) {
                    bytes.replaceSubrange(block..<block + 4, with: $0)
                }
            case .bf16:
                withUnsafeBytes(of: UInt16(number.bitPattern >> 16).littleEndian) {
                    bytes.replaceSubrange(block..<block + 2, with: $0)
                }
            default: break
            }
        }
        self.bytes = bytes
    }
}

/// Random floats in [-1, 1).
func randomFloats(_ count: Int, seed: UInt64, scale: Float = 1) -> [Float] {
    var generator = CounterGenerator(seed: seed, stream: 1)
    return (0..<count).map { _ in scale * Float(generator.uniform() * 2 - 1) }
}

/// The bit patterns, for comparisons to the bit.
func bits(_ x: [Float]) -> [UInt32] { x.map(\.bitPattern) }
