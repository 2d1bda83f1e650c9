import LanguageModel
import NIOCore

/// Writes a request's JSON straight into a buffer.
///
/// Members stand in the order written, which keeps a request readable; nothing is built in
/// between, because a suite sends thousands of these a second.
struct JSONWriter {
    private(set) var buffer: ByteBuffer
    private var needsComma = false

    init(capacity: Int = 1024) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
    }

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        open("{")
        members(&self)
        close("}")
    }

    mutating func array<Item>(_ items: [Item], _ item: (inout JSONWriter, Item) -> Void) {
        open("[")
        for element in items { item(&self, element) }
        close("]")
    }

    mutating func key(_ name: String) {
        string(name)
        raw(":")
        needsComma = false
    }

    mutating func value(_ value: JSONValue) {
        separate()
        buffer.writeString(value.serialized())
    }

    mutating func number(_ value: Int) {
        separate()
        buffer.writeString(String(value))
    }

    mutating func bool(_ value: Bool) {
        separate()
        buffer.writeString(value ? "true" : "false")
    }

    mutating func string(_ text: String) {
        separate()
        raw("\"")
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var start = 0
            for (index, byte) in bytes.enumerated() where Self.needsEscape(byte) {
                buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
                escape(byte)
                start = index + 1
            }
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        }
        raw("\"")
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        default: buffer.writeString("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
        }
    }

    private mutating func open(_ bracket: StaticString) {
        separate()
        raw(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: StaticString) {
        raw(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { raw(",") }
        needsComma = true
    }

    private mutating func raw(_ text: StaticString) { buffer.writeStaticString(text) }
}
