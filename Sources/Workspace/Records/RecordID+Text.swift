/// Crockford's base 32 without padding: 26 digits for 128 bits, the first at most 7.
extension RecordID: CustomStringConvertible, LosslessStringConvertible {
    /// How many characters an id has: a prefix of three, an underscore and 26 digits.
    package static let length = 30

    /// The id as text.
    package var description: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            var index = 0
            for byte in kind.rawValue.utf8 {
                buffer[index] = byte
                index += 1
            }
            buffer[index] = UInt8(ascii: "_")
            var high = high
            var low = low
            // Five bits at a time from the end; the two words are shifted as one.
            for position in stride(from: Self.length - 1, through: index + 1, by: -1) {
                buffer[position] = digits[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return Self.length
        }
    }

    /// Reads an id; nil when the text is none. Only lower-case digits are accepted, so that equal
    /// ids are equal texts.
    package init?(_ text: String) {
        var text = text
        let id = text.withUTF8 { RecordID(utf8: $0) }
        guard let id else { return nil }
        self = id
    }

    /// Reads an id from its 30 bytes.
    package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.length, bytes[3] == UInt8(ascii: "_"),
            let kind = RecordKind(bytes[0], bytes[1], bytes[2])
        else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 4..<Self.length {
            let value = values[Int(bytes[index])]
            guard value < 32, index > 4 || value < 8 else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.init(kind: kind, high: high, low: low)
    }
}

extension RecordID: Codable {
    /// Reads the id's text.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RecordID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a record id")
        }
        self = id
    }

    /// Writes the id's text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension RecordKind {
    /// The kind whose prefix has these three letters.
    fileprivate init?(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        let word = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
        switch word {
        case 0x72_756E: self = .run
        case 0x73_6D70: self = .sample
        case 0x73_6372: self = .score
        case 0x73_6367: self = .scoring
        case 0x6F_7672: self = .override
        case 0x70_696E: self = .pin
        case 0x66_6E64: self = .finding
        case 0x61_6E6E: self = .annotation
        case 0x76_6F74: self = .vote
        case 0x70_7266: self = .preference
        case 0x74_726E: self = .training
        case 0x63_686B: self = .check
        case 0x63_616C: self = .calibration
        case 0x65_7870: self = .experiment
        case 0x61_6E6C: self = .analysis
        case 0x70_7264: self = .prediction
        case 0x70_6D74: self = .promptVersion
        case 0x63_6F64: self = .code
        case 0x61_7564: self = .audit
        case 0x61_6772: self = .agreement
        case 0x61_726E: self = .arena
        case 0x69_746D: self = .item
        case 0x67_646C: self = .guideline
        case 0x61_6470: self = .adapter
        case 0x65_7872: self = .exercise
        case 0x6C_6264: self = .labelDraw
        case 0x72_6F6C: self = .roleNote
        case 0x72_6572: self = .rerating
        case 0x70_7263: self = .practice
        case 0x64_6563: self = .decision
        case 0x66_7274: self = .frontier
        default: return nil
        }
    }
}

private let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

/// The value of each byte as a digit; 255 for what is none.
private let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { table[Int(digit)] = UInt8(value) }
    return table
}()
