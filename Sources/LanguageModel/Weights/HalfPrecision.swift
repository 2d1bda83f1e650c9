// Swift's Float16 is missing on Intel Macs, so the two 16-bit formats are converted by hand.

extension Float {
    /// The value of an IEEE 754 half-precision number; exact.
    public init(half bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            // Zero and subnormals: fraction × 2⁻²⁴.
            let magnitude = Float(fraction) * 0x1p-24
            self = sign == 0 ? magnitude : -magnitude
        case 0x1F: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// The value of a bfloat16 number; exact.
    public init(brain bits: UInt16) { self.init(bitPattern: UInt32(bits) << 16) }

    /// The nearest half-precision number, ties to even; too large gives infinity.
    public var halfBits: UInt16 {
        let sign = UInt16(bitPattern >> 16) & 0x8000
        let magnitude = bitPattern & 0x7FFF_FFFF
        if magnitude > 0x7F80_0000 {
            return sign | 0x7E00 | UInt16(truncatingIfNeeded: magnitude >> 13) & 0x3FF
        }
        // 65520 is half-way between the largest half, 65504, and the next power of two.
        if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
        if magnitude < 0x3880_0000 {
            // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴; scaling by a power of two is exact here.
            let steps = (Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven)
            return sign | UInt16(steps)
        }
        let rounded = magnitude + 0xFFF + (magnitude >> 13) & 1
        return sign | UInt16((rounded - 0x3800_0000) >> 13)
    }

    /// The nearest bfloat16 number, ties to even.
    public var brainBits: UInt16 {
        if isNaN { return UInt16(bitPattern >> 16) | 0x40 }
        let rounded = UInt64(bitPattern) + 0x7FFF + UInt64(bitPattern >> 16 & 1)
        return UInt16(truncatingIfNeeded: rounded >> 16)
    }
}
