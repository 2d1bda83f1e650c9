import HTTPTypes
import Hummingbird
import NIOCore

/// The parts of a form with files (multipart/form-data, RFC 7578).
struct MultipartForm: Sendable {
    /// A field or a file.
    struct Part: Sendable, Hashable {
        var name: String
        /// The file's name as the browser gives it, without folders; nil for a plain field.
        var fileName: String?
        var bytes: [UInt8]
    }

    let parts: [Part]

    /// The most parts that are read; a form with more is refused.
    static let mostParts = 32

    /// - Throws: `StudioFailure` for a body that is no such form.
    init(_ body: [UInt8], boundary: String) throws(StudioFailure) {
        let marker = Array("--\(boundary)".utf8)
        guard var at = Self.find(marker, in: body[...]), at == 0 || body[at - 1] == 0x0A else {
            throw Self.malformed
        }
        var parts: [Part] = []
        while true {
            at += marker.count
            // Two hyphens after a boundary end the form.
            if body[at...].starts(with: [0x2D, 0x2D]) { break }
            guard let line = body[at...].firstIndex(of: 0x0A),
                let blank = Self.find(
                    [0x0D, 0x0A, 0x0D, 0x0A], in: body[line.advanced(by: -1)...]),
                let next = Self.find([0x0D, 0x0A] + marker, in: body[(blank + 2)...])
            else { throw Self.malformed }
            guard parts.count < Self.mostParts else {
                throw StudioFailure(413, "A form has at most \(Self.mostParts) parts.")
            }
            let head = String(decoding: body[(line + 1)..<max(line + 1, blank)], as: UTF8.self)
            let content = blank + 4 <= next ? Array(body[(blank + 4)..<next]) : []
            if let part = Self.part(head, content) { parts.append(part) }
            at = next + 2
        }
        self.parts = parts
    }

    private static let malformed = StudioFailure(400, "The form’s body ends too early.")

    /// A part by its headers; nil for one without a name.
    private static func part(_ head: String, _ bytes: [UInt8]) -> Part? {
        for line in head.split(whereSeparator: \.isNewline)
        where line.lowercased().hasPrefix("content-disposition:") {
            guard let name = parameter("name", of: String(line)) else { return nil }
            let file = parameter("filename", of: String(line)).map { path in
                String(path.split { $0 == "/" || $0 == "\\" }.last?.prefix(120) ?? "file")
            }
            return Part(name: name, fileName: file, bytes: bytes)
        }
        return nil
    }

    /// A quoted parameter of a header; browsers write a quote inside as %22.
    private static func parameter(_ name: String, of line: String) -> String? {
        for item in line.split(separator: ";").dropFirst() {
            let pair = item.split(separator: "=", maxSplits: 1)
            guard pair.count == 2,
                pair[0].filter({ !$0.isWhitespace }).lowercased() == name
            else { continue }
            let value = pair[1].drop(while: \.isWhitespace)
            return String(value.filter { $0 != "\"" && !$0.isNewline })
        }
        return nil
    }

    /// Where a sequence begins.
    private static func find(_ needle: [UInt8], in body: ArraySlice<UInt8>) -> Int? {
        guard body.count >= needle.count else { return nil }
        var at = body.startIndex
        let last = body.endIndex - needle.count
        while at <= last, let found = body[at...last].firstIndex(of: needle[0]) {
            if body[found..<(found + needle.count)].elementsEqual(needle) { return found }
            at = found + 1
        }
        return nil
    }

    /// The text of a plain field; nil where it is absent or empty.
    subscript(name: String) -> String? {
        parts.first { $0.name == name && $0.fileName == nil && !$0.bytes.isEmpty }.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    /// A file that was chosen.
    ///
    /// - Throws: `StudioFailure` where none was.
    func file(_ name: String, _ what: String) throws(StudioFailure) -> Part {
        guard let part = parts.first(where: { $0.name == name }), !part.bytes.isEmpty else {
            throw StudioFailure(400, "Choose \(what); an empty one holds nothing to import.")
        }
        return part
    }
}

extension Request {
    /// The most bytes of an upload.
    static let uploadLimit = 32 << 20

    /// The body as a form with files.
    ///
    /// - Throws: `StudioFailure` for a body of another type, too large or malformed.
    func upload() async throws -> MultipartForm {
        let type = headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let mark = type.firstRange(of: "boundary=")
        else { throw StudioFailure(415, "Send the files as multipart/form-data.") }
        let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        guard !boundary.isEmpty, boundary.utf8.count <= 200 else {
            throw StudioFailure(400, "The form has no boundary.")
        }
        return try MultipartForm(try await uploaded(), boundary: boundary)
    }

    /// The body as it came.
    ///
    /// - Throws: `StudioFailure` where it is larger than an upload may be.
    func uploaded() async throws -> [UInt8] {
        do {
            let buffer = try await body.collect(upTo: Self.uploadLimit)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw StudioFailure(
                413,
                "A file of more than \(Self.uploadLimit >> 20) MiB is imported on the command line."
            )
        }
    }
}
