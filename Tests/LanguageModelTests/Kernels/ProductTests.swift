import CKernels
import LanguageModel
import Testing

/// Products of weight matrices in every encoding.
@Suite struct ProductTests {
    @Test("Every table decodes every type as the plain reader does", arguments: TensorType.allCases)
    func dequantise(type: TensorType) {
        let columns = type.blockSize == 1 ? 75 : type.blockSize * 5
        let matrix = TestMatrix(type, columns: columns, outputs: 3, seed: 1)
        let expected = type.dequantized(matrix.bytes)
        for table in [KernelTable.scalar] + KernelTable.others {
            let decoded = table.dequantise(type, matrix.bytes, count: columns * 3)
            #expect(bits(decoded) == bits(expected), "\(table)")
        }
    }

    @Test("The scalar product is that of float64 within rounding", arguments: TensorType.allCases)
    func scalar(type: TensorType) {
        let columns = type.blockSize == 1 ? 301 : 512
        let matrix = TestMatrix(type, columns: columns, outputs: 7, seed: 2)
        let x = randomFloats(columns * 2, seed: 3)
        let y = KernelTable.scalar.product(matrix, x, rows: 2)
        let weights = type.dequantized(matrix.bytes)
        for row in 0..<2 {
            for o in 0..<7 {
                var sum = 0.0
                var magnitude = 0.0
                for k in 0..<columns {
                    let term = Double(weights[o * columns + k]) * Double(x[row * columns + k])
                    sum += term
                    magnitude += abs(term)
                }
                #expect(abs(Double(y[row * 7 + o]) - sum) <= 1e-6 * magnitude)
            }
        }
    }

    @Test(
        "Every table multiplies to the bit as the scalar one, for any number of rows",
        arguments: TensorType.allCases)
    func agreement(type: TensorType) {
        for columns in type.blockSize == 1 ? [1, 15, 16, 33, 96, 300] : [256, 768] {
            guard columns % type.blockSize == 0 else { continue }
            let matrix = TestMatrix(type, columns: columns, outputs: 13, seed: UInt64(columns))
            let x = randomFloats(columns * 14, seed: 5)
            let expected = KernelTable.scalar.product(matrix, x, rows: 14)
            for table in KernelTable.others {
                for rows in 1...14 {
                    let y = table.product(matrix, x, rows: rows)
                    #expect(
                        bits(y) == bits(Array(expected.prefix(rows * 13))),
                        "\(table), \(rows) rows of \(columns)")
                }
            }
        }
    }

    @Test("Outputs can be computed in any pieces", arguments: KernelTable.others)
    func pieces(table: KernelTable) {
        let matrix = TestMatrix(.q4_1, columns: 96, outputs: 21, seed: 6)
        let x = randomFloats(96 * 5, seed: 7)
        let whole = table.product(matrix, x, rows: 5)
        for cut in 1..<21 {
            let head = table.product(matrix, x, rows: 5, first: 0, last: cut)
            let tail = table.product(matrix, x, rows: 5, first: cut, last: 21)
            let joined = whole.indices.map { $0 % 21 < cut ? head[$0] : tail[$0] }
            #expect(bits(joined) == bits(whole))
            #expect(whole.indices.allSatisfy { $0 % 21 < cut || head[$0].isNaN })
        }
    }

    @Test(
        "Products of bytes agree to the bit in all tables, for any number of rows",
        arguments: [TensorType.q4_0, .q4_1, .q5_0, .q5_1, .q8_0])
    func bytes(type: TensorType) {
        let matrix = TestMatrix(type, columns: 96, outputs: 9, seed: 8)
        let x = randomFloats(96 * 19, seed: 9)
        let expected = KernelTable.scalar.productInt8(matrix, x, rows: 19)
        for table in KernelTable.others {
            for rows in 1...19 {
                let y = table.productInt8(matrix, Array(x.prefix(rows * 96)), rows: rows)
                #expect(bits(y) == bits(Array(expected.prefix(rows * 9))), "\(table), \(rows)")
            }
        }
        let exact = KernelTable.scalar.product(matrix, x, rows: 19)
        let weights = type.dequantized(matrix.bytes)
        let largest = weights.map(abs).max() ?? 0
        // Each activation is off by at most half a step of 1/127 of the block's largest.
        for (a, b) in zip(exact, expected) { #expect(abs(a - b) <= 96 * largest * 0.5 / 127) }
    }

    @Test("Activations become bytes alike in all tables", arguments: KernelTable.others)
    func quantise(table: KernelTable) {
        var x = randomFloats(32 * 9, seed: 10, scale: 30)
        x.replaceSubrange(32..<64, with: repeatElement(0, count: 32))
        x[70] = 0
        let expected = KernelTable.scalar.quantise(x)
        let blocks = table.quantise(x)
        for (a, b) in zip(blocks, expected) {
            #expect(
                a.scale.bitPattern == b.scale.bitPattern && a.sum.bitPattern == b.sum.bitPattern)
            #expect(
                withUnsafeBytes(of: a.q) { Array($0) } == withUnsafeBytes(of: b.q) { Array($0) })
        }
        #expect(expected[1].scale == 0 && expected[1].sum == 0)
        for (i, value) in x.enumerated() {
            let block = expected[i / 32]
            let q = withUnsafeBytes(of: block.q) { Int8(bitPattern: $0[i % 32]) }
            #expect(abs(Float(q) * block.scale - value) <= block.scale * 0.501)
        }
    }
}
