/// Replaces what should not leave a log (addresses, numbers of people and cards, keys, names) by
/// placeholders that stay the same for the same value: `[email-1]`.
///
/// A scanner, not a judge: it finds what has a form, and names by what stands around them
/// (`NameFinder`). Places, illnesses and stories have no form, and stay.
package struct TextMasking: Sendable {
    /// What has a form.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case email, key, card, iban, phone, address, name

        /// What people call it.
        package var word: String {
            switch self {
            case .email: "e-mail address"
            case .key: "key or token"
            case .card: "card number"
            case .iban: "bank account"
            case .phone: "phone number"
            case .address: "network address"
            case .name: "name"
            }
        }
    }

    private var names: [String: String] = [:]
    private var forms: [Kind: Int] = [:]
    /// The names that the log was found to have; learn them before anything is masked.
    package var people: NameFinder

    /// How many different values of each kind were met.
    package var counts: [Kind: Int] {
        people.count > 0 ? forms.merging([.name: people.count]) { $1 } : forms
    }

    /// - Parameter people: the names to replace; none by default.
    package init(people: NameFinder = NameFinder()) { self.people = people }

    /// The text with placeholders.
    package mutating func mask(_ text: String) -> String { people.mask(maskForms(text)) }

    private mutating func maskForms(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        var copied = 0
        while index < bytes.count {
            guard let (kind, range) = Self.match(bytes, at: index), range.lowerBound >= copied
            else {
                index += 1
                continue
            }
            guard let kind else {
                index = range.upperBound
                continue
            }
            output += bytes[copied..<range.lowerBound]
            output += placeholder(kind, bytes[range]).utf8
            copied = range.upperBound
            index = range.upperBound
        }
        guard copied > 0 else { return text }
        output += bytes[copied...]
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func placeholder(_ kind: Kind, _ value: ArraySlice<UInt8>) -> String {
        let key = "\(kind.rawValue) \(String(decoding: value, as: UTF8.self))"
        if let known = names[key] { return known }
        forms[kind, default: 0] += 1
        let name = "[\(kind.rawValue)-\(forms[kind] ?? 0)]"
        names[key] = name
        return name
    }

    /// What begins at a byte, or, for an e-mail address, is joined there; without a kind what is
    /// none and whose parts are none either.
    private static func match(_ bytes: [UInt8], at index: Int) -> (Kind?, Range<Int>)? {
        let byte = bytes[index]
        if byte == UInt8(ascii: "@") { return email(bytes, at: index).map { (.email, $0) } }
        let begins = index == 0 || !isWord(bytes[index - 1])
        guard begins else { return nil }
        if let range = key(bytes, at: index) { return (.key, range) }
        if isUpper(byte), let range = iban(bytes, at: index) { return (.iban, range) }
        if isDigit(byte) || byte == UInt8(ascii: "+") { return number(bytes, at: index) }
        return nil
    }

    private static func email(_ bytes: [UInt8], at index: Int) -> Range<Int>? {
        var start = index
        while start > 0, isWord(bytes[start - 1]) || ".%+-_".utf8.contains(bytes[start - 1]) {
            start -= 1
        }
        var end = index + 1
        while end < bytes.count, isWord(bytes[end]) || ".-".utf8.contains(bytes[end]) { end += 1 }
        while end > index, ".-".utf8.contains(bytes[end - 1]) { end -= 1 }
        let host = bytes[(index + 1)..<max(end, index + 1)]
        guard start < index, host.contains(UInt8(ascii: ".")), host.count >= 4 else { return nil }
        return start..<end
    }

    private static let prefixes = [
        "sk-", "pk-", "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "xoxb-",
        "xoxp-", "AIza", "eyJ", "hf_", "glpat-",
    ].map { Array($0.utf8) }
    private static let bearer = Array("Bearer ".utf8)

    private static func key(_ bytes: [UInt8], at index: Int) -> Range<Int>? {
        var start = index
        let rest = bytes[index...]
        if rest.starts(with: bearer) {
            start = index + bearer.count
        } else if !prefixes.contains(where: { rest.starts(with: $0) }) {
            return nil
        }
        var end = start
        while end < bytes.count, isWord(bytes[end]) || "-_./+=".utf8.contains(bytes[end]) {
            end += 1
        }
        while end > start, ".".utf8.contains(bytes[end - 1]) { end -= 1 }
        return end - start >= 16 ? start..<end : nil
    }

    private static func iban(_ bytes: [UInt8], at index: Int) -> Range<Int>? {
        var letters: [UInt8] = []
        var end = index
        var last = index
        while end < bytes.count, letters.count < 34 {
            if isUpper(bytes[end]) || isDigit(bytes[end]) {
                letters.append(bytes[end])
                end += 1
                last = end
            } else if bytes[end] == 0x20, letters.count % 4 == 0, !letters.isEmpty {
                end += 1
            } else {
                break
            }
        }
        while letters.count >= 15 {
            if isUpper(letters[0]), isUpper(letters[1]), isDigit(letters[2]), isDigit(letters[3]),
                remainder(letters) == 1
            {
                return index..<last
            }
            // A word in capitals behind the number is no part of it.
            letters.removeLast()
            last -= 1
            while last > index, bytes[last - 1] == 0x20 { last -= 1 }
        }
        return nil
    }

    /// ISO 13616: the first four behind the rest, letters as 10 to 35, modulo 97.
    private static func remainder(_ letters: [UInt8]) -> Int {
        var value = 0
        for letter in letters[4...] + letters[..<4] {
            if isDigit(letter) {
                value = (value * 10 + Int(letter - 0x30)) % 97
            } else {
                value = (value * 100 + Int(letter - 0x41) + 10) % 97
            }
        }
        return value
    }

    private static func number(_ bytes: [UInt8], at index: Int) -> (Kind?, Range<Int>)? {
        var digits: [Int] = []
        var groups: [Int] = [0]
        var separators: Set<UInt8> = []
        let isPlus = bytes[index] == UInt8(ascii: "+")
        var end = isPlus ? index + 1 : index
        var last = end
        while end < bytes.count, digits.count < 20 {
            let byte = bytes[end]
            if isDigit(byte) {
                digits.append(Int(byte - 0x30))
                groups[groups.count - 1] += 1
                end += 1
                last = end
            } else if let next = afterSeparators(bytes, at: end), !digits.isEmpty {
                if groups.last != 0 { groups.append(0) }
                separators.formUnion(bytes[end..<next])
                end = next
            } else {
                break
            }
        }
        guard !digits.isEmpty else { return nil }
        let range = index..<last
        if last < bytes.count, isWord(bytes[last]) { return (nil, range) }
        if groups.last == 0 { groups.removeLast() }
        if !isPlus, separators == [UInt8(ascii: ".")], groups.count == 4, digits.count <= 12,
            String(decoding: bytes[range], as: UTF8.self).split(separator: ".")
                .allSatisfy({ (Int($0) ?? 256) <= 255 })
        {
            return (.address, range)
        }
        if (13...19).contains(digits.count), separators.isSubset(of: [0x20, 0x2D]), luhn(digits) {
            return (.card, range)
        }
        guard (9...15).contains(digits.count) else { return (nil, range) }
        let isDate = groups.count >= 3 && groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2
        if isPlus || (groups.count >= 2 && !isDate && !separators.isSubset(of: [0x2E])) {
            return (.phone, range)
        }
        return (nil, range)
    }

    /// Where the next digit stands behind one or two separators; nil where none does.
    private static func afterSeparators(_ bytes: [UInt8], at index: Int) -> Int? {
        var end = index
        while end < bytes.count, end - index < 2, " .-()/".utf8.contains(bytes[end]) { end += 1 }
        return end > index && end < bytes.count && isDigit(bytes[end]) ? end : nil
    }

    /// Luhn's sum (H. P. Luhn, US patent 2,950,048): every second digit doubled from the right.
    private static func luhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = place % 2 == 1 ? digit * 2 : digit
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || isUpper(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
