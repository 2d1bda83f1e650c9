package import LanguageModel

/// The OpenAI Model Spec's Markdown (https://github.com/openai/model_spec, CC0) read into a
/// specification of ours.
///
/// Its clauses are headings `## Title {#id authority=root}`; its examples a bold `**Example**:`
/// line and a fence of `<user>`, `<developer>`, `<system>` and `<assistant>` elements, where
/// `<comparison>` holds answers marked `<!-- GOOD -->`, `<!-- OK -->` or `<!-- BAD: why -->`; its
/// links to evaluation prompts are footnotes `[^abcd]`, each the name of a file
/// `examples/abcd.md`. It gives no modality and no labelled reasons, so neither has the import.
package struct ModelSpecImport: Sendable {
    /// An answer of an example.
    package struct Answer: Sendable, Hashable {
        package var kind: Clause.Example.Kind
        /// Why it is good or bad, where the text says so.
        package var reason: String
        package var text: String
    }

    /// An example: a conversation and answers to it.
    package struct Example: Sendable, Hashable {
        package var clause: String
        package var title: String
        package var messages: [Message]
        package var answers: [Answer]
        package var line: Int
    }

    /// A clause.
    package struct Section: Sendable, Hashable {
        package var id: String
        package var title: String
        package var authority: String
        package var level: Int
        package var line: Int
        /// The prose without examples, footnotes and commentary.
        package var statement: String
        /// Footnotes, each the name of a file of evaluation prompts.
        package var tests: [String]
    }

    /// A link between text and tests that leads nowhere.
    package struct BrokenLink: Sendable, Hashable, Codable {
        package enum Kind: String, Sendable, Hashable, Codable {
            /// A footnote whose file of prompts is missing.
            case missingFile = "missing-file"
            /// A file of prompts that no footnote names.
            case unusedFile = "unused-file"
            /// A link to an anchor that no heading has.
            case missingAnchor = "missing-anchor"
        }
        package var kind: Kind
        package var name: String
        /// 0 for a file.
        package var line: Int
    }

    package var sections: [Section] = []
    package var examples: [Example] = []
    package var brokenLinks: [BrokenLink] = []
    /// What could not be read, with its line.
    package var complaints: [(line: Int, message: String)] = []
    let path: String

    /// Reads the text.
    ///
    /// - Parameter testFiles: the names of the files of evaluation prompts without `.md`; nil
    ///   where they are not at hand, and then footnotes are not checked.
    package init(markdown text: String, path: String, testFiles: Set<String>? = nil) {
        self.path = path
        let lines = text.unicodeLines
        let headings = HeadingScanner.sections(lines, firstLine: 1)
        var anchors: Set<String> = []
        var tags: [String: Int] = [:]
        for heading in headings {
            let words = (heading.attributes ?? "").split(separator: " ").map(String.init)
            let id = words.first { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
            if let id { anchors.insert(id) }
            var body = ModelSpecBody(heading, clause: id ?? "")
            body.read()
            for (tag, line) in body.tags where tags[tag] == nil { tags[tag] = line }
            complaints += body.complaints
            guard let id,
                let authority = words.first(where: { $0.hasPrefix("authority=") })
            else { continue }
            examples += body.examples
            sections.append(
                Section(
                    id: id, title: heading.title, authority: String(authority.dropFirst(10)),
                    level: heading.level, line: heading.line, statement: body.statement,
                    tests: body.tags.map(\.tag)))
        }
        if let testFiles {
            for (tag, line) in tags where !testFiles.contains(tag) {
                brokenLinks.append(BrokenLink(kind: .missingFile, name: tag, line: line))
            }
            for file in testFiles where tags[file] == nil {
                brokenLinks.append(BrokenLink(kind: .unusedFile, name: file, line: 0))
            }
        }
        for (index, line) in lines.enumerated() {
            for anchor in Self.anchors(in: line) where !anchors.contains(anchor) {
                brokenLinks.append(
                    BrokenLink(kind: .missingAnchor, name: anchor, line: index + 1))
            }
        }
        brokenLinks.sort {
            ($0.kind.rawValue, $0.line, $0.name) < ($1.kind.rawValue, $1.line, $1.name)
        }
    }

    /// The anchors that `](#anchor)` links of a line name.
    private static func anchors(in line: Substring) -> [String] {
        var found: [String] = []
        var rest = line
        while let open = rest.firstRange(of: "](#") {
            let name = rest[open.upperBound...].prefix { $0 != ")" && $0 != " " }
            found.append(String(name))
            rest = rest[name.endIndex...]
        }
        return found
    }
}

/// One section's lines, taken apart.
struct ModelSpecBody {
    private let heading: MarkdownSection
    private let clause: String
    private(set) var statement = ""
    private(set) var tags: [(tag: String, line: Int)] = []
    private(set) var examples: [ModelSpecImport.Example] = []
    private(set) var complaints: [(line: Int, message: String)] = []

    init(_ heading: MarkdownSection, clause: String) {
        self.heading = heading
        self.clause = clause
    }

    mutating func read() {
        var title = ""
        var fence: [Substring] = []
        var fenceLine = 0
        var isFenced = false
        var isMeta = false
        for (offset, line) in heading.body.enumerated() {
            let number = heading.bodyLine + offset
            if line.hasPrefix("~~~") || line.hasPrefix("```") {
                if isFenced {
                    if !title.isEmpty { take(fence, title: title, line: fenceLine) }
                    title = ""
                }
                isFenced.toggle()
                fence = []
                fenceLine = number
            } else if isFenced {
                fence.append(line)
            } else if line.hasPrefix("**Example**") {
                title = String(line.dropFirst(11).drop { $0 == ":" || $0 == " " })
                tags += Self.footnotes(in: line, number)
                title = Self.withoutFootnotes(title)
            } else if line.hasPrefix("!!!") {
                // Commentary: an indented block that binds nobody.
                isMeta = true
            } else if isMeta, line.isEmpty || line.hasPrefix("    ") || line.hasPrefix("\t") {
                continue
            } else {
                isMeta = false
                tags += Self.footnotes(in: line, number)
                statement += Self.withoutFootnotes(String(line)) + "\n"
            }
        }
        statement = statement.trimmingASCIIWhitespace()
    }

    private mutating func take(_ lines: [Substring], title: String, line: Int) {
        var reader = ModelSpecDialogue(lines.joined(separator: "\n"))
        guard reader.read() else {
            complaints.append((line, "the example '\(title)' has no user and no answer"))
            return
        }
        examples.append(
            ModelSpecImport.Example(
                clause: clause, title: title, messages: reader.messages, answers: reader.answers,
                line: line))
    }

    private static func footnotes(in line: Substring, _ number: Int) -> [(tag: String, line: Int)] {
        var found: [(String, Int)] = []
        var rest = line
        while let open = rest.firstRange(of: "[^") {
            let name = rest[open.upperBound...].prefix { $0 != "]" }
            if !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
                found.append((String(name), number))
            }
            rest = rest[name.endIndex...]
        }
        return found
    }

    private static func withoutFootnotes(_ line: String) -> String {
        var text = ""
        var rest = Substring(line)
        while let open = rest.firstRange(of: "[^"),
            let close = rest[open.upperBound...].firstIndex(of: "]")
        {
            text += rest[..<open.lowerBound]
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
