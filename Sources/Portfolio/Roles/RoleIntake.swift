import FoundationEssentials
import Workspace

/// Reads a job description from text, Markdown, HTML or PDF.
package enum RoleIntake {
    /// What was read.
    package struct Reading: Sendable, Hashable {
        /// The text in one form.
        package var text: String
        /// What the page or the first heading calls it; nil where neither does.
        package var title: String?
        /// Which format it was.
        package var format: Format
    }

    /// The formats that are read.
    package enum Format: String, Sendable, Hashable, CaseIterable { case text, markdown, html, pdf }

    /// The longest file that is read.
    package static let limit = 16 << 20

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it lies, as the user wrote it.
    ///   - format: nil finds out from the content.
    /// - Throws: `DocumentError` for the file, `PortfolioError` for what is in it.
    package static func read(file path: String, format: Format? = nil) async throws -> Reading {
        let bytes = try FileAccess.read(path, path: path, limit: limit)
        let kind = format ?? guess(bytes, path)
        if kind == .pdf { return reading(try await PDFText.read(path), .pdf) }
        return try decoded(bytes, path: path, format: kind)
    }

    /// Reads bytes, from standard input for example. A PDF is laid aside in a file for its reader.
    package static func read(
        _ bytes: [UInt8], path: String, format: Format? = nil
    ) async throws -> Reading {
        let kind = format ?? guess(bytes, path)
        guard kind == .pdf else { return try decoded(bytes, path: path, format: kind) }
        let file = FileManager.default.temporaryDirectory
            .appending(path: "conduct-role-\(UUID().uuidString).pdf").path
        try FileAccess.write(bytes, to: file, path: path, mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: file) }
        return reading(try await PDFText.read(file), .pdf)
    }

    private static func decoded(_ bytes: [UInt8], path: String, format: Format) throws -> Reading {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(
                .encoding, file: path, "the text is not UTF-8",
                suggestion: "save it as UTF-8, or give the PDF or HTML file itself")
        }
        let result = reading(text, format)
        guard result.text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else {
            throw PortfolioError(
                .invalid, "\(path) has no text to read",
                advice: "save the description as text and add that")
        }
        return result
    }

    private static func reading(_ text: String, _ format: Format) -> Reading {
        var title: String?
        var body = text
        if format == .html { (title, body) = HTMLText.read(text) }
        if format == .markdown,
            let front = try? FrontMatter(
                DocumentSource(path: "role", text: text, format: .markdown))
        {
            body = front.body.joined(separator: "\n")
        }
        let normal = RoleText.normalised(body, isWrapped: format == .text || format == .pdf)
        let first = RoleLine.lines(of: normal).first
        if let first, first.kind == .heading { title = first.text }
        return Reading(text: normal, title: title, format: format)
    }

    /// The format by the first bytes, then by the name.
    static func guess(_ bytes: [UInt8], _ path: String) -> Format {
        if bytes.prefix(1024).starts(with: "%PDF-".utf8) { return .pdf }
        let head = String(decoding: bytes.prefix(2048), as: UTF8.self).lowercased()
        if head.contains("<!doctype html") || head.contains("<html") || head.contains("<body") {
            return .html
        }
        let name = path.lowercased()
        if name.hasSuffix(".html") || name.hasSuffix(".htm") { return .html }
        if name.hasSuffix(".pdf") { return .pdf }
        return name.hasSuffix(".md") || name.hasSuffix(".markdown") ? .markdown : .text
    }
}
