/// The tokenizer `13a` of mteval and sacrebleu: punctuation and symbols of ASCII stand alone, save
/// full stops and commas between digits and hyphens not after a digit.
enum TokenizerThirteenA {
    /// The tokens of a text, as UTF-8.
    ///
    /// Everything that the rules name is ASCII, and bytes of other scalars are all outside it, so
    /// the rules work on bytes.
    static func tokens(_ text: String) -> [ArraySlice<UInt8>] {
        var line = Array(" ".utf8)
        line.append(contentsOf: unescaped(Array(withoutTrailingSpace(text).utf8)))
        line.append(UInt8(ascii: " "))
        line = separatingSymbols(line)
        line = separating(line) {
            !isDigit($0) && isStop($1)
        } with: {
            [$0, space, $1, space]
        }
        line = separating(line) {
            isStop($0) && !isDigit($1)
        } with: {
            [space, $0, space, $1]
        }
        line = separating(line) {
            isDigit($0) && $1 == UInt8(ascii: "-")
        } with: {
            [$0, space, $1, space]
        }
        return split(line)
    }

    private static let space = UInt8(ascii: " ")

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isStop(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    }

    private static func withoutTrailingSpace(_ text: String) -> Substring {
        let scalars = text.unicodeScalars
        guard let last = scalars.lastIndex(where: { !isPythonSpace($0) }) else {
            return ""
        }
        return Substring(scalars[...last])
    }

    /// White space as Python's `str.split` has it: White_Space and the four ASCII separators.
    private static func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = replacing(bytes, "<skipped>", "")
        bytes = replacing(bytes, "-\n", "")
        bytes = replacing(bytes, "\n", " ")
        guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
        bytes = replacing(bytes, "&quot;", "\"")
        bytes = replacing(bytes, "&amp;", "&")
        bytes = replacing(bytes, "&lt;", "<")
        return replacing(bytes, "&gt;", ">")
    }

    private static func replacing(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        let old = Array(old.utf8)
        guard bytes.count >= old.count, bytes.contains(old[0]) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == old[0], bytes[index...].starts(with: old) {
                result.append(contentsOf: new.utf8)
                index += old.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func separatingSymbols(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count * 2)
        for byte in line {
            // The symbols: all of ASCII's but apostrophe, comma, hyphen and full stop.
            switch byte {
            case 0x20...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E:
                result.append(contentsOf: [space, byte, space])
            default: result.append(byte)
            }
        }
        return result
    }

    /// Rewrites each pair of neighbours that a rule names, from the left, without overlaps.
    private static func separating(
        _ line: [UInt8], _ applies: (UInt8, UInt8) -> Bool, with rewrite: (UInt8, UInt8) -> [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count + 16)
        var index = 0
        while index < line.count {
            if index + 1 < line.count, applies(line[index], line[index + 1]) {
                result.append(contentsOf: rewrite(line[index], line[index + 1]))
                index += 2
            } else {
                result.append(line[index])
                index += 1
            }
        }
        return result
    }

    private static func split(_ line: [UInt8]) -> [ArraySlice<UInt8>] {
        if line.allSatisfy({ $0 < 0x80 }) {
            return line.split {
                $0 == 0x20 || (0x09...0x0D).contains($0) || (0x1C...0x1F).contains($0)
            }
        }
        return String(decoding: line, as: UTF8.self).unicodeScalars.split(
            whereSeparator: isPythonSpace
        ).map { ArraySlice(Array(String($0).utf8)) }
    }
}
