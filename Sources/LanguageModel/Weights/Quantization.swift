extension TensorType {
    /// Whether `quantized(_:)` can store numbers this way.
    public var canQuantize: Bool {
        switch self {
        case .f32, .f16, .bf16, .q8_0: true
        default: false
        }
    }

    /// Numbers as stored bytes.
    ///
    /// Only F32, F16, BF16 and Q8_0 are written: the types of adapters and of exported models.
    /// Smaller types lose so much that choosing their scales well is a craft of its own.
    ///
    /// - Parameter values: whole blocks of this type, which must have `canQuantize`.
    public func quantized(_ values: [Float]) -> [UInt8] {
        precondition(canQuantize, "Conduct does not write \(name)")
        precondition(values.count % blockSize == 0, "whole blocks")
        var output = GGUFEncoder()
        output.bytes.reserveCapacity(values.count / blockSize * blockBytes)
        switch self {
        case .f32: for value in values { output.append(value.bitPattern) }
        case .f16: for value in values { output.append(value.halfBits) }
        case .bf16: for value in values { output.append(value.brainBits) }
        default:
            for start in stride(from: 0, to: values.count, by: 32) {
                Self.appendQ8(values[start..<start + 32], to: &output)
            }
        }
        return output.bytes
    }

    /// One block of Q8_0: d = max|x| / 127 as a half, then x / d to the nearest byte, halves away
    /// from zero; the division uses d before it is rounded, as ggml does.
    private static func appendQ8(_ values: ArraySlice<Float>, to output: inout GGUFEncoder) {
        let largest = values.reduce(Float(0)) { max($0, $1.magnitude) }
        let scale = largest / 127
        let inverse = scale == 0 ? 0 : 1 / scale
        output.append(scale.halfBits)
        for value in values {
            let quant = (value * inverse).rounded(.toNearestOrAwayFromZero)
            // NaN has no byte; it becomes 0 rather than a trap.
            output.append(Int8(exactly: min(127, max(-127, quant))) ?? 0)
        }
    }
}
