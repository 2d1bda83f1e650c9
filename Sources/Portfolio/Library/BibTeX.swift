import Workspace

/// Sources as a BibTeX file.
package enum BibTeX {
    /// One entry for each source, in the order given.
    package static func text(_ items: [LibraryItem]) -> String {
        items.map(entry).joined(separator: "\n")
    }

    private static func entry(_ item: LibraryItem) -> String {
        var fields: [(String, String)] = [("title", "{\(escaped(item.title))}")]
        if !item.authors.isEmpty { fields.append(("author", authors(item.authors))) }
        if let year = item.year { fields.append(("year", String(year))) }
        var type = item.kind == .book ? "book" : "misc"
        if let place = item.place {
            if place.hasPrefix("arXiv:") {
                fields += [("eprint", String(place.dropFirst(6))), ("archiveprefix", "arXiv")]
            } else if place.hasPrefix("doi:") {
                type = item.kind == .paper ? "article" : type
                fields.append(("doi", String(place.dropFirst(4))))
            } else {
                // An address is taken as it stands: \url knows no escapes.
                fields.append(("howpublished", "\\url{\(place.filter { !"{}\\".contains($0) })}"))
            }
        }
        let body = fields.map { "  \($0.0) = {\($0.1)}" }.joined(separator: ",\n")
        return "@\(type){\(item.id),\n\(body)\n}\n"
    }

    /// `Bai et al.` becomes `Bai and others`; the name of an organisation stays whole.
    private static func authors(_ text: String) -> String {
        guard text.hasSuffix(" et al.") else { return "{\(escaped(text))}" }
        return escaped(String(text.dropLast(7))) + " and others"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            case "\\": result += "\\textbackslash{}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
