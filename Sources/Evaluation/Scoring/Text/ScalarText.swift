#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Comparisons of text by its Unicode scalars, never by Swift's canonical equality: "é" written as
/// one scalar and as two are different texts, as they are different tokens to a model.
package enum ScalarText {
    /// Whether two texts have the same scalars.
    static func equal(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
    }

    /// Whether `text` contains `part`; the empty text is contained in every text.
    ///
    /// UTF-8 is self-synchronising, so a match of bytes is a match of scalars.
    static func contains(_ text: String, _ part: String) -> Bool {
        firstByteOffset(of: part, in: text) != nil
    }

    /// The offset in UTF-8 bytes at which `part` first occurs in `text` from `start` on.
    static func firstByteOffset(of part: String, in text: String, from start: Int = 0) -> Int? {
        var text = text
        var part = part
        return text.withUTF8 { text in
            part.withUTF8 { part in
                guard part.count > 0 else { return start <= text.count ? start : nil }
                guard let base = text.baseAddress, let wanted = part.baseAddress else { return nil }
                var offset = start
                // The C library finds the first byte and compares the rest many bytes at a time.
                while offset + part.count <= text.count {
                    let span = text.count - part.count - offset + 1
                    guard let found = memchr(base + offset, Int32(part[0]), span) else {
                        return nil
                    }
                    offset = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
                    if memcmp(found, wanted, part.count) == 0 { return offset }
                    offset += 1
                }
                return nil
            }
        }
    }

    /// Every offset in UTF-8 bytes at which `part` occurs in `text`, without overlaps.
    static func byteOffsets(of part: String, in text: String) -> [Int] {
        guard !part.isEmpty else { return [] }
        var offsets: [Int] = []
        var start = 0
        while let found = firstByteOffset(of: part, in: text, from: start) {
            offsets.append(found)
            start = found + part.utf8.count
        }
        return offsets
    }

    /// Whether `text` begins with the scalars of `part`.
    static func starts(_ text: String, with part: String) -> Bool {
        text.utf8.starts(with: part.utf8)
    }

    /// Whether `text` ends with the scalars of `part`.
    static func ends(_ text: String, with part: String) -> Bool {
        let count = part.utf8.count
        guard count <= text.utf8.count else { return false }
        return text.utf8.suffix(count).elementsEqual(part.utf8)
    }

    /// The text with the white space at both ends taken off (Unicode White_Space).
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// A text shortened for a reason: at most `limit` scalars, with an ellipsis where cut.
    static func excerpt(_ text: String, limit: Int = 80) -> String {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
