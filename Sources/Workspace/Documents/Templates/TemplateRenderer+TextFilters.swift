import LanguageModel

extension TemplateRenderer {
    /// The filters that make texts; nil where the filter is none of them.
    mutating func textFilter(_ value: JSONValue, _ call: TemplateFilterCall)
        throws(DocumentError) -> JSONValue?
    {
        switch call.name {
        case "upper": return .string(value.templateText.uppercased())
        case "lower": return .string(value.templateText.lowercased())
        case "capitalize":
            let text = value.templateText
            guard let first = text.first else { return .string(text) }
            return .string(String(first).uppercased() + text.dropFirst().lowercased())
        case "title": return .string(Self.titled(value.templateText))
        case "string": return .string(value.templateText)
        case "safe": return value
        case "trim":
            let characters = try call.text("chars", default: "")
            return .string(Self.trimmed(value.templateText, characters))
        case "replace": return .string(try replaced(value.templateText, call))
        case "indent": return .string(try indented(value.templateText, call))
        case "truncate": return .string(try truncated(value.templateText, call))
        case "wordcount":
            return .integer(value.templateText.templateWords.count)
        case "tojson":
            let indent = try call.whole("indent", default: 0)
            return .string(try json(value, indent: indent, isSpaced: true, call))
        case "dump":
            let indent = try call.whole("indent", default: 0)
            return .string(try json(value, indent: indent, isSpaced: false, call))
        case "load":
            guard let text = value.string else { throw call.takes("a text", value) }
            do { return try JSONValue(parsing: text) } catch {
                throw call.places.error(
                    .invalidValue, call.offset, "'load' was given no JSON: \(error.message)",
                    suggestion: "the value must be JSON text; leave 'load' out for other values")
            }
        default: return nil
        }
    }

    private mutating func replaced(_ text: String, _ call: TemplateFilterCall)
        throws(DocumentError) -> String
    {
        let old = try call.text("old", default: "")
        let new = try call.text("new", default: "")
        let limit = try call.whole("count", default: -1)
        guard !old.isEmpty else {
            throw call.places.error(
                .invalidValue, call.offset, "'replace' needs a text to look for")
        }
        var pieces: [Substring.UnicodeScalarView] = []
        var rest = Substring(text).unicodeScalars
        let pattern = Array(old.unicodeScalars)
        while limit < 0 || pieces.count < limit,
            let found = rest.firstScalarRange(of: pattern)
        {
            pieces.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        try charge(text.utf8.count + pieces.count * new.utf8.count, at: call.offset)
        var result = String.UnicodeScalarView()
        for piece in pieces {
            result.append(contentsOf: piece)
            result.append(contentsOf: new.unicodeScalars)
        }
        result.append(contentsOf: rest)
        return String(result)
    }

    private mutating func indented(_ text: String, _ call: TemplateFilterCall)
        throws(DocumentError) -> String
    {
        let width = try call.whole("width", default: 4)
        guard (0...1000).contains(width) else {
            throw call.places.error(.invalidValue, call.offset, "'indent' takes 0 to 1000 spaces")
        }
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        try charge(text.utf8.count + lines.count * width, at: call.offset)
        let padding = String(repeating: " ", count: width)
        let indentsFirst = call.flag("first")
        return lines.enumerated().map { index, line in
            let isIndented = index == 0 ? indentsFirst : !line.isEmpty
            return (isIndented ? padding : "") + String(line)
        }.joined(separator: "\n")
    }

    /// Jinja's `truncate` with a leeway of 5, as there.
    private func truncated(_ text: String, _ call: TemplateFilterCall) throws(DocumentError)
        -> String
    {
        let length = try call.whole("length", default: 255)
        let end = try call.text("end", default: "...")
        let scalars = Array(text.unicodeScalars)
        let mark = end.unicodeScalars.count
        guard length >= mark else {
            throw call.places.error(
                .invalidValue, call.offset, "'length' must be at least \(mark), the length of 'end'"
            )
        }
        if scalars.count <= length || scalars.count - length <= 5 { return text }
        var kept = scalars[..<(length - mark)]
        if !call.flag("killwords"), let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: kept)
        return String(result) + end
    }

    private mutating func json(
        _ value: JSONValue, indent: Int, isSpaced: Bool, _ call: TemplateFilterCall
    ) throws(DocumentError) -> String {
        guard (0...16).contains(indent) else {
            throw call.places.error(.invalidValue, call.offset, "the indent is 0 to 16 spaces")
        }
        var text = isSpaced ? value.spaced() : value.serialized()
        if indent > 0 {
            text = value.serializedPretty()
            if indent != 2 { text = Self.reindented(text, by: indent) }
        }
        try charge(text.utf8.count, at: call.offset)
        return text
    }

    /// JSON indented by two spaces, indented by another number.
    private static func reindented(_ text: String, by indent: Int) -> String {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line in
            let spaces = line.prefix { $0 == " " }.count
            return String(repeating: " ", count: spaces / 2 * indent)
                + String(line.dropFirst(spaces))
        }.joined(separator: "\n")
    }

    static func trimmed(_ text: String, _ characters: String) -> String {
        let set = Set(characters.unicodeScalars)
        func drops(_ scalar: Unicode.Scalar) -> Bool {
            set.isEmpty ? scalar.properties.isWhitespace : set.contains(scalar)
        }
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, drops(first) { scalars.removeFirst() }
        while let last = scalars.last, drops(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// The first letter of each word in upper case and the rest in lower case; words begin after
    /// white space, hyphens and opening brackets.
    private static func titled(_ text: String) -> String {
        var result = ""
        var beginsWord = true
        for scalar in text.unicodeScalars {
            let letter = String(Character(scalar))
            result += beginsWord ? letter.uppercased() : letter.lowercased()
            beginsWord = scalar.properties.isWhitespace || "-([{<".unicodeScalars.contains(scalar)
        }
        return result
    }
}

extension String {
    /// Runs of letters, digits and underscores.
    var templateWords: [Substring.UnicodeScalarView] {
        Substring(self).unicodeScalars.split {
            !($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_")
        }
    }

    /// The first place of a text, compared by scalars.
    func firstScalarRange(of part: String) -> Range<String.Index>? {
        Substring(self).unicodeScalars.firstScalarRange(of: Array(part.unicodeScalars))
    }
}

extension Substring.UnicodeScalarView {
    /// The first place of a run of scalars.
    func firstScalarRange(of pattern: [Unicode.Scalar]) -> Range<String.Index>? {
        guard let first = pattern.first else { return startIndex..<startIndex }
        var start = startIndex
        while start < endIndex {
            guard let candidate = self[start...].firstIndex(of: first) else { return nil }
            var index = candidate
            var matched = 0
            while matched < pattern.count, index < endIndex, self[index] == pattern[matched] {
                index = self.index(after: index)
                matched += 1
            }
            if matched == pattern.count { return candidate..<index }
            start = self.index(after: candidate)
        }
        return nil
    }
}
