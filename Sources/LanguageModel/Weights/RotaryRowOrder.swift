/// The order of the rows of a query or key projection.
///
/// Rotary position embedding turns pairs of a head's outputs. Hugging Face pairs output i with
/// i + d/2 ("rotate half"); GGUF files of the Llama architecture store the rows so that output 2i
/// is paired with 2i + 1 ("interleaved"). Both give the same attention scores, because queries and
/// keys are reordered alike, but weights and adapters that cross between the two must be reordered.
///
/// Row h·d + 2i + s of the interleaved order is row h·d + s·d/2 + i of the rotate-half order, with
/// h the head, d its dimension, i < d/2 and s in {0, 1}.
public enum RotaryRowOrder {
    /// For each rotate-half row, the interleaved row that holds it.
    ///
    /// - Parameters:
    ///   - heads: the number of query heads, or of key–value heads for a key projection.
    ///   - headDimension: outputs per head; even.
    public static func interleavedRows(heads: Int, headDimension: Int) -> [Int] {
        precondition(headDimension % 2 == 0, "rotary heads have an even dimension")
        let half = headDimension / 2
        return (0..<heads * headDimension).map { row in
            let (head, inner) = row.quotientAndRemainder(dividingBy: headDimension)
            return head * headDimension + inner % half * 2 + inner / half
        }
    }

    /// Reorders the rows of a matrix from GGUF's interleaved order to Hugging Face's.
    ///
    /// - Parameters:
    ///   - matrix: heads × headDimension rows of equal length, one after another.
    ///   - heads: the number of heads in the rows.
    ///   - headDimension: outputs per head; even.
    public static func rotateHalf<T>(fromInterleaved matrix: [T], heads: Int, headDimension: Int)
        -> [T]
    {
        let sources = interleavedRows(heads: heads, headDimension: headDimension)
        let width = rowLength(matrix, rows: sources.count)
        var result: [T] = []
        result.reserveCapacity(matrix.count)
        for source in sources { result += matrix[source * width..<(source + 1) * width] }
        return result
    }

    /// Reorders the rows of a matrix from Hugging Face's order to GGUF's interleaved one.
    ///
    /// - Parameters:
    ///   - matrix: heads × headDimension rows of equal length, one after another.
    ///   - heads: the number of heads in the rows.
    ///   - headDimension: outputs per head; even.
    public static func interleaved<T>(fromRotateHalf matrix: [T], heads: Int, headDimension: Int)
        -> [T]
    {
        let targets = interleavedRows(heads: heads, headDimension: headDimension)
        let width = rowLength(matrix, rows: targets.count)
        var result = matrix
        for (row, target) in targets.enumerated() {
            result.replaceSubrange(
                target * width..<(target + 1) * width, with: matrix[row * width..<(row + 1) * width]
            )
        }
        return result
    }

    private static func rowLength<T>(_ matrix: [T], rows: Int) -> Int {
        precondition(
            rows > 0 && matrix.count % rows == 0, "\(matrix.count) numbers are not \(rows) rows")
        return matrix.count / rows
    }
}
