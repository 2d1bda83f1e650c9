/// What a scalar is to the rules of word breaking (the property Word_Break of UAX #29, as far as
/// words need it), derived from the properties that Swift has and from ranges of scripts.
enum WordBreakClass: UInt8, Sendable, Hashable {
    case other, letter, hebrew, numeric, katakana, ideograph, unspaced
    case midLetter, midNumber, midBoth, singleQuote, doubleQuote, connector
    /// Combining marks and format characters: part of what is before them.
    case extend
    /// The zero-width joiner: part of what is before it, and holds a pictograph after it.
    case joiner
    /// Emoji and other pictographs.
    case pictograph

    /// The classes of ASCII.
    static let ascii = (0..<128).map { WordBreakClass(Unicode.Scalar(UInt8($0))) }

    /// Whether a segment that may be a word can begin with this.
    var beginsSegment: Bool { isWordlike || self == .connector }

    /// Whether a segment with this is a word.
    var isWordlike: Bool {
        switch self {
        case .letter, .hebrew, .numeric, .katakana, .ideograph, .unspaced: true
        default: false
        }
    }

    private var isLetter: Bool { self == .letter || self == .hebrew }

    /// Whether there is no break between this and the next (WB5, WB7a, WB8 to WB10, WB13 to 13b).
    func joins(_ next: WordBreakClass) -> Bool {
        switch (self, next) {
        case (.hebrew, .singleQuote): true
        case (.katakana, .katakana), (.unspaced, .unspaced): true
        case (.connector, .connector), (.connector, .katakana), (.katakana, .connector): true
        default:
            (isLetter || self == .numeric || self == .connector)
                && (next.isLetter || next == .numeric)
                || (isLetter || self == .numeric) && next == .connector
        }
    }

    /// Whether there is no break between this and the one after a middle (WB6, WB7, WB7b to 7c,
    /// WB11, WB12).
    func joins(_ next: WordBreakClass, across middle: WordBreakClass) -> Bool {
        switch middle {
        case .midLetter: isLetter && next.isLetter
        case .midNumber: self == .numeric && next == .numeric
        case .midBoth, .singleQuote:
            isLetter && next.isLetter || self == .numeric && next == .numeric
        case .doubleQuote: self == .hebrew && next == .hebrew
        default: false
        }
    }

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x30...0x39: self = .numeric
        case 0x41...0x5A, 0x61...0x7A: self = .letter
        case 0x27: self = .singleQuote
        case 0x22: self = .doubleQuote
        case 0x5F: self = .connector
        case 0x2E, 0x2018, 0x2019, 0x2024, 0xFE52, 0xFF07, 0xFF0E: self = .midBoth
        case 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2027, 0xFE13, 0xFE55, 0xFF1A: self = .midLetter
        case 0x2C, 0x3B, 0x37E, 0x589, 0x60C, 0x60D, 0x66C, 0x7F8, 0x2044, 0xFE10, 0xFE14, 0xFE50,
            0xFE54, 0xFF0C, 0xFF1B:
            self = .midNumber
        case 0..<0x80: self = .other
        default: self = Self.beyondASCII(scalar)
        }
    }

    private static func beyondASCII(_ scalar: Unicode.Scalar) -> WordBreakClass {
        let properties = scalar.properties
        let category = properties.generalCategory
        if scalar == "\u{200D}" { return .joiner }
        switch category {
        case .spacingMark, .nonspacingMark, .enclosingMark: return .extend
        case .format: return scalar == "\u{200B}" ? .other : .extend
        case .connectorPunctuation: return .connector
        case .decimalNumber: return .numeric
        case .otherSymbol, .mathSymbol, .currencySymbol, .spaceSeparator, .control:
            if scalar == "\u{202F}" { return .connector }
            guard properties.isAlphabetic else {
                let isFlagLetter = (0x1F1E6...0x1F1FF).contains(scalar.value)
                return properties.isEmoji && !isFlagLetter ? .pictograph : .other
            }
        default: break
        }
        if scalar == "\u{66B}" { return .numeric }
        if properties.isGraphemeExtend || properties.isEmojiModifier { return .extend }
        if isKatakana(scalar.value) { return .katakana }
        if properties.isIdeographic || isHiragana(scalar.value) { return .ideograph }
        if isUnspaced(scalar.value) { return properties.isAlphabetic ? .unspaced : .other }
        if (0x5D0...0x5EA).contains(scalar.value) || (0x5EF...0x5F2).contains(scalar.value)
            || (0xFB1D...0xFB4F).contains(scalar.value)
        {
            return category == .otherLetter ? .hebrew : .other
        }
        return properties.isAlphabetic || isExtraLetter(scalar.value) ? .letter : .other
    }

    private static func isKatakana(_ value: UInt32) -> Bool {
        switch value {
        case 0x3031...0x3035, 0x309B, 0x309C, 0x30A0...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
            0x32D0...0x32FE, 0x3300...0x3357, 0xFF66...0xFF9D, 0x1AFF0...0x1AFFE, 0x1B000,
            0x1B120...0x1B122, 0x1B155, 0x1B164...0x1B167:
            true
        default: false
        }
    }

    private static func isHiragana(_ value: UInt32) -> Bool {
        switch value {
        case 0x3041...0x3096, 0x309D...0x309F, 0x1B001...0x1B11F, 0x1B132, 0x1B150...0x1B152,
            0x1F200:
            true
        default: false
        }
    }

    /// Scripts of the line-breaking class SA: Thai, Lao, Burmese, Khmer and the Tai scripts.
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0xE01...0xE4E, 0xE81...0xEDF, 0x1000...0x109F, 0x1780...0x17DD, 0x1950...0x1974,
            0x1980...0x19DF, 0x1A20...0x1AAD, 0xA9E0...0xA9FE, 0xAA60...0xAADF, 0x11700...0x1173F:
            true
        default: false
        }
    }

    /// Letters to this rule though not alphabetic: tone marks and a few others.
    private static func isExtraLetter(_ value: UInt32) -> Bool {
        switch value {
        case 0x2C2...0x2C5, 0x2D2...0x2D7, 0x2DE, 0x2DF, 0x2E5...0x2EB, 0x2ED, 0x2EF...0x2FF,
            0x55A...0x55C, 0x55E, 0x58A, 0x5F3, 0xA708...0xA716, 0xA720, 0xA721, 0xA789, 0xA78A,
            0xAB5B:
            true
        default: false
        }
    }
}
