package import LanguageModel

/// The 32 bytes of a SHA-256, held in place: a hundred thousand of them need no heap.
package struct HashBytes: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// Bytes behind the first 32 are left out, missing ones are 0: such a hash equals no digest.
    init(bytes: some Collection<UInt8>) {
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes.prefix(32)) }
    }

    /// The digest of a value's canonical form.
    package init(of value: JSONValue) {
        self = SHA256.bytes(value.serialized())
    }

    var bytes: [UInt8] { withUnsafeBytes(of: words, Array.init) }

    package static func == (left: HashBytes, right: HashBytes) -> Bool { left.words == right.words }

    /// A digest's first bytes alone spread as well as all of them.
    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    /// Reads 64 hexadecimal digits; nil for anything else.
    init?(_ hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index].hexDigit, let low = digits[index + 1].hexDigit else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    /// 64 hexadecimal digits.
    package var hex: String { bytes.hexadecimal }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension SHA256 {
    /// The digest of a text's UTF-8 bytes.
    static func bytes(_ text: String) -> HashBytes {
        var hash = SHA256()
        var text = text
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        return HashBytes(bytes: hash.finish())
    }
}
