package import Workspace

extension RecordID {
    /// The id's bits in the form of a UUID, as other programs want them.
    package var uuid: String {
        func hex(_ word: UInt64) -> String {
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let digits = Array(hex(high) + hex(low))
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return parts.joined(separator: "-")
    }

    /// The id whose bits a UUID shows; nil for any other text.
    package init?(_ kind: RecordKind, uuid: String) {
        let digits = uuid.filter { $0 != "-" }
        guard digits.utf8.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.init(kind: kind, high: high, low: low)
    }
}
