extension ScalarText {
    /// The text with the differences between capital and small letters removed.
    ///
    /// Each scalar is mapped to upper case and then to lower case, which agrees with Unicode's
    /// full case folding (UAX #21) for every cased script in use: "Straße" and "STRASSE" fold
    /// alike, and so do the two small sigmas. The dotless ı stays itself, as in Unicode's folding,
    /// so that it is not confused with i. Nothing depends on the machine's language.
    package static func folded(_ text: String) -> String {
        var text = text
        let ascii = text.withUTF8 { bytes -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { output in
                for (index, byte) in bytes.enumerated() {
                    output[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                }
                return bytes.count
            }
        }
        if let ascii { return ascii }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let isCapital = scalar.value &- 0x41 < 26
                result.append(isCapital ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar)
            } else if scalar == "\u{131}" {
                result.append(scalar)
            } else {
                for upper in scalar.properties.uppercaseMapping.unicodeScalars {
                    result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
                }
            }
        }
        return String(result)
    }
}
