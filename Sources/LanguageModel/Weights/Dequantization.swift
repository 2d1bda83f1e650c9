// The reference reading of ggml's storage types: plain loops in the order of the formulas, float32
// throughout, nothing fused. Kernels elsewhere are held against it.
//
// Block layouts: https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h

extension TensorType {
    /// Writes stored numbers as floats.
    ///
    /// - Parameters:
    ///   - bytes: whole blocks of this type; alignment does not matter.
    ///   - output: room for exactly the numbers that the blocks hold.
    public func dequantize(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(
            bytes.count % blockBytes == 0 && bytes.count / blockBytes * blockSize == output.count,
            "\(bytes.count) bytes of \(name) do not hold \(output.count) numbers")
        for index in 0..<bytes.count / blockBytes {
            let start = index * blockBytes
            let block = Block(
                bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<start + blockBytes]))
            let numbers = UnsafeMutableBufferPointer(
                rebasing: output[index * blockSize..<(index + 1) * blockSize])
            switch self {
            case .f32: numbers[0] = Float(bitPattern: block.uint32(0))
            case .f16: numbers[0] = block.half(0)
            case .bf16: numbers[0] = Float(brain: block.uint16(0))
            case .q4_0: block.q4(into: numbers, quantsAt: 2, scale: block.half(0), minimum: nil)
            case .q4_1:
                block.q4(into: numbers, quantsAt: 4, scale: block.half(0), minimum: block.half(2))
            case .q5_0:
                block.q5(
                    into: numbers, highBitsAt: 2, quantsAt: 6, scale: block.half(0), minimum: nil)
            case .q5_1:
                block.q5(
                    into: numbers, highBitsAt: 4, quantsAt: 8, scale: block.half(0),
                    minimum: block.half(2))
            case .q8_0: block.q8(into: numbers)
            case .q4_K: block.q4K(into: numbers)
            case .q5_K: block.q5K(into: numbers)
            case .q6_K: block.q6K(into: numbers)
            }
        }
    }

    /// The numbers that stored bytes hold.
    ///
    /// - Parameter bytes: whole blocks of this type.
    public func dequantized(_ bytes: [UInt8]) -> [Float] {
        let count = bytes.count / blockBytes * blockSize
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            bytes.withUnsafeBytes {
                dequantize($0, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            }
            initialized = count
        }
    }
}

/// One block of a storage type.
struct Block {
    let bytes: UnsafeRawBufferPointer

    func uint16(_ offset: Int) -> UInt16 {
        UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
    func uint32(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    func half(_ offset: Int) -> Float { Float(half: uint16(offset)) }

    /// 32 numbers of 4 bits: low nibbles are numbers 0–15, high ones 16–31.
    /// x = d·(q − 8), or d·q + m where a minimum is stored.
    func q4(
        into output: UnsafeMutableBufferPointer<Float>, quantsAt quants: Int, scale: Float,
        minimum: Float?
    ) {
        for index in 0..<16 {
            let byte = Int(bytes[quants + index])
            output[index] = Self.affine(byte & 15, bias: 8, scale, minimum)
            output[index + 16] = Self.affine(byte >> 4, bias: 8, scale, minimum)
        }
    }

    /// As `q4`, with a fifth bit for each number in a 32-bit word.
    /// x = d·(q − 16), or d·q + m where a minimum is stored.
    func q5(
        into output: UnsafeMutableBufferPointer<Float>, highBitsAt highBits: Int,
        quantsAt quants: Int, scale: Float, minimum: Float?
    ) {
        let high = uint32(highBits)
        for index in 0..<16 {
            let byte = Int(bytes[quants + index])
            let first = byte & 15 | Int(high >> UInt32(index) & 1) << 4
            let second = byte >> 4 | Int(high >> UInt32(index + 16) & 1) << 4
            output[index] = Self.affine(first, bias: 16, scale, minimum)
            output[index + 16] = Self.affine(second, bias: 16, scale, minimum)
        }
    }

    private static func affine(_ quant: Int, bias: Int, _ scale: Float, _ minimum: Float?) -> Float
    {
        if let minimum { scale * Float(quant) + minimum } else { scale * Float(quant - bias) }
    }

    /// 32 signed bytes: x = d·q.
    func q8(into output: UnsafeMutableBufferPointer<Float>) {
        let scale = half(0)
        for index in 0..<32 {
            output[index] = scale * Float(Int8(bitPattern: bytes[2 + index]))
        }
    }
}
