import LanguageModel

/// What a learner claims about a model of the gym: `gym/NAME/claims.yaml`.
package struct GymClaims: Sendable, Hashable {
    /// One failure with the part of the run that measures it.
    package struct Claim: Sendable, Hashable {
        /// The learner's own word for the failure.
        package var name: String
        /// The scorer whose `fail` means that the failure shows.
        package var scorer: String
        /// Tags of the cases that count, all of which must hold; empty takes every case.
        package var tags: [String: String]
        /// The segments of traffic that the cases stand for; empty stands for all of it.
        package var population: [String]

        package init(
            name: String, scorer: String, tags: [String: String] = [:], population: [String] = []
        ) {
            self.name = name
            self.scorer = scorer
            self.tags = tags
            self.population = population
        }
    }

    /// The exercise's name in this workspace.
    package var gym: String
    /// The prompt that was measured, where the run has several.
    package var prompt: String?
    package var claims: [Claim]
    /// SHA-256 of the document's canonical JSON.
    package var contentHash: String

    package init(gym: String, prompt: String? = nil, claims: [Claim], contentHash: String = "") {
        self.gym = gym
        self.prompt = prompt
        self.claims = claims
        self.contentHash = contentHash
    }

    /// The keys of the document.
    package static let shape = Shape.object(
        ObjectShape(
            "claims", "What a learner claims about a model of the gym.",
            fields: [
                .required("gym", .label, "The exercise's name in this workspace."),
                .optional("prompt", .label, "The prompt measured, where the run has several."),
                .required(
                    "claims",
                    .list(
                        .object(
                            ObjectShape(
                                "a claim", "One failure with what measures it.",
                                fields: [
                                    .required("name", .label, "Your own word for the failure."),
                                    .required(
                                        "scorer", .label,
                                        "The scorer whose fail means that the failure shows."),
                                    .optional(
                                        "where", .map(.label),
                                        "Tags of the cases that count; all of them must hold."),
                                    .optional(
                                        "population", .list(.label),
                                        "The segments of traffic that the cases stand for; without "
                                            + "it, all of them in equal shares."),
                                ])), minimum: 1), "The failures found."),
                .optional("note", .text, "A note for people."),
            ],
            examples: [
                """
                gym: facts
                claims:
                  - {name: gives way to experts, scorer: corrects, where: {segment: expert-wrong}, population: [expert-wrong]}
                """
            ]))

    /// Reads the document.
    ///
    /// - Throws: everything wrong with it.
    package init(_ node: DocumentNode) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        Self.shape.check(node, into: &errors)
        try errors.check()
        var claims: [Claim] = []
        for item in node["claims"]?.items ?? [] {
            let name = item["name"]?.label ?? ""
            if claims.contains(where: { $0.name == name }), let node = item["name"] {
                errors.add(node.error(.duplicate, "the claim '\(name)' is there twice"))
            }
            let tags = (item["where"]?.entries ?? []).map { ($0.key, $0.value.label ?? "") }
            claims.append(
                Claim(
                    name: name, scorer: item["scorer"]?.label ?? "",
                    tags: Dictionary(tags, uniquingKeysWith: { first, _ in first }),
                    population: (item["population"]?.items ?? []).compactMap(\.label)))
        }
        try errors.check()
        self.init(
            gym: node["gym"]?.label ?? "", prompt: node["prompt"]?.label, claims: claims,
            contentHash: node.contentHash)
    }

    /// Reads a file of the workspace.
    package static func read(_ path: String, in folder: WorkspaceFolder) throws(DocumentErrors)
        -> GymClaims
    {
        let node: DocumentNode
        do throws(DocumentError) {
            node = try DocumentNode(bytes: try folder.read(path), path: path)
        } catch { throw DocumentErrors(error) }
        return try GymClaims(node)
    }
}
