/// Base64 (RFC 4648, section 4): hashes of a content security policy, pictures within a page.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var word = 0
            for offset in 0..<3 {
                word = word << 8 | (offset < count ? Int(bytes[start + offset]) : 0)
            }
            for place in 0..<4 {
                output.append(
                    place <= count
                        ? digits[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
