import FoundationEssentials
import LanguageModel

/// Text that nobody reads by accident: what an exercise of the gym hides.
///
/// A seal keeps honest people honest. It is no encryption: the program that opens it is in every
/// reader's hands, and it records that it did.
package enum SealedText {
    /// The first line of a sealed file.
    package static let mark = "conduct-sealed 1"

    /// Seals a text.
    ///
    /// - Parameter hint: what a person who opens the file is told, one line.
    package static func seal(_ text: String, hint: String) -> String {
        let bytes = Array(text.utf8)
        let body = Data(mixed(bytes)).base64EncodedString()
        var lines = [mark, "# " + hint, "sha256 " + SHA256.hex(bytes)]
        var rest = Substring(body)
        while !rest.isEmpty {
            lines.append(String(rest.prefix(96)))
            rest = rest.dropFirst(96)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Whether bytes are a sealed file.
    package static func isSealed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: mark.utf8) }

    /// Opens a seal.
    ///
    /// - Returns: nil where the file is damaged or changed.
    package static func open(_ bytes: [UInt8]) -> String? {
        guard isSealed(bytes), let file = String(bytes: bytes, encoding: .utf8) else { return nil }
        let lines = file.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("#") }
        guard let head = lines.first, head.hasPrefix("sha256 "),
            let data = Data(base64Encoded: lines.dropFirst().joined())
        else { return nil }
        let plain = mixed([UInt8](data))
        guard SHA256.hex(plain) == head.dropFirst(7) else { return nil }
        return String(bytes: plain, encoding: .utf8)
    }

    /// The bytes with a fixed stream of others mixed in; the same call takes it out again.
    private static func mixed(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var block: [UInt8] = []
        for index in result.indices {
            if index % 32 == 0 {
                var hash = SHA256()
                var text = "conduct gym \(index / 32)"
                text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
                block = hash.finish()
            }
            result[index] ^= block[index % 32]
        }
        return result
    }
}
