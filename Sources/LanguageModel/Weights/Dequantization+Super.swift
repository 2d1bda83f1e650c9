// The "K" types: super-blocks of 256 numbers whose sub-blocks have quantised scales of their own.

extension Block {
    /// The 6-bit scale and minimum of sub-block `index` (0–7), packed in 12 bytes at offset 4.
    private func scaleAndMinimum(_ index: Int) -> (scale: Float, minimum: Float) {
        func packed(_ position: Int) -> UInt8 { bytes[4 + position] }
        if index < 4 {
            return (Float(packed(index) & 63), Float(packed(index + 4) & 63))
        }
        let low = packed(index + 4)
        let scale = low & 15 | (packed(index - 4) >> 6) << 4
        let minimum = low >> 4 | (packed(index) >> 6) << 4
        return (Float(scale), Float(minimum))
    }

    /// 8 sub-blocks of 32 numbers of 4 bits: x = d·sc·q − dmin·m. Each run of 32 bytes holds two
    /// sub-blocks, the first in the low nibbles.
    func q4K(into output: UnsafeMutableBufferPointer<Float>) {
        superBlock(into: output, quantsAt: 16) { byte, _, isHigh in
            Int(isHigh ? byte >> 4 : byte & 15)
        }
    }

    /// As `q4K`, with a fifth bit: bit k of byte i of 32 belongs to number i of sub-block k.
    func q5K(into output: UnsafeMutableBufferPointer<Float>) {
        superBlock(into: output, quantsAt: 48) { byte, place, isHigh in
            let fifth = bytes[16 + place.index] >> UInt8(place.subBlock) & 1
            return Int(isHigh ? byte >> 4 : byte & 15) + Int(fifth) << 4
        }
    }

    private func superBlock(
        into output: UnsafeMutableBufferPointer<Float>, quantsAt quants: Int,
        quant: (UInt8, (subBlock: Int, index: Int), Bool) -> Int
    ) {
        let scale = half(0)
        let minimumScale = half(2)
        for subBlock in 0..<8 {
            let own = scaleAndMinimum(subBlock)
            let factor = scale * own.scale
            let offset = minimumScale * own.minimum
            let run = quants + subBlock / 2 * 32
            for index in 0..<32 {
                let q = quant(bytes[run + index], (subBlock, index), subBlock % 2 == 1)
                output[subBlock * 32 + index] = factor * Float(q) - offset
            }
        }
    }

    /// 16 sub-blocks of 16 numbers of 6 bits with signed 8-bit scales: x = d·sc·(q − 32).
    ///
    /// Low nibbles lie in 128 bytes, high pairs of bits in 64 after them, then the scales, and d
    /// at the very end. Each half of the block interleaves four runs of 32 numbers.
    func q6K(into output: UnsafeMutableBufferPointer<Float>) {
        let scale = half(208)
        for part in 0..<2 {
            let (lows, highs, scales) = (part * 64, 128 + part * 32, 192 + part * 8)
            for index in 0..<32 {
                let high = bytes[highs + index]
                for run in 0..<4 {
                    let low = bytes[lows + index + run % 2 * 32]
                    let nibble = run < 2 ? low & 15 : low >> 4
                    let q = Int(nibble | (high >> UInt8(run * 2) & 3) << 4) - 32
                    let own = Int8(bitPattern: bytes[scales + run * 2 + index / 16])
                    output[part * 128 + run * 32 + index] = scale * Float(own) * Float(q)
                }
            }
        }
    }
}
