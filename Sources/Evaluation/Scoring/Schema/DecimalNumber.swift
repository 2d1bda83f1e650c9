/// A number as its decimal digits say: digits × 10^exponent, exactly.
///
/// "Multiple of 0.01" is meant in decimals, in which 0.07 is a multiple and the double nearest to
/// it is not.
struct DecimalNumber: Sendable, Hashable {
    /// Whole and positive; at most 19 digits.
    let digits: UInt64
    let exponent: Int

    /// The decimal digits that Swift prints for a finite number: the fewest that read back equal.
    init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.init(text: "\(value.magnitude)")
    }

    /// A whole number.
    init(_ value: Int) {
        digits = UInt64(value.magnitude)
        exponent = 0
    }

    private init?(text: String) {
        let parts = text.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        guard let digits = UInt64(mantissa[0] + fraction) else { return nil }
        self.digits = digits
        exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction.count
    }

    /// Whether this is a whole multiple of another number above 0.
    func isMultiple(of other: DecimalNumber) -> Bool {
        if digits == 0 { return true }
        guard other.digits > 0 else { return false }
        let shift = exponent - other.exponent
        if shift >= 0 {
            var remainder = digits % other.digits
            for _ in 0..<shift where remainder != 0 {
                let product = remainder.multipliedFullWidth(by: 10)
                remainder = other.digits.dividingFullWidth(product).remainder
            }
            return remainder == 0
        }
        // The divisor in the dividend's units; beyond 64 bits it exceeds every dividend.
        var divisor = other.digits
        for _ in 0..<(-shift) {
            let (next, overflow) = divisor.multipliedReportingOverflow(by: 10)
            if overflow { return false }
            divisor = next
        }
        return digits % divisor == 0
    }
}
