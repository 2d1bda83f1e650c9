/// Who is at the keyboard, for records of what people said.
enum Author {
    /// The name given, else CONDUCT_AUTHOR, else the account's.
    static func name(_ given: String?) throws -> String {
        let name = given ?? environment("CONDUCT_AUTHOR") ?? environment("USER") ?? ""
        guard !name.isEmpty else {
            throw Failure(
                .badInput, "error: who says so? give --author NAME, or set CONDUCT_AUTHOR")
        }
        return name
    }
}
