/// The text of an HTML page, however broken the page is.
///
/// It reads once from left to right, keeps no tree and never goes back, so that time and memory are
/// proportional to the page, whatever it nests. Scripts, styles and what is not shown are left out;
/// nothing is loaded and nothing is run.
package enum HTMLText {
    /// The page's title where it has one, and its text with `## ` before headings and `- ` before
    /// list items.
    package static func read(_ html: String) -> (title: String?, text: String) {
        var reader = HTMLTextReader(html)
        reader.run()
        let title = RoleText.collapsed(reader.title)
        return (title.isEmpty ? nil : title, reader.output)
    }
}

private struct HTMLTextReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line: [UInt8] = []
    private var prefix = ""
    /// The element whose content is being left out.
    private var skipped: (name: String, depth: Int)?
    private var isTitle = false
    private(set) var title = ""
    private(set) var output = ""

    init(_ html: String) {
        // A few times the longest role: pages carry much besides.
        bytes = Array(html.utf8.prefix(RoleText.limit * 16))
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "main",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul", "li", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "option",
        "button", "select",
    ]
    /// Elements of which nothing is shown as text of the page.
    private static let hidden: Set<String> = [
        "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object",
        "textarea", "select", "nav", "noframes", "canvas", "audio", "video",
    ]
    /// Elements whose content is not markup: only their own end tag ends them.
    private static let raw: Set<String> = ["script", "style", "textarea", "iframe", "noframes"]

    mutating func run() {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<"), startsMarkup {
                markup()
            } else if byte == UInt8(ascii: "&") {
                take(entity())
            } else {
                take([byte])
                index += 1
            }
        }
        flush()
    }

    /// Whether a `<` begins a tag, a comment or a declaration, and not "<5 years".
    private var startsMarkup: Bool {
        guard index + 1 < bytes.count else { return false }
        let next = bytes[index + 1]
        return isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
            || next == UInt8(ascii: "?")
    }

    private mutating func take(_ piece: [UInt8]) {
        if isTitle {
            title += String(decoding: piece, as: UTF8.self)
            return
        }
        if skipped == nil { line += piece }
    }

    private mutating func flush() {
        let text = RoleText.collapsed(String(decoding: line, as: UTF8.self))
        line = []
        guard !text.isEmpty else { return }
        output += prefix + text + "\n"
        // The end of a paragraph inside a list item is no new item.
        prefix = ""
    }

    private mutating func markup() {
        let next = bytes[index + 1]
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            if matches("<!--") {
                index = find("-->", from: index + 4).map { $0 + 3 } ?? bytes.count
            } else {
                index = find(">", from: index).map { $0 + 1 } ?? bytes.count
            }
            return
        }
        let isEnd = next == UInt8(ascii: "/")
        index += isEnd ? 2 : 1
        let start = index
        while index < bytes.count, isLetter(bytes[index]) || isDigit(bytes[index]) { index += 1 }
        // A name is at most a few letters; a page that says otherwise is not worth its memory.
        let name = String(decoding: bytes[start..<min(index, start + 24)], as: UTF8.self)
            .lowercased()
        let isSelfClosed = skipAttributes()
        tag(name, isEnd: isEnd, isSelfClosed: isSelfClosed)
    }

    /// Goes behind the tag's `>`; quotes may hold one.
    private mutating func skipAttributes() -> Bool {
        var quote: UInt8?
        var last: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                return last == UInt8(ascii: "/")
            } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"))
                && last == UInt8(ascii: "=")
            {
                quote = byte
            }
            if byte > 0x20 { last = byte }
        }
        return false
    }

    private mutating func tag(_ name: String, isEnd: Bool, isSelfClosed: Bool) {
        if name == "title", skipped == nil || skipped?.name == "head" {
            isTitle = !isEnd && title.isEmpty && !isSelfClosed
            return
        }
        if let open = skipped {
            if name == open.name {
                let depth = open.depth + (isEnd ? -1 : isSelfClosed ? 0 : 1)
                skipped = depth <= 0 ? nil : (open.name, depth)
            } else if open.name == "head", name == "body" {
                // A head that is never closed ends where the body begins.
                skipped = nil
                isTitle = false
            }
            return
        }
        if Self.hidden.contains(name), !isEnd, !isSelfClosed {
            flush()
            if Self.raw.contains(name) {
                index = endOfRaw(name)
            } else {
                skipped = (name, 1)
            }
            return
        }
        guard Self.blocks.contains(name) else { return }
        flush()
        guard !isEnd else {
            output += name == "p" || name == "ul" || name == "ol" || name == "div" ? "\n" : ""
            return
        }
        switch name {
        case "li": prefix = "- "
        case "h1", "h2", "h3", "h4", "h5", "h6": prefix = "\n## "
        case "p", "ul", "ol", "div": if prefix.isEmpty { output += "\n" }
        default: break
        }
    }

    /// The place of the element's own end tag, or the end of the page.
    private func endOfRaw(_ name: String) -> Int {
        let wanted = Array("</\(name)".utf8)
        var place = index
        while place + wanted.count <= bytes.count {
            guard let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) else { break }
            let isEnd = zip(bytes[open...].prefix(wanted.count), wanted).allSatisfy {
                $0 == $1 || ((0x41...0x5A).contains($0) && $0 | 0x20 == $1)
            }
            if isEnd, bytes.count - open >= wanted.count { return open }
            place = open + 1
        }
        return bytes.count
    }

    private func matches(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var place = start
        while place + wanted.count <= bytes.count {
            guard let found = bytes[place...].firstIndex(of: wanted[0]) else { return nil }
            if bytes[found...].starts(with: wanted) { return found }
            place = found + 1
        }
        return nil
    }

    private mutating func entity() -> [UInt8] {
        let start = index
        index += 1
        var name: [UInt8] = []
        while index < bytes.count, name.count < 12,
            isLetter(bytes[index]) || isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "#")
        {
            name.append(bytes[index])
            index += 1
        }
        let text = String(decoding: name, as: UTF8.self)
        if let scalar = Self.scalar(text) {
            if index < bytes.count, bytes[index] == UInt8(ascii: ";") { index += 1 }
            return Array(String(Character(scalar)).utf8)
        }
        index = start + 1
        return [UInt8(ascii: "&")]
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let value =
                digits.hasPrefix("x") || digits.hasPrefix("X")
                ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let value, value > 31 || value == 10, let scalar = Unicode.Scalar(value) else {
                return nil
            }
            return scalar
        }
        return names[name]
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–",
        "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bull": "•",
        "middot": "·", "hellip": "…", "copy": "©", "reg": "®", "trade": "™", "eacute": "é",
        "egrave": "è", "auml": "ä", "ouml": "ö", "uuml": "ü", "szlig": "ß", "pound": "£",
        "euro": "€", "times": "×", "deg": "°", "ensp": " ", "emsp": " ", "thinsp": " ",
        "iuml": "ï", "ccedil": "ç", "ntilde": "ñ", "agrave": "à", "aacute": "á", "oacute": "ó",
    ]

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
