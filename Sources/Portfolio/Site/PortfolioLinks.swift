package import Evaluation
import FoundationEssentials
import Reports
import Workspace

/// Checks the pages of a folder without a network: every link within it leads somewhere, and no
/// page asks anything of another site.
package struct PortfolioLinks: Sendable {
    package var messages: [CheckMessage] = []
    /// Pages read.
    package var pages = 0
    /// Links within the folder that lead somewhere.
    package var links = 0
    /// Links to other sites, which are not followed.
    package var outside: [String] = []

    /// - Throws: a `file` error for a folder that can't be read.
    package init(_ folder: String) throws {
        var ids: [String: Set<String>] = [:]
        var texts: [(name: String, text: String)] = []
        for name in try Self.pages(in: folder) {
            let text = String(
                decoding: try FileAccess.read(folder + "/" + name, path: name, limit: 1 << 28),
                as: UTF8.self)
            ids[name] = Set(Self.values(of: "id", in: text))
            texts.append((name, text))
        }
        guard !texts.isEmpty else {
            throw DocumentError(
                .file, file: folder, "the folder holds no page",
                suggestion: "name one that conduct portfolio build wrote")
        }
        pages = texts.count
        var outside: Set<String> = []
        for (name, text) in texts {
            for value in ["src", "srcset", "poster", "action", "data"].flatMap({
                Self.values(of: $0, in: text)
            }) where !value.hasPrefix("data:") {
                add("request", name, value, "the page would ask for \(value)")
            }
            for mark in ["<link ", "<iframe", "@import", "url(http", "url(//"]
            where text.contains(mark) {
                add("request", name, mark, "the page holds \(mark), which asks for something")
            }
            for target in Self.values(of: "href", in: text) {
                check(target.replacing("&amp;", with: "&"), on: name, ids, folder, &outside)
            }
        }
        self.outside = outside.sorted()
    }

    private mutating func check(
        _ target: String, on page: String, _ ids: [String: Set<String>], _ folder: String,
        _ outside: inout Set<String>
    ) {
        if target.contains("://") || target.hasPrefix("mailto:") {
            outside.insert(target)
            return
        }
        let parts = target.split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        let base = page.split(separator: "/").dropLast().joined(separator: "/")
        let path = Self.decoded(parts[0])
        guard let resolved = path.isEmpty ? page : ArtifactFrame.resolve(path, from: base) else {
            return add("broken-link", page, target, "the link leads out of the folder: \(target)")
        }
        guard FileAccess.exists(folder + "/" + resolved) else {
            return add("broken-link", page, target, "there is no \(resolved)")
        }
        if parts.count == 2, !parts[1].isEmpty, let known = ids[resolved],
            !known.contains(Self.decoded(parts[1]))
        {
            return add("broken-link", page, target, "\(resolved) has no place '\(parts[1])'")
        }
        links += 1
    }

    private static func pages(in folder: String) throws -> [String] {
        var found: [String] = []
        var open = [""]
        while let path = open.popLast() {
            let full = path.isEmpty ? folder : folder + "/" + path
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: full) else {
                throw DocumentError(
                    .file, file: full, "the folder can't be read",
                    suggestion: "name one that conduct portfolio build wrote")
            }
            for name in names where !name.hasPrefix(".") {
                let child = path.isEmpty ? name : path + "/" + name
                // Sources and records are data; no page of the site.
                if FileAccess.isFolder(folder + "/" + child) {
                    if child != "source", child != "records" { open.append(child) }
                } else if name.hasSuffix(".html") {
                    found.append(child)
                }
            }
        }
        return found.sorted()
    }

    /// The values of an attribute in the tags of a page.
    private static func values(of attribute: String, in html: String) -> [String] {
        var values: [String] = []
        var rest = Substring(html)
        let mark = " \(attribute)=\""
        while let found = rest.firstRange(of: mark) {
            rest = rest[found.upperBound...]
            guard let end = rest.firstIndex(of: "\"") else { break }
            values.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return values
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func add(_ rule: String, _ page: String, _ subject: String, _ text: String) {
        messages.append(CheckMessage(.error, rule, file: page, subject: subject, text))
    }
}
