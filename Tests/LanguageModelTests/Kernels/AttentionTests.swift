import CKernels
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Attention over paged keys and values.
@Suite struct AttentionTests {
    /// Keys, values and queries of one key-value head.
    struct Problem {
        let size: Int
        let lengths: [Int]
        let keys: [Float]
        let values: [Float]
        let queries: [Float]
        static let page = 32

        init(size: Int, lengths: [Int]) {
            self.size = size
            self.lengths = lengths
            let positions = lengths.max() ?? 1
            keys = randomFloats(positions * size, seed: 1, scale: 2)
            values = randomFloats(positions * size, seed: 2)
            queries = randomFloats(lengths.count * size, seed: 3, scale: 2)
        }

        func solve(_ table: KernelTable, only range: Range<Int>? = nil) -> [Float] {
            let positions = keys.count / size
            let pages = (positions + Self.page - 1) / Self.page
            // What lies past the last position must not matter.
            var keyPages = [Float](repeating: .nan, count: pages * Self.page * size)
            var valuePages = keyPages
            for p in 0..<positions {
                let base = p / Self.page * Self.page * size
                for d in 0..<size {
                    keyPages[base + d * Self.page + p % Self.page] = keys[p * size + d]
                    valuePages[base + p % Self.page * size + d] = values[p * size + d]
                }
            }
            let range = range ?? 0..<lengths.count
            var output = [Float](repeating: .nan, count: queries.count)
            var scores = [Float](repeating: .nan, count: range.count * pages * Self.page)
            let offsets = range.map { $0 * size }
            keyPages.withUnsafeBufferPointer { keys in
                valuePages.withUnsafeBufferPointer { values in
                    let starts = (0..<pages).map { $0 * Self.page * size }
                    let keyStarts: [UnsafePointer<Float>?] = starts.map { keys.baseAddress! + $0 }
                    let valueStarts: [UnsafePointer<Float>?] = starts.map {
                        values.baseAddress! + $0
                    }
                    var arguments = ck_attention()
                    arguments.page_positions = Self.page
                    arguments.head_size = size
                    arguments.count = range.count
                    arguments.scale = 0.3
                    arguments.score_stride = pages * Self.page
                    keyStarts.withUnsafeBufferPointer { keyStarts in
                        valueStarts.withUnsafeBufferPointer { valueStarts in
                            offsets.withUnsafeBufferPointer { offsets in
                                Array(lengths[range]).withUnsafeBufferPointer { lengths in
                                    scores.withUnsafeMutableBufferPointer { scores in
                                        output.withUnsafeMutableBufferPointer { output in
                                            queries.withUnsafeBufferPointer { queries in
                                                arguments.key_pages = keyStarts.baseAddress
                                                arguments.value_pages = valueStarts.baseAddress
                                                arguments.query_offsets = offsets.baseAddress
                                                arguments.lengths = lengths.baseAddress
                                                arguments.scores = scores.baseAddress
                                                arguments.output = output.baseAddress
                                                arguments.queries = queries.baseAddress
                                                table.table.pointee.attention(&arguments)
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            return output
        }
    }

    @Test(
        "Attention is the softmax of scaled scores over the values", arguments: [16, 64, 72, 100])
    func naive(size: Int) {
        let problem = Problem(size: size, lengths: [1, 2, 31, 32, 33, 70])
        let output = problem.solve(.scalar)
        for (g, length) in problem.lengths.enumerated() {
            let scores = (0..<length).map { p in
                0.3
                    * (0..<size).reduce(0.0) {
                        $0 + Double(problem.queries[g * size + $1])
                            * Double(problem.keys[p * size + $1])
                    }
            }
            let greatest = scores.max() ?? 0
            let weights = scores.map { exp($0 - greatest) }
            let total = weights.reduce(0, +)
            for d in 0..<size {
                let expected =
                    (0..<length).reduce(0.0) {
                        $0 + weights[$1] * Double(problem.values[$1 * size + d])
                    } / total
                #expect(abs(Double(output[g * size + d]) - expected) < 1e-5)
            }
        }
    }

    @Test(
        "Every table attends to the bit as the scalar one, whatever queries come together",
        arguments: [16, 64, 72, 100])
    func agreement(size: Int) {
        let lengths = [3, 3, 3, 4, 4, 4, 31, 32, 33, 64, 65, 90, 90, 96, 97]
        let problem = Problem(size: size, lengths: lengths)
        let expected = problem.solve(.scalar)
        for table in KernelTable.others {
            #expect(bits(problem.solve(table)) == bits(expected), "\(table)")
            for first in lengths.indices {
                for last in first + 1...lengths.count {
                    let part = problem.solve(table, only: first..<last)
                    let range = first * size..<last * size
                    #expect(bits(Array(part[range])) == bits(Array(expected[range])))
                }
            }
        }
    }
}
