import LanguageModel
import Testing

@Suite struct RotaryRowOrderTests {
    @Test("A head of eight outputs is interleaved as 0 4 1 5 2 6 3 7")
    func oneHead() {
        let rows = Array(0..<8)
        #expect(
            RotaryRowOrder.interleaved(fromRotateHalf: rows, heads: 1, headDimension: 8)
                == [0, 4, 1, 5, 2, 6, 3, 7])
        #expect(
            RotaryRowOrder.interleavedRows(heads: 1, headDimension: 8) == [0, 2, 4, 6, 1, 3, 5, 7])
    }

    @Test("Rows move whole, each within its own head")
    func heads() {
        // Row r is [10r, 10r + 1]; two heads of four outputs.
        let matrix = (0..<8).flatMap { [10 * $0, 10 * $0 + 1] }
        let interleaved = RotaryRowOrder.interleaved(
            fromRotateHalf: matrix, heads: 2, headDimension: 4)
        #expect(
            interleaved == [0, 1, 20, 21, 10, 11, 30, 31, 40, 41, 60, 61, 50, 51, 70, 71])
    }

    @Test(
        "The two orders are each other's inverse",
        arguments: [(9, 64, 5), (3, 64, 1), (1, 2, 7), (32, 128, 2)])
    func inverse(heads: Int, dimension: Int, width: Int) {
        let matrix = Array(0..<heads * dimension * width)
        let there = RotaryRowOrder.interleaved(
            fromRotateHalf: matrix, heads: heads, headDimension: dimension)
        #expect(
            RotaryRowOrder.rotateHalf(
                fromInterleaved: there, heads: heads, headDimension: dimension)
                == matrix)
    }

    @Test("Rotation gives the same scores in both orders")
    func rotation() {
        // One head of d = 4, position 1: rotate-half pairs (0,2), (1,3); interleaved (0,1), (2,3).
        let (q, k): ([Double], [Double]) = ([0.5, -1, 2, 0.25], [1, 3, -0.5, 0.75])
        let (cosines, sines): ([Double], [Double]) = ([0.8, 0.96], [0.6, 0.28])
        func turnHalf(_ x: [Double]) -> [Double] {
            [
                x[0] * cosines[0] - x[2] * sines[0], x[1] * cosines[1] - x[3] * sines[1],
                x[2] * cosines[0] + x[0] * sines[0], x[3] * cosines[1] + x[1] * sines[1],
            ]
        }
        func turnPairs(_ x: [Double]) -> [Double] {
            [
                x[0] * cosines[0] - x[1] * sines[0], x[1] * cosines[0] + x[0] * sines[0],
                x[2] * cosines[1] - x[3] * sines[1], x[3] * cosines[1] + x[2] * sines[1],
            ]
        }
        func reorder(_ x: [Double]) -> [Double] {
            RotaryRowOrder.interleaved(fromRotateHalf: x, heads: 1, headDimension: 4)
        }
        #expect(turnPairs(reorder(q)) == reorder(turnHalf(q)))
        let scores = (
            zip(turnHalf(q), turnHalf(k)).reduce(0) { $0 + $1.0 * $1.1 },
            zip(turnPairs(reorder(q)), turnPairs(reorder(k))).reduce(0) { $0 + $1.0 * $1.1 }
        )
        #expect(abs(scores.0 - scores.1) < 1e-12)
    }
}
