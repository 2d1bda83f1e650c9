/// Cuts a template into tokens.
struct TemplateLexer {
    private let bytes: [UInt8]
    private let places: TemplatePlaces
    private var position = 0
    private var tokens: [TemplateToken] = []
    /// Whether white space at the beginning of the next text is dropped.
    private var dropsLeading = false

    init(_ text: String, _ places: TemplatePlaces) {
        bytes = Array(text.utf8)
        self.places = places
    }

    mutating func run() throws(DocumentError) -> [TemplateToken] {
        while position < bytes.count {
            let start = position
            guard let open = nextOpening() else {
                addText(start..<bytes.count, dropsTrailing: false)
                position = bytes.count
                break
            }
            position = open + 2
            let isTrimming = take(UInt8(ascii: "-"))
            if !isTrimming { _ = take(UInt8(ascii: "+")) }
            addText(start..<open, dropsTrailing: isTrimming)
            switch bytes[open + 1] {
            case UInt8(ascii: "#"): try comment(from: open)
            case UInt8(ascii: "{"):
                tokens.append(TemplateToken(kind: .outputStart, offset: open))
                try expression(from: open, closing: UInt8(ascii: "}"))
            default:
                if try raw(from: open) { continue }
                tokens.append(TemplateToken(kind: .statementStart, offset: open))
                try expression(from: open, closing: UInt8(ascii: "%"))
            }
        }
        tokens.append(TemplateToken(kind: .end, offset: bytes.count))
        return tokens
    }

