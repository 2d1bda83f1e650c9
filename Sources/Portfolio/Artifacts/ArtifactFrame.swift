import LanguageModel
import Reports
package import Workspace

/// What a page does with links, pictures and ids of a document's Markdown.
package struct ArtifactFrame: Sendable {
    /// Where a link leads from the page; nil for one that leads nowhere there and becomes text.
    var link: @Sendable (String) -> String?
    /// A picture's bytes by its target; nil for one that is not there.
    var picture: @Sendable (String) -> [UInt8]?
    /// A prefix of ids, so that several documents can stand on one page.
    var prefix: String

    /// A page of its own: links stay, pictures are looked up beside the document.
    package init(folder: WorkspaceFolder?, document: String) {
        let base = document.split(separator: "/").dropLast().joined(separator: "/")
        // Previews lie in reports/, one folder beside the documents.
        link = { target in
            let anchor = target.firstIndex(of: "#").map { String(target[$0...]) } ?? ""
            return Self.resolve(target, from: base).map { "../\($0)\(anchor)" }
        }
        picture = { target in
            guard let folder else { return nil }
            for path in [Self.resolve(target, from: base), target] {
                if let path, let bytes = try? folder.read(path) { return bytes }
            }
            return nil
        }
        prefix = ""
    }

    init(
        prefix: String, link: @escaping @Sendable (String) -> String?,
        picture: @escaping @Sendable (String) -> [UInt8]?
    ) {
        self.prefix = prefix
        self.link = link
        self.picture = picture
    }

    /// A relative target as a path of the workspace; nil where it leads out of it.
    static func resolve(_ target: String, from base: String) -> String? {
        var parts = base.split(separator: "/").map(String.init)
        let path = target.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
        for part in path.split(separator: "/") {
            switch part {
            case ".": break
            case "..": if parts.popLast() == nil { return nil }
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// A picture as an address that carries it; nil for bytes that are no picture.
    static func address(of bytes: [UInt8]) -> String? {
        let kinds: [(marks: [UInt8], type: String)] = [
            ([0x89, 0x50, 0x4E, 0x47], "png"), ([0xFF, 0xD8, 0xFF], "jpeg"),
            ([0x52, 0x49, 0x46, 0x46], "webp"), (Array("<svg".utf8), "svg+xml"),
            (Array("<?xml".utf8), "svg+xml"),
        ]
        guard bytes.count <= 10 << 20,
            let kind = kinds.first(where: { bytes.starts(with: $0.marks) })
        else { return nil }
        return "data:image/\(kind.type);base64,\(Base64.encode(bytes))"
    }

    /// Links, heading ids and footnotes of HTML that a Markdown text became.
    func polished(_ html: String) -> String {
        var output = ""
        var rest = Substring(html)
        while let open = rest.firstIndex(of: "<") {
            output += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: ">") else { break }
            let tag = String(rest[...close])
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("<a ") {
                output += anchor(tag, &rest)
            } else if tag == "<table>" {
                // A wide table scrolls by itself, so that the page does not.
                output += "<div class=\"table-box\"><table>"
            } else if tag == "</table>" {
                output += "</table></div>"
            } else if tag.count == 4, tag.hasPrefix("<h"), let level = tag.dropFirst(2).first,
                level.isNumber, let end = rest.firstRange(of: "</h\(level)>")
            {
                let inner = rest[..<end.lowerBound]
                let id = Self.slug(Self.text(of: String(inner)))
                output += "<h\(level) id=\"\(prefix)\(id)\">"
            } else if prefix.isEmpty {
                output += tag
            } else {
                output += tag.replacing("id=\"fn", with: "id=\"\(prefix)fn")
            }
        }
        return output + rest
    }

    private func anchor(_ tag: String, _ rest: inout Substring) -> String {
        guard let start = tag.firstRange(of: "href=\""),
            let end = tag[start.upperBound...].firstIndex(of: "\"")
        else { return tag }
        let target = String(tag[start.upperBound..<end]).replacing("&amp;", with: "&")
        if target.hasPrefix("#") {
            return tag.replacingCharacters(
                start.upperBound..<end, with: "#" + prefix + target.dropFirst()
            ).replacing("id=\"fn", with: "id=\"\(prefix)fn")
        }
        guard !target.contains("://"), !target.hasPrefix("mailto:"), !target.isEmpty else {
            return tag
        }
        guard let place = link(target) else {
            // The words stay, the link goes.
            if let close = rest.firstRange(of: "</a>") {
                let inner = rest[..<close.lowerBound]
                rest = rest[close.upperBound...]
                return "<span>\(inner)</span>"
            }
            return ""
        }
        return tag.replacingCharacters(start.upperBound..<end, with: SafeText.html(place))
    }

    /// The text of HTML without its tags, references read back.
    private static func text(of html: String) -> String {
        var text = ""
        var isInTag = false
        for scalar in html.unicodeScalars {
            if scalar == "<" {
                isInTag = true
            } else if scalar == ">" {
                isInTag = false
            } else if !isInTag {
                text.unicodeScalars.append(scalar)
            }
        }
        return text.replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    /// A heading's words in lower case with hyphens.
    static func slug(_ title: String) -> String {
        var text = ""
        for scalar in title.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                text.unicodeScalars.append(scalar)
            } else if scalar == " " || scalar == "-" {
                text += "-"
            }
        }
        return text
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
