import Foundation
import LanguageModel
import Testing

/// Every `conduct …` line of the guides and of the help's examples against the program's own
/// description of its verbs and options. Nothing is run: a renamed verb, a removed option or a
/// missing argument is found, a wrong result is not.
@Suite("Commands that guides and help name")
struct GuideTests {
    /// One command line with the place where it stands.
    struct Line {
        var place: String
        var words: [String]
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("Every command of every guide has the verb, the options and the arguments that it uses")
    func guides() throws {
        let verbs = try Self.verbs()
        let paths = ["README.md"] + (try Self.guides())
        var count = 0
        for path in paths {
            let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
            for line in Self.lines(text, path) {
                count += 1
                let fault = Self.fault(line.words, verbs)
                #expect(fault == nil, "\(line.place): \(fault ?? "")")
            }
        }
        // Finding none would say nothing.
        #expect(count > 200)
    }

    @Test("Every example in the help is one that the program would parse")
    func help() throws {
        let verbs = try Self.verbs()
        var open = [(path: "conduct", verb: verbs)]
        var count = 0
        while let (path, verb) = open.popLast() {
            for child in verb["subcommands"]?.array ?? [] {
                open.append((path + " " + (child["commandName"]?.string ?? ""), child))
            }
            let text = (verb["discussion"]?.string ?? "").split(separator: "\n")
                .map { "    " + $0 }.joined(separator: "\n")
            for line in Self.lines(text, path) {
                count += 1
                let fault = Self.fault(line.words, verbs)
                #expect(fault == nil, "help of \(line.place): \(fault ?? "")")
            }
        }
        #expect(count > 100)
    }

    @Test("A wrong verb, option or number of arguments is found")
    func faults() throws {
        let verbs = try Self.verbs()
        for text in [
            "conduct evaluate suites/x.yaml", "conduct eval suites/x.yaml --modles a",
            "conduct predict suites/x.yaml", "conduct runs show a b", "conduct stats rate",
            "conduct eval suites/x.yaml --limit",
        ] {
            #expect(Self.fault(Self.words(text), verbs) != nil, "\(text)")
        }
        for text in [
            "conduct predict suites/x.yaml 'what I expect' --value=0.3 -m a",
            "conduct report | head", "conduct plan calendar > plan.ics",
        ] {
            #expect(Self.fault(Self.words(text), verbs) == nil, "\(text)")
        }
    }

    // MARK: Reading

    private static func verbs() throws -> JSONValue {
        let dump = try Program.run(["--experimental-dump-help"])
        return try #require(try JSONValue(parsing: dump.output)["command"])
    }

    private static func guides() throws -> [String] {
        var paths: [String] = []
        for folder in ["Documentation", "Examples"] {
            let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let file = files?.nextObject() as? String {
                if file.hasSuffix(".md") { paths.append(folder + "/" + file) }
            }
        }
        return paths.sorted()
    }

    /// The commands of code blocks, fenced or indented, with continued lines joined.
    private static func lines(_ text: String, _ path: String) -> [Line] {
        var lines: [Line] = []
        var fence: Substring?
        var pending: (number: Int, text: String)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("```") {
                fence = fence == nil ? trimmed.dropFirst(3) : nil
                continue
            }
            let isShell = ["", "sh", "bash", "console"].contains(fence ?? "no")
            let isCode = fence == nil ? line.hasPrefix("    ") : isShell
            if var open = pending {
                open.text += " " + trimmed
                pending = open
            } else if isCode {
                let command = trimmed.hasPrefix("$ ") ? trimmed.dropFirst(2) : trimmed
                guard command.hasPrefix("conduct ") else { continue }
                pending = (index + 1, String(command))
            }
            guard let done = pending else { continue }
            if done.text.hasSuffix("\\") {
                pending?.text.removeLast()
                continue
            }
            pending = nil
            for part in done.text.components(separatedBy: " && ") where part.hasPrefix("conduct ") {
                lines.append(Line(place: "\(path):\(done.number)", words: words(part)))
            }
        }
        return lines
    }

    /// The words of a command as a shell would split them, up to a comment: a `#`, or three spaces
    /// before words in a guide's right column.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isOpen = false
        var quote: Character?
        var spaces = 0
        for character in text {
            if let mark = quote {
                if character == mark { quote = nil } else { word.append(character) }
                continue
            }
            if character == " " {
                if isOpen { words.append(word) }
                (word, isOpen) = ("", false)
                spaces += 1
                continue
            }
            if !isOpen, spaces >= 3, character != "-" || words.count < 2 { return words }
            if !isOpen, "#|>".contains(character) { return words }
            spaces = 0
            isOpen = true
            if character == "\"" || character == "'" {
                quote = character
            } else {
                word.append(character)
            }
        }
        if isOpen { words.append(word) }
        return words
    }

    // MARK: Checking

    private static func child(_ verb: JSONValue, _ name: String?) -> JSONValue? {
        verb["subcommands"]?.array?.first { $0["commandName"]?.string == name }
    }

    /// What is wrong with a command; nil when it would parse.
    private static func fault(_ words: [String], _ verbs: JSONValue) -> String? {
        var verb = verbs
        var rest = words.dropFirst()
        while let name = rest.first, let next = child(verb, name) {
            verb = next
            rest = rest.dropFirst()
        }
        while let next = child(verb, verb["defaultSubcommand"]?.string) { verb = next }
        let name = verb["commandName"]?.string ?? ""
        if verb["subcommands"]?.array?.isEmpty == false, !rest.isEmpty, name != "help" {
            return "'\(words.joined(separator: " "))': \(name) has no verb '\(rest.first ?? "")'"
        }
        let arguments = verb["arguments"]?.array ?? []
        var positional = 0
        var isRaw = false
        while let word = rest.popFirst() {
            if word == "--", !isRaw {
                isRaw = true
            } else if word.hasPrefix("-"), word.count > 1, !isRaw {
                let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
                let option = String(parts.first ?? "")
                let kind = word.hasPrefix("--") ? "long" : "short"
                let found = arguments.first { argument in
                    argument["names"]?.array?.contains {
                        $0["name"]?.string == option && $0["kind"]?.string == kind
                    } == true
                }
                guard let found else { return "\(name) has no option '\(word)'" }
                if found["kind"]?.string == "option", parts.count == 1 {
                    guard let value = rest.popFirst(), !value.hasPrefix("--") else {
                        return "\(name): '\(word)' has no value"
                    }
                }
            } else {
                positional += 1
            }
        }
        let places = arguments.filter { $0["kind"]?.string == "positional" }
        let needed = places.count { $0["isOptional"]?.bool == false }
        let isOpenEnded = places.contains { $0["isRepeating"]?.bool == true }
        if positional < needed { return "'\(words.joined(separator: " "))': too few arguments" }
        if positional > places.count, !isOpenEnded {
            return "'\(words.joined(separator: " "))': too many arguments"
        }
        return nil
    }
}
