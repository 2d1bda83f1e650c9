import LanguageModel
import Workspace

/// One's own copy of a source: a PDF, a page or a text that stays in the workspace and goes along
/// nowhere, with the pages in which passages are looked for.
package struct LibraryCopy: Sendable {
    /// The text of each page; a source without pages has one.
    package let pages: [String]
    /// Whether the source has pages of its own.
    package let isPaged: Bool

    /// The folder of copies.
    package static let folder = "library/files"
    /// The longest file that is kept.
    package static let limit = 64 << 20

    /// Reads a copy.
    ///
    /// - Parameter file: where it lies.
    package init(file: String, path: String) async throws {
        let bytes = try FileAccess.read(file, path: path, limit: Self.limit)
        switch RoleIntake.guess(bytes, path) {
        case .pdf:
            // poppler ends each page by a form feed.
            let text = try await PDFText.read(file)
            var pages = text.unicodeScalars.split(
                separator: "\u{0C}", omittingEmptySubsequences: false
            ).map { String($0) }
            if pages.last.map({ RoleText.trimmed($0).isEmpty }) == true { pages.removeLast() }
            self.pages = pages
            isPaged = true
        case .html:
            pages = [HTMLText.read(try UTF8Text.validate(bytes, path: path)).text]
            isPaged = false
        default:
            pages = [try UTF8Text.validate(bytes, path: path)]
            isPaged = false
        }
    }

    /// The pages, from 1, on which words stand in this order; line ends and hyphens at them are
    /// passed over, and case is.
    package func pages(with words: String) -> [Int] {
        let wanted = Self.plain(words)
        guard !wanted.isEmpty else { return [] }
        return pages.indices.filter { Self.plain(pages[$0]).contains(wanted) }.map { $0 + 1 }
    }

    /// The places of a phrase with some words around each: page and line.
    package func places(of words: String, most: Int = 5) -> [(page: Int, text: String)] {
        let wanted = Self.plain(words)
        guard !wanted.isEmpty else { return [] }
        var found: [(page: Int, text: String)] = []
        for (index, page) in pages.enumerated() where Self.plain(page).contains(wanted) {
            let text = Self.readable(page)
            let around = text.lowercased().firstRange(of: words.lowercased()).map { range in
                let lower = text.lowercased()
                let start = lower.index(
                    range.lowerBound, offsetBy: -60, limitedBy: lower.startIndex)
                let end = lower.index(range.upperBound, offsetBy: 60, limitedBy: lower.endIndex)
                return String(lower[(start ?? lower.startIndex)..<(end ?? lower.endIndex)])
            }
            found.append((index + 1, around ?? ""))
            if found.count == most { break }
        }
        return found
    }

    /// Line ends as blanks, words that were divided at them joined.
    private static func readable(_ text: String) -> String {
        var joined = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = RoleText.trimmed(String(line))
            if joined.hasSuffix("-") {
                joined.removeLast()
            } else if !joined.isEmpty {
                joined += " "
            }
            joined += trimmed
        }
        return joined.split(separator: " ").joined(separator: " ")
    }

    /// Letters and digits alone, in lower case: quotation marks and ligatures differ by program.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "\u{FB00}": plain.append(contentsOf: "ff".unicodeScalars)
            case "\u{FB01}": plain.append(contentsOf: "fi".unicodeScalars)
            case "\u{FB02}": plain.append(contentsOf: "fl".unicodeScalars)
            case "\u{FB03}": plain.append(contentsOf: "ffi".unicodeScalars)
            default:
                if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    plain.append(scalar)
                }
            }
        }
        return String(plain)
    }
}

extension LibraryShelf {
    /// Keeps a copy of a source, and its hash in the note.
    ///
    /// - Returns: its path and how many pages can be searched.
    package func keep(_ file: String, of entry: Entry) async throws -> (path: String, pages: Int) {
        let copy = try await LibraryCopy(file: file, path: file)
        guard copy.pages.contains(where: { !RoleText.trimmed($0).isEmpty }) else {
            throw PortfolioError(
                .invalid, "\(file) has no text to look for passages in",
                advice: "a scanned PDF needs text recognition first")
        }
        let bytes = try FileAccess.read(file, path: file, limit: LibraryCopy.limit)
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let ending = name.split(separator: ".").last.map { ".\($0.lowercased())" } ?? ""
        let path =
            "\(LibraryCopy.folder)/\(entry.item.id)\(ending.utf8.count <= 6 ? ending : "")"
        try FileAccess.makeFolder(
            try folder.resolve(LibraryCopy.folder), path: LibraryCopy.folder)
        try FileAccess.write(bytes, to: try folder.resolve(path), path: path)
        _ = try set(
            [("copy", path), ("copy-sha256", SHA256.hex(bytes))], of: entry)
        return (path, copy.pages.count)
    }

    /// The kept copy of a source; nil where none is kept.
    package func copy(of entry: Entry) async throws -> LibraryCopy? {
        guard let path = entry.note?.copy else { return nil }
        let file = try folder.resolve(path)
        guard FileAccess.exists(file) else {
            throw PortfolioError(
                .notFound, "\(path), the copy of '\(entry.item.id)', is gone",
                advice: "keep it again: conduct library keep \(entry.item.id) FILE")
        }
        return try await LibraryCopy(file: file, path: path)
    }
}
