package import Workspace

/// The roles of a workspace: the current ones in `roles/`, earlier versions of each in
/// `roles/versions/NAME/DATE.md`.
package struct RoleLibrary: Sendable {
    private let folder: WorkspaceFolder

    package init(_ folder: WorkspaceFolder) { self.folder = folder }

    /// What adding a text did.
    package enum Addition: Sendable, Hashable {
        /// A role that was not there.
        case new(Role)
        /// A new version of one that was; the former is kept with its date.
        case version(Role, former: Role)
        /// The text of a role that is there, read somewhere else.
        case mirror(Role)
        /// What is there already, from where it came already.
        case unchanged(Role)

        package var role: Role {
            switch self {
            case .new(let role), .version(let role, _), .mirror(let role), .unchanged(let role):
                role
            }
        }
    }

    /// All roles, by name.
    package func roles() throws(DocumentErrors) -> [Role] {
        do throws(DocumentError) {
            var roles: [Role] = []
            for name in try FolderNames.of(try folder.resolve("roles")) where name.hasSuffix(".md")
            {
                roles.append(try read("roles/\(name)"))
            }
            return roles
        } catch { throw DocumentErrors(error) }
    }

    /// The role that a person means: its name, a unique beginning of it, or its path.
    ///
    /// - Throws: `PortfolioError.notFound` with the nearest name, or errors of the file.
    package func role(_ text: String) throws -> Role {
        let roles = try roles()
        let wanted = text.hasPrefix("roles/") ? String(text.dropFirst(6)) : text
        let name = wanted.hasSuffix(".md") ? String(wanted.dropLast(3)) : wanted
        if let role = roles.first(where: { $0.name == name }) { return role }
        let starting = roles.filter { $0.name.hasPrefix(name) }
        if starting.count == 1 { return starting[0] }
        if starting.count > 1 {
            throw PortfolioError(
                .notFound, "'\(text)' could be \(starting.map(\.name).joined(separator: " or "))")
        }
        throw PortfolioError(
            .notFound, "there is no role '\(text)'",
            advice: roles.isEmpty
                ? "add one with: conduct role add FILE"
                : Spelling.suggestion(for: name, among: roles.map(\.name), naming: "there are"))
    }

    /// The earlier versions of a role, oldest first.
    package func versions(of role: Role) throws -> [Role] {
        let path = "roles/versions/\(role.name)"
        var versions: [Role] = []
        for name in try FolderNames.of(try folder.resolve(path)) where name.hasSuffix(".md") {
            var version = try read("\(path)/\(name)")
            version.name = role.name
            versions.append(version)
        }
        return versions.sorted { $0.date < $1.date }
    }

    /// Adds a text: a new role, a new version of one, or a mirror of one.
    ///
    /// A text that is nearly that of a role (Jaccard of four-word shingles at least 0.9) but comes
    /// from somewhere else is a mirror: its source is noted and nothing else changes. The same
    /// employer and title with another text is a new version.
    package func add(_ draft: Role) throws -> Addition {
        let roles = try roles()
        for role in roles {
            let isKnown = draft.sources.allSatisfy(role.sources.contains)
            if role.text == draft.text, isKnown { return .unchanged(role) }
            let isMirror = !isKnown && Shingles.similarity(role.text, draft.text) >= 0.9
            guard isMirror || role.text == draft.text else { continue }
            var merged = role
            merged.sources += draft.sources.filter { !role.sources.contains($0) }
            try save(merged)
            return .mirror(merged)
        }
        let name = Self.name(draft.employer, draft.title)
        if let former = roles.first(where: { $0.name == name }) {
            var role = draft
            role.name = name
            role.isTarget = former.isTarget || draft.isTarget
            role.sources =
                former.sources + draft.sources.filter { !former.sources.contains($0) }
            try keep(former)
            try save(role)
            return .version(role, former: former)
        }
        var role = draft
        role.name = name
        try save(role)
        return .new(role)
    }

    /// Writes a role's file.
    package func save(_ role: Role) throws(DocumentError) {
        try folder.write(role.file, to: role.path)
    }

    /// Lays a version aside; one of the same day gets a number.
    private func keep(_ role: Role) throws(DocumentError) {
        var number = 1
        while true {
            let suffix = number == 1 ? "" : "-\(number)"
            let path = "roles/versions/\(role.name)/\(role.date)\(suffix).md"
            if !FileAccess.exists(try folder.resolve(path)) {
                return try folder.write(role.file, to: path, replacing: false)
            }
            number += 1
        }
    }

    private func read(_ path: String) throws(DocumentError) -> Role {
        let bytes = try folder.read(path)
        do throws(DocumentErrors) {
            return try Role(file: try text(bytes, path), path: path)
        } catch { throw error.errors[0] }
    }

    private func text(_ bytes: [UInt8], _ path: String) throws(DocumentErrors) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentErrors(
                DocumentError(
                    .encoding, file: path, "the file is not UTF-8", suggestion: "convert it"))
        }
        return text
    }

    /// A file name of employer and title: lower-case letters, digits and hyphens.
    package static func name(_ employer: String, _ title: String) -> String {
        var name = ""
        for scalar in "\(employer) \(title)".lowercased().unicodeScalars {
            let isPlain =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if scalar.isASCII, isPlain {
                name.unicodeScalars.append(scalar)
            } else if !name.hasSuffix("-"), !name.isEmpty {
                name += "-"
            }
        }
        while name.hasSuffix("-") { name.removeLast() }
        let cut = String(name.prefix(64))
        return cut.isEmpty ? "role-" + ContentHash.of(employer + title).prefix(8) : cut
    }
}

/// How much two texts share.
package enum Shingles {
    /// The Jaccard similarity of the sets of four-word sequences, from 0 to 1.
    package static func similarity(_ first: String, _ second: String) -> Double {
        let (a, b) = (set(first), set(second))
        if a.isEmpty, b.isEmpty { return first == second ? 1 : 0 }
        let common = a.intersection(b).count
        return Double(common) / Double(a.count + b.count - common)
    }

    private static func set(_ text: String) -> Set<[String]> {
        let words = RoleWord.words(of: text).map(\.lower)
        guard words.count >= 4 else { return words.isEmpty ? [] : [words] }
        return Set((0...(words.count - 4)).map { Array(words[$0..<$0 + 4]) })
    }
}
