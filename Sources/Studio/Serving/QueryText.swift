/// The names and values of a query or of a form's body (application/x-www-form-urlencoded).
struct QueryText: Sendable, Hashable {
    /// In their order; names may repeat.
    var items: [(name: String, value: String)]

    /// The most names that are read; what follows is left out.
    static let mostItems = 512

    init(_ text: some StringProtocol) {
        items = text.utf8.split(separator: UInt8(ascii: "&")).prefix(Self.mostItems).map { item in
            let parts = item.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""
            )
        }
    }

    init(_ items: [(name: String, value: String)]) { self.items = items }

    static func == (left: QueryText, right: QueryText) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The first value of a name; nil where it is absent or empty.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// All values of a name that are not empty, in order.
    func all(_ name: String) -> [String] {
        items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// The query with a name's value replaced, or without it for nil.
    func setting(_ name: String, _ value: String?) -> QueryText {
        var rest = items.filter { $0.name != name }
        if let value { rest.append((name, value)) }
        return QueryText(rest)
    }

    /// The query as it stands in a URL, empty values left out.
    var text: String {
        items.filter { !$0.value.isEmpty }
            .map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
            .joined(separator: "&")
    }

    /// `?…`, or nothing.
    var suffix: String { text.isEmpty ? "" : "?" + text }

    /// A text as a part of a URL: all but unreserved characters as percent escapes.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var pending: [UInt8] = []
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        for byte in bytes {
            if pending.isEmpty {
                switch byte {
                case UInt8(ascii: "%"): pending = [byte]
                case UInt8(ascii: "+"): output.append(UInt8(ascii: " "))
                default: output.append(byte)
                }
                continue
            }
            pending.append(byte)
            guard digit(byte) != nil else {
                // No escape after all: the text stands for itself.
                output += pending
                pending = []
                continue
            }
            if pending.count == 3, let high = digit(pending[1]), let low = digit(pending[2]) {
                output.append(high << 4 | low)
                pending = []
            }
        }
        return String(decoding: output + pending, as: UTF8.self)
    }
}
