/// `portfolio.yaml`: what stands around the artifacts when they become a site.
package struct PortfolioDocument: Sendable, Hashable {
    /// An artifact's place in the story.
    package struct Step: Sendable, Hashable {
        /// Its number, or its file.
        package var artifact: String
        /// What leads to it.
        package var because: String
    }

    package var title: String
    package var author: String
    package var tagline: String
    /// The file of the introduction; nil for none.
    package var introduction: String?
    /// Where the site will stand, without a slash at the end; nil where that is not known.
    package var address: String?
    /// Names and links.
    package var contact: [(name: String, link: String)] { links.map { ($0.name, $0.link) } }
    package var arc: [Step]
    private var links: [Contact]

    private struct Contact: Sendable, Hashable {
        var name: String
        var link: String
    }

    /// The file's name.
    package static let path = "portfolio.yaml"

    /// What stands where nobody wrote the file.
    package init() {
        (title, author, tagline) = ("Portfolio", "", "")
        (arc, links) = ([], [])
    }

    /// Reads the workspace's file; what stands without it where there is none.
    ///
    /// - Throws: everything wrong with it, with lines.
    package static func read(in folder: WorkspaceFolder) throws(DocumentErrors) -> PortfolioDocument
    {
        let node: DocumentNode
        do throws(DocumentError) {
            guard FileAccess.exists(try folder.resolve(path)) else { return PortfolioDocument() }
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch {
            throw DocumentErrors(error)
        }
        return try PortfolioDocument(node)
    }

    init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        ArtifactShape.portfolio.check(node, into: &errors)
        title = node["title"]?.text ?? ""
        author = node["author"]?.text ?? ""
        tagline = node["tagline"]?.text ?? ""
        introduction = node["introduction"]?.text
        var place = node["address"]?.text
        if let text = place, let written = node["address"] {
            if !text.hasPrefix("https://"), !text.hasPrefix("http://") {
                errors.add(
                    written.error(
                        "'\(text)' is no address of a site",
                        suggestion: "write https://… as others will open it"))
            }
            while place?.hasSuffix("/") == true { place?.removeLast() }
        }
        address = place
        links = []
        for entry in node["contact"]?.entries ?? [] {
            let link = entry.value.text ?? ""
            guard ["https://", "http://", "mailto:"].contains(where: { link.hasPrefix($0) }) else {
                errors.add(
                    entry.value.error(
                        "'\(link)' is no link", suggestion: "write https://… or mailto:…"))
                continue
            }
            links.append(Contact(name: entry.key, link: link))
        }
        arc = (node["arc"]?.items ?? []).map {
            Step(
                artifact: $0["artifact"]?.label ?? "", because: $0["because"]?.text ?? "")
        }
        try errors.check()
    }
}