    private func nextOpening() -> Int? {
        var index = position
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "{") {
                switch bytes[index + 1] {
                case UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "#"): return index
                default: break
                }
            }
            index += 1
        }
        return nil
    }

    private mutating func addText(_ range: Range<Int>, dropsTrailing: Bool) {
        var scalars = Substring(String(decoding: bytes[range], as: UTF8.self)).unicodeScalars
        if dropsLeading {
            while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        }
        if dropsTrailing {
            while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        }
        dropsLeading = false
        if !scalars.isEmpty {
            tokens.append(TemplateToken(kind: .text(String(scalars)), offset: range.lowerBound))
        }
    }

    private mutating func comment(from open: Int) throws(DocumentError) {
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "#"), bytes[position + 1] == UInt8(ascii: "}") {
                dropsLeading = bytes[position - 1] == UInt8(ascii: "-") && position - 1 > open + 1
                position += 2
                return
            }
            position += 1
        }
        throw places.error(
            .syntax, open, "the comment '{#' is never closed", suggestion: "add '#}'")
    }

    /// Reads `{% raw %} … {% endraw %}`, whose inside is text.
    private mutating func raw(from open: Int) throws(DocumentError) -> Bool {
        var probe = position
        guard let word = word(at: &probe), word == "raw", let (after, drops) = closing(at: probe)
        else { return false }
        position = after
        var search = after
        while search + 1 < bytes.count {
            guard bytes[search] == UInt8(ascii: "{"), bytes[search + 1] == UInt8(ascii: "%") else {
                search += 1
                continue
            }
            var inner = search + 2
            let isTrimming = inner < bytes.count && bytes[inner] == UInt8(ascii: "-")
            if isTrimming || (inner < bytes.count && bytes[inner] == UInt8(ascii: "+")) {
                inner += 1
            }
            if self.word(at: &inner) == "endraw", let (end, dropsNext) = closing(at: inner) {
                dropsLeading = drops
                addText(after..<search, dropsTrailing: isTrimming)
                dropsLeading = dropsNext
                position = end
                return true
            }
            search += 2
        }
        throw places.error(
            .syntax, open, "'{% raw %}' is never closed", suggestion: "add {% endraw %}")
    }

    private func word(at index: inout Int) -> String? {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        let start = index
        while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
        return start == index ? nil : String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private func closing(at start: Int) -> (after: Int, dropsNext: Bool)? {
        var index = start
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        let drops = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if drops { index += 1 }
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "%"),
            bytes[index + 1] == UInt8(ascii: "}")
        else { return nil }
        return (index + 2, drops)
    }

    private mutating func expression(from open: Int, closing: UInt8) throws(DocumentError) {
        var brackets: [UInt8] = []
        while true {
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
            guard position < bytes.count else {
                let sign = closing == UInt8(ascii: "}") ? ("{{", "}}") : ("{%", "%}")
                throw places.error(
                    .syntax, open, "'\(sign.0)' is never closed", suggestion: "add '\(sign.1)'")
            }
            let start = position
            if brackets.isEmpty, let end = ending(closing) {
                position = end
                tokens.append(
                    TemplateToken(
                        kind: closing == UInt8(ascii: "}") ? .outputEnd : .statementEnd,
                        offset: start))
                return
            }
            let byte = bytes[position]
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                tokens.append(TemplateToken(kind: .string(try string()), offset: start))
            } else if byte &- UInt8(ascii: "0") < 10 {
                tokens.append(TemplateToken(kind: try number(), offset: start))
            } else if Self.isNameByte(byte) {
                while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
                tokens.append(
                    TemplateToken(
                        kind: .name(String(decoding: bytes[start..<position], as: UTF8.self)),
                        offset: start))
            } else {
                let symbol = try symbol()
                switch symbol {
                case "(", "[", "{": brackets.append(byte)
                case ")", "]", "}":
                    let opening = symbol == ")" ? "(" : symbol == "]" ? "[" : "{"
                    guard brackets.popLast() == opening.utf8.first else {
                        throw places.error(
                            .syntax, start, "'\(symbol)' closes nothing that is open here")
                    }
                default: break
                }
                tokens.append(TemplateToken(kind: .symbol(symbol), offset: start))
            }
        }
    }

    private mutating func ending(_ closing: UInt8) -> Int? {
        let isTrimming =
            bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        let index = position + (isTrimming ? 1 : 0)
        guard index + 1 < bytes.count, bytes[index] == closing,
            bytes[index + 1] == UInt8(ascii: "}")
        else { return nil }
        dropsLeading = bytes[position] == UInt8(ascii: "-")
        return index + 2
    }

    private mutating func string() throws(DocumentError) -> String {
        let start = position
        let quote = bytes[position]
        position += 1
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote { return String(decoding: result, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), position < bytes.count else {
                result.append(byte)
                continue
            }
            let escaped = bytes[position]
            position += 1
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escaped)
            case UInt8(ascii: "u"):
                let digits = bytes[position..<min(position + 4, bytes.count)]
                guard digits.count == 4,
                    let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                    let scalar = Unicode.Scalar(code)
                else {
                    throw places.error(.syntax, position - 2, "'\\u' needs four hexadecimal digits")
                }
                position += 4
                result.append(contentsOf: String(Character(scalar)).utf8)
            default: result += [UInt8(ascii: "\\"), escaped]
            }
        }
        throw places.error(.syntax, start, "the text that begins here has no closing quote")
    }

    private mutating func number() throws(DocumentError) -> TemplateToken.Kind {
        let start = position
        var isInteger = true
        func isDigit(_ index: Int) -> Bool {
            index < bytes.count && bytes[index] &- UInt8(ascii: "0") < 10
        }
        while isDigit(position) { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "."), isDigit(position + 1) {
            isInteger = false
            position += 1
            while isDigit(position) { position += 1 }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            var next = position + 1
            if next < bytes.count,
                bytes[next] == UInt8(ascii: "+") || bytes[next] == UInt8(ascii: "-")
            {
                next += 1
            }
            if isDigit(next) {
                isInteger = false
                position = next
                while isDigit(position) { position += 1 }
            }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw places.error(.syntax, start, "the number is too large")
        }
        return .number(value)
    }

    private static let symbols = [
        "===", "!==", "==", "!=", "<=", ">=", "//", "**", "<", ">", "=", "+", "-", "*", "/", "%",
        "~",
        "|", ".", ",", ":", "(", ")", "[", "]", "{", "}",
    ].map { Array($0.utf8) }

    private mutating func symbol() throws(DocumentError) -> String {
        for symbol in Self.symbols where bytes[position...].starts(with: symbol) {
            position += symbol.count
            return String(decoding: symbol, as: UTF8.self)
        }
        let rest = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
        let shown = rest.unicodeScalars.first.map { String(Character($0)) } ?? ""
        throw places.error(
            .syntax, position, "'\(shown)' has no meaning here",
            suggestion: shown == "&" ? "write 'and'" : shown == "!" ? "write 'not'" : nil)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// Letters, digits, underscores and whatever is not ASCII.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10
            || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
