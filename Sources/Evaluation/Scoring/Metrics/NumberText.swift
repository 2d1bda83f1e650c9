/// Numbers in the reasons of scores.
enum NumberText {
    /// At most three decimals, without zeros at the end.
    static func rounded(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        guard abs(value) < 1e15 else { return "\(value)" }
        let scaled = (value * 1000).rounded() / 1000
        if scaled == scaled.rounded() { return String(Int(scaled)) }
        return "\(scaled)"
    }
}
