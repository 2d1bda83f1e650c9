import LanguageModel
package import Workspace

extension RecordID {
    /// An id that follows from what it names, so that the same thing stored twice is stored once.
    ///
    /// Its bits are all of a hash: it says nothing about when it was made.
    package static func derived(_ kind: RecordKind, from parts: [String]) -> RecordID {
        let (high, low) = Derived.words(parts)
        return RecordID(kind: kind, high: high, low: low)
    }
}

/// Numbers that follow from names: orders, draws and assignments that stay as they are when items
/// or people are added.
enum Derived {
    /// The first 128 bits of the parts' SHA-256.
    static func words(_ parts: [String]) -> (UInt64, UInt64) {
        // A unit separator can't be part of a name that people type.
        let hash = SHA256.hex(parts.joined(separator: "\u{1F}"))
        let middle = hash.index(hash.startIndex, offsetBy: 16)
        let end = hash.index(middle, offsetBy: 16)
        return (
            UInt64(hash[..<middle], radix: 16) ?? 0, UInt64(hash[middle..<end], radix: 16) ?? 0
        )
    }

    /// 64 bits of the parts' hash.
    static func word(_ parts: String...) -> UInt64 { words(parts).0 }
}
