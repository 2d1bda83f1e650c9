/// What pre-tokenizers distinguish about a Unicode scalar.
///
/// The classes are the regular expressions' `\p{L}`, `\p{N}` and `\s`, by the Unicode version of
/// Swift's standard library; characters newer than the regex engine that trained a tokenizer can
/// fall into another class there.
enum ScalarClass: UInt8 {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            self = Self.ascii[Int(scalar.value)]
        } else {
            self.init(uncached: scalar)
        }
    }

    private static let ascii: [ScalarClass] = (0..<0x80).map {
        ScalarClass(uncached: Unicode.Scalar(UInt8($0)))
    }

    private init(uncached scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
    }
}
