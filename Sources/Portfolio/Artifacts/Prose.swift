import Reports
import Workspace

/// The sentences of an artifact: what a writer wrote, without headings, code, comments and blocks.
struct Prose {
    /// A scalar with its place.
    struct Mark {
        var scalar: Unicode.Scalar
        var line: Int
        var column: Int
    }

    /// A sentence.
    struct Sentence {
        /// With code spans, link targets and the like as blanks.
        var marks: [Mark]
        /// Whether it links to a source outside or has a footnote.
        var hasSource: Bool
        /// Whether it holds an evidence span.
        var hasEvidence: Bool
        /// The paragraph's index, and that of the section.
        var paragraph: Int
        var section: Int

        var text: String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: marks.map(\.scalar))
            return String(view)
        }
    }

    /// A link's target with its place.
    struct Link {
        var target: String
        var line: Int
        var column: Int
    }

    var sentences: [Sentence] = []
    /// The headings' words: no sentences, but their numbers count.
    var headings: [Sentence] = []
    var links: [Link] = []
    /// The footnotes that are defined: `[^1]: …`.
    var footnotes: Set<String> = []
    private var section = -1
    private var paragraphs = 0
    private var lines: [(text: [Unicode.Scalar], number: Int)] = []

    init(_ document: ArtifactDocument) {
        let headings = Set(document.sections.map(\.line))
        for piece in document.pieces {
            guard case .markdown(let text, let first) = piece else {
                endParagraph()
                continue
            }
            var fence = MarkdownFence()
            let plain = MarkdownComments.removed(from: text)
            for (offset, line) in plain.unicodeScalars.split(
                separator: "\n", omittingEmptySubsequences: false
            ).enumerated() {
                let number = first + offset
                let string = Substring(line)
                if fence.isOpen(after: string) {
                    endParagraph()
                    continue
                }
                if headings.contains(number) {
                    endParagraph()
                    section = document.sections.firstIndex { $0.line == number } ?? section
                    take(heading: line, number)
                    continue
                }
                if line.allSatisfy(\.properties.isWhitespace) {
                    endParagraph()
                    continue
                }
                if Self.beginsItem(string) { endParagraph() }
                lines.append((Array(line), number))
            }
        }
        endParagraph()
    }

    /// Items of lists and rows of tables are paragraphs of their own.
    private static func beginsItem(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        if text.hasPrefix("- ") || text.hasPrefix("* ") || text.hasPrefix("+ ")
            || text.hasPrefix("|") || text.hasPrefix("> ")
        {
            return true
        }
        let digits = text.prefix(while: \.isNumber)
        let rest = text.dropFirst(digits.count)
        return !digits.isEmpty && (rest.hasPrefix(". ") || rest.hasPrefix(") "))
    }

    private mutating func endParagraph() {
        guard !lines.isEmpty else { return }
        var marks: [Mark] = []
        for (scalars, number) in lines {
            for (index, scalar) in scalars.enumerated() {
                marks.append(Mark(scalar: scalar, line: number, column: index + 1))
            }
            marks.append(Mark(scalar: " ", line: number, column: scalars.count + 1))
        }
        lines = []
        var start = 0
        for index in marks.indices {
            let isLast = index == marks.count - 1
            let ends =
                ".!?".unicodeScalars.contains(marks[index].scalar) && !isLast
                && marks[index + 1].scalar.properties.isWhitespace
                // A list's number is no sentence.
                && !(index - start <= 3
                    && marks[start..<index].contains { $0.scalar.properties.numericType != nil })
            if ends || isLast {
                take(Array(marks[start...index]))
                start = index + 1
            }
        }
        paragraphs += 1
    }

    private mutating func take(heading line: String.UnicodeScalarView.SubSequence, _ number: Int) {
        let marks = line.enumerated().map {
            // The number signs are no text.
            Mark(scalar: $1 == "#" ? " " : $1, line: number, column: $0 + 1)
        }
        take(marks)
        if let last = sentences.popLast() { headings.append(last) }
    }

    private mutating func take(_ raw: [Mark]) {
        var masked = raw
        var view = String.UnicodeScalarView()
        view.append(contentsOf: raw.map(\.scalar))
        let text = String(view)
        var hasEvidence = false
        func blank(_ range: Range<Int>) {
            for index in range where masked.indices.contains(index) { masked[index].scalar = " " }
        }
        for span in CodeSpans.spans(of: text) {
            if span.text.hasPrefix(EvidenceReference.prefix) {
                hasEvidence = true
            } else if Self.isNumber(span.text) {
                // A number in code marks is a number all the same.
                continue
            }
            blank(span.column - 1..<span.column - 1 + span.length)
        }
        var hasSource = false
        var index = 0
        while index < masked.count {
            if let (target, end) = Self.link(masked, at: index) {
                links.append(
                    Link(target: target, line: masked[index].line, column: masked[index].column))
                if Self.isExternal(target) { hasSource = true }
                blank(index..<end)
                index = end
            } else if let (name, end) = Self.footnote(masked, at: index) {
                if masked.indices.contains(end), masked[end].scalar == ":" {
                    footnotes.insert(name)
                } else {
                    links.append(
                        Link(
                            target: "^\(name)", line: masked[index].line,
                            column: masked[index].column))
                }
                hasSource = true
                blank(index..<end)
                index = end
            } else if let end = Self.address(masked, at: index) {
                hasSource = true
                blank(index..<end)
                index = end
            } else {
                index += 1
            }
        }
        sentences.append(
            Sentence(
                marks: masked, hasSource: hasSource, hasEvidence: hasEvidence,
                paragraph: paragraphs, section: section))
    }

    /// Whether a code span says nothing but a number.
    private static func isNumber(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value >= 0x30 && $0.value <= 0x39 }
            && text.unicodeScalars.allSatisfy { scalar in
                (scalar.value >= 0x30 && scalar.value <= 0x39)
                    || " .,%±+-−–".unicodeScalars.contains(scalar)
            }
    }

    private static func isExternal(_ target: String) -> Bool {
        target.hasPrefix("http://") || target.hasPrefix("https://") || target.hasPrefix("doi:")
    }

    /// `](target)` from its bracket on.
    private static func link(_ marks: [Mark], at index: Int) -> (String, Int)? {
        guard marks[index].scalar == "]", index + 1 < marks.count, marks[index + 1].scalar == "("
        else { return nil }
        var target = String.UnicodeScalarView()
        var depth = 1
        for end in (index + 2)..<marks.count {
            let scalar = marks[end].scalar
            if scalar == "(" { depth += 1 }
            if scalar == ")" { depth -= 1 }
            if depth == 0 {
                let text = String(target).split(separator: " ").first.map(String.init) ?? ""
                return (text, end + 1)
            }
            target.append(scalar)
        }
        return nil
    }

    private static func footnote(_ marks: [Mark], at index: Int) -> (String, Int)? {
        guard marks[index].scalar == "[", index + 2 < marks.count, marks[index + 1].scalar == "^"
        else { return nil }
        var name = String.UnicodeScalarView()
        for end in (index + 2)..<marks.count {
            if marks[end].scalar == "]" {
                return name.isEmpty ? nil : (String(name), end + 1)
            }
            if marks[end].scalar.properties.isWhitespace { return nil }
            name.append(marks[end].scalar)
        }
        return nil
    }

    /// A bare web address.
    private static func address(_ marks: [Mark], at index: Int) -> Int? {
        guard marks[index].scalar == "h" else { return nil }
        for prefix in ["https://", "http://"] {
            let scalars = Array(prefix.unicodeScalars)
            guard index + scalars.count < marks.count,
                zip(scalars, marks[index...]).allSatisfy({ $0 == $1.scalar })
            else { continue }
            return marks[index...].firstIndex { $0.scalar.properties.isWhitespace } ?? marks.count
        }
        return nil
    }
}
