import LanguageModel

/// What the pages of a portfolio say about their own making; it stands in the manifest, so that
/// the pages can be made again.
package struct PortfolioFacts: Sendable, Hashable {
    /// Whom a build is for.
    package enum Audience: String, Sendable, Hashable, CaseIterable {
        /// Without what is private.
        case everybody = "public"
        /// With everything; for oneself.
        case oneself = "private"
    }

    package var audience: Audience = .everybody
    /// The version of Conduct that built it.
    package var toolVersion = ""
    /// Documents left out because their front matter says private.
    package var withheldDocuments = 0
    /// Passages left out because they are marked.
    package var withheldPassages = 0
    /// Texts of requirements left out because they are their employers'.
    package var withheldRequirements = 0
    /// Files that do not go along: linked ones outside the open folders, and those with attacks.
    package var withheldFiles = 0
    /// Cases and findings whose texts are left out because they are attacks.
    package var withheldProbes = 0
    /// Whether printed pages go along.
    package var hasPDF = false
    /// Whether the pictures for previews go along as PNG.
    package var hasPictures = false

    package init() {}

    /// The counts as one sentence.
    package var withheld: String {
        guard audience == .everybody else {
            return "This is the private build: nothing is withheld."
        }
        func counted(_ count: Int, _ one: String, _ many: String) -> String {
            "\(count) \(count == 1 ? one : many)"
        }
        return "Withheld from this public build: "
            + [
                counted(withheldDocuments, "private document", "private documents"),
                counted(withheldPassages, "private passage", "private passages"),
                counted(
                    withheldRequirements, "requirement in its employer's words",
                    "requirements in their employers' words"),
                counted(withheldFiles, "file", "files"),
                counted(
                    withheldProbes, "red-team case or finding whose texts are replaced",
                    "red-team cases and findings whose texts are replaced"),
            ].joined(separator: ", ") + "."
    }

    var json: JSONValue {
        [
            "audience": .string(audience.rawValue), "conduct": .string(toolVersion),
            "withheld": [
                "documents": .integer(withheldDocuments), "passages": .integer(withheldPassages),
                "requirements": .integer(withheldRequirements), "files": .integer(withheldFiles),
                "red_team": .integer(withheldProbes),
            ],
            "pdf": .bool(hasPDF), "pictures": .bool(hasPictures),
        ]
    }

    init(json: JSONValue?) {
        audience = Audience(rawValue: json?["audience"]?.string ?? "") ?? .everybody
        toolVersion = json?["conduct"]?.string ?? ""
        let withheld = json?["withheld"]
        withheldDocuments = withheld?["documents"]?.int ?? 0
        withheldPassages = withheld?["passages"]?.int ?? 0
        withheldRequirements = withheld?["requirements"]?.int ?? 0
        withheldFiles = withheld?["files"]?.int ?? 0
        withheldProbes = withheld?["red_team"]?.int ?? 0
        hasPDF = json?["pdf"]?.bool ?? false
        hasPictures = json?["pictures"]?.bool ?? false
    }
}
