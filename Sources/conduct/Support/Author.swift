import ArgumentParser

/// Who is at the keyboard, for records of what people said.
enum Author {
    /// The name given, else CONDUCT_AUTHOR, else the account's; empty ones count as none.
    static func name(_ given: String?) throws -> String {
        let names = [given, environment("CONDUCT_AUTHOR"), environment("USER")]
        if let name = names.compactMap(\.self).first(where: { !$0.isEmpty }) { return name }
        throw Failure(.badInput, "error: who says so? give --author NAME, or set CONDUCT_AUTHOR")
    }
}

/// `--author`: who judges.
struct AuthorOption: ParsableArguments {
    @Option(
        name: .long,
        help: "Who judges; by default CONDUCT_AUTHOR, else the user's name on this machine.")
    var author: String?

    /// The name.
    func name() throws -> String { try Author.name(author) }
}
