/// The words of a text by the default rules of Unicode Standard Annex 29, section 4.
///
/// A segment is a word when it holds a letter or a digit. Each Han character and each Hiragana is a
/// word of its own, as the annex has it. Scripts that are written without spaces and need a
/// dictionary (Thai, Lao, Khmer, Burmese, Tai) count one word for each unbroken run: a lower bound.
package enum WordBreaking {
    /// The words, in order.
    package static func words(_ text: String) -> [String] {
        var words: [String] = []
        let scalars = Array(text.unicodeScalars)
        visit(scalars) { range in
            var word = String.UnicodeScalarView()
            word.append(contentsOf: scalars[range])
            words.append(String(word))
        }
        return words
    }

    /// How many words there are.
    package static func count(_ text: String) -> Int {
        var text = text
        if let count = text.withUTF8({ asciiCount($0) }) { return count }
        var count = 0
        visit(Array(text.unicodeScalars)) { _ in count += 1 }
        return count
    }

    private static func visit(_ scalars: [Unicode.Scalar], _ found: (Range<Int>) -> Void) {
        let classes = scalars.map(WordBreakClass.init)
        walk(classes, found)
    }

    /// The count for text of ASCII alone, which most output is; nil for other text.
    private static func asciiCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        var count = 0
        walk(bytes.map { WordBreakClass.ascii[Int($0)] }) { _ in count += 1 }
        return count
    }

    /// Finds the segments that hold a letter or digit (rules WB3 to WB13b).
    private static func walk(_ classes: [WordBreakClass], _ found: (Range<Int>) -> Void) {
        var index = 0
        while index < classes.count {
            guard classes[index].beginsSegment else {
                index += 1
                continue
            }
            let start = index
            var previous = classes[index]
            var isWord = previous.isWordlike
            index = skip(classes, after: index)
            while index < classes.count {
                let current = classes[index]
                // Rule WB3c.
                let isJoined = classes[index - 1] == .joiner && current == .pictograph
                if isJoined || previous.joins(current) {
                    previous = current
                    isWord = isWord || current.isWordlike
                    index = skip(classes, after: index)
                    continue
                }
                // A stop or an apostrophe inside a word holds it together: "can't", "3.14".
                let next = skip(classes, after: index)
                if next < classes.count, previous.joins(classes[next], across: current) {
                    previous = classes[next]
                    index = skip(classes, after: next)
                    continue
                }
                break
            }
            if isWord { found(start..<index) }
        }
    }

    /// The next place whose scalar doesn't belong to the one before it (rule WB4).
    private static func skip(_ classes: [WordBreakClass], after index: Int) -> Int {
        var next = index + 1
        while next < classes.count, classes[next] == .extend || classes[next] == .joiner {
            next += 1
        }
        return next
    }
}
