package import Workspace

/// Reads XML into nodes.
package struct XMLReader {
    private let bytes: [UInt8]
    private let path: String
    private var index = 0
    private var line = 1
    private var count = 0

    /// The most bytes, elements and levels that are read.
    private static let mostBytes = 4 << 20
    private static let mostElements = 20_000
    private static let mostLevels = 64

    private init(_ text: String, path: String) {
        bytes = Array(text.utf8)
        self.path = path
    }

    /// The root element of a document.
    ///
    /// - Throws: a `syntax` error with its line, or `limit` for what is refused unread.
    package static func read(_ text: String, path: String) throws(DocumentError) -> XMLNode {
        var reader = XMLReader(text, path: path)
        guard reader.bytes.count <= mostBytes else {
            throw reader.error(.limit, "the document has more than \(mostBytes) bytes")
        }
        try reader.skipMisc()
        guard reader.peek("<") else { throw reader.error(.syntax, "expected an element") }
        let root = try reader.element(depth: 1)
        try reader.skipMisc()
        guard reader.index == reader.bytes.count else {
            throw reader.error(.syntax, "text follows the root element")
        }
        return root
    }

    private func error(
        _ code: DocumentError.Code, _ message: String, _ advice: String? = nil
    ) -> DocumentError {
        DocumentError(code, file: path, line: line, message, suggestion: advice)
    }

    private func peek(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { buffer in
            bytes[index...].starts(with: buffer)
        }
    }

    private mutating func advance(_ number: Int = 1) {
        for _ in 0..<number where index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 { advance() }
    }

    /// Passes over white space, comments and processing instructions.
    private mutating func skipMisc() throws(DocumentError) {
        while true {
            skipSpace()
            if peek("<!--") {
                try skip(past: "-->", "the comment")
            } else if peek("<?") {
                try skip(past: "?>", "the instruction")
            } else if peek("<!") {
                throw error(
                    .limit, "a document type is not read: it could name files or entities",
                    "remove the line that begins with <!DOCTYPE")
            } else {
                return
            }
        }
    }

    private mutating func skip(past end: StaticString, _ what: String) throws(DocumentError) {
        let start = line
        while !peek(end) {
            guard index < bytes.count else {
                line = start
                throw error(.syntax, "\(what) that begins here is never closed")
            }
            advance()
        }
        advance(end.utf8CodeUnitCount)
    }

    private mutating func name() throws(DocumentError) -> String {
        let start = index
        while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
        guard index > start else { throw error(.syntax, "expected a name") }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }

    private mutating func element(depth: Int) throws(DocumentError) -> XMLNode {
        count += 1
        guard depth <= Self.mostLevels, count <= Self.mostElements else {
            throw error(
                .limit,
                "more than \(Self.mostLevels) levels or \(Self.mostElements) elements are not read")
        }
        let start = line
        advance()
        let name = try name()
        var node = XMLNode(name: name, attributes: [], children: [], text: "", line: start)
        while true {
            skipSpace()
            if peek("/>") {
                advance(2)
                return node
            }
            if peek(">") {
                advance()
                break
            }
            let attribute = try attribute()
            guard node[attribute.name] == nil else {
                throw error(.duplicate, "the attribute '\(attribute.name)' is there twice")
            }
            node.attributes.append(attribute)
        }
        try content(of: &node, depth: depth)
        return node
    }

    private mutating func content(of node: inout XMLNode, depth: Int) throws(DocumentError) {
        while true {
            if peek("</") {
                advance(2)
                let end = try name()
                guard end == node.name else {
                    throw error(
                        .syntax, "<\(node.name)> of line \(node.line) is closed by </\(end)>")
                }
                skipSpace()
                guard peek(">") else { throw error(.syntax, "expected '>'") }
                return advance()
            }
            if peek("<!--") {
                try skip(past: "-->", "the comment")
            } else if peek("<![CDATA[") {
                advance(9)
                let start = index
                try skip(past: "]]>", "the character data")
                node.text += String(decoding: bytes[start..<(index - 3)], as: UTF8.self)
            } else if peek("<?") {
                try skip(past: "?>", "the instruction")
            } else if peek("<!") {
                throw error(.limit, "declarations inside an element are not read")
            } else if peek("<") {
                node.children.append(try element(depth: depth + 1))
            } else if index < bytes.count {
                let start = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "<") { advance() }
                node.text += try resolved(bytes[start..<index])
            } else {
                throw error(.syntax, "<\(node.name)> of line \(node.line) is never closed")
            }
        }
    }

    private mutating func attribute() throws(DocumentError) -> XMLNode.Attribute {
        let name = try name()
        skipSpace()
        guard peek("=") else { throw error(.syntax, "the attribute '\(name)' has no value") }
        advance()
        skipSpace()
        guard index < bytes.count,
            bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'")
        else { throw error(.syntax, "the value of '\(name)' is not in quotes") }
        let quote = bytes[index]
        advance()
        let start = index
        while index < bytes.count, bytes[index] != quote { advance() }
        guard index < bytes.count else {
            throw error(.syntax, "the value of '\(name)' is never closed")
        }
        let value = try resolved(bytes[start..<index])
        advance()
        return XMLNode.Attribute(name: name, value: value)
    }

    /// Text with XML's own entities and numbered characters replaced.
    private func resolved(_ bytes: ArraySlice<UInt8>) throws(DocumentError) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var output: [UInt8] = []
        var rest = bytes
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            output += rest[rest.startIndex..<start]
            let tail = rest[(start + 1)...]
            guard let end = tail.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                // Hand-written configurations hold lone ampersands; they mean themselves.
                output.append(UInt8(ascii: "&"))
                rest = tail
                continue
            }
            let entity = String(decoding: tail[..<end], as: UTF8.self)
            rest = tail[(end + 1)...]
            switch entity {
            case "amp": output.append(UInt8(ascii: "&"))
            case "lt": output.append(UInt8(ascii: "<"))
            case "gt": output.append(UInt8(ascii: ">"))
            case "quot": output.append(UInt8(ascii: "\""))
            case "apos": output.append(UInt8(ascii: "'"))
            default:
                let digits = entity.dropFirst()
                let number =
                    digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                guard entity.hasPrefix("#"), let number, let scalar = Unicode.Scalar(number) else {
                    throw error(.syntax, "the entity '&\(entity);' is not one of XML's own")
                }
                output += Array(String(Character(scalar)).utf8)
            }
        }
        return String(decoding: output + Array(rest), as: UTF8.self)
    }
}
