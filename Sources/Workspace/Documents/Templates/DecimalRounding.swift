/// Rounding to decimal places as Python's `round` does: the decimal nearest to the exact value,
/// halves to the even digit.
enum DecimalRounding {
    /// The rounded number; nil for an unknown method.
    static func round(_ value: Double, _ precision: Int, _ method: String) -> Double? {
        guard value.isFinite else { return value }
        switch method {
        case "common": return nearest(value, precision)
        case "ceil", "floor":
            let rule: FloatingPointRoundingRule = method == "ceil" ? .up : .down
            let factor = power(precision)
            let scaled = precision >= 0 ? value * factor : value / factor
            guard scaled.isFinite else { return value }
            return precision >= 0
                ? scaled.rounded(rule) / factor : scaled.rounded(rule) * factor
        default: return nil
        }
    }

    private static func power(_ precision: Int) -> Double {
        Double("1e\(abs(precision))") ?? 1
    }

    private static func nearest(_ value: Double, _ precision: Int) -> Double {
        if precision == 0 { return value.rounded(.toNearestOrEven) }
        let factor = power(precision)
        if precision < 0 { return (value / factor).rounded(.toNearestOrEven) * factor }
        // Beyond this many places a double has no digits left to round.
        if precision > 22 || value.magnitude * factor >= 0x1p53 { return value }
        let scaled = value * factor
        var candidate = scaled.rounded(.toNearestOrEven)
        // The product rounds: where it looks like a half, the exact rest decides.
        if (scaled - scaled.rounded(.down)) == 0.5 {
            let rest = (-scaled).addingProduct(value, factor)
            if rest > 0 { candidate = scaled.rounded(.up) }
            if rest < 0 { candidate = scaled.rounded(.down) }
        }
        return candidate / factor
    }
}
