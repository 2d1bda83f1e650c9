import LanguageModel
package import Workspace

/// The tokens of annotators' personal links: who has one may judge under that name, and do nothing
/// else.
///
/// They follow from a secret of the workspace that lies beside the store and is in no report; a
/// person's token is the same each time, and removing the secret's file takes all of them back.
package struct PersonalLinks: Sendable {
    private let secret: String
    private static let path = ".conduct/annotator-links.secret"

    /// Reads the workspace's secret, or makes one.
    ///
    /// - Throws: a `file` error where it can't be read or written.
    package init(folder: WorkspaceFolder) throws(DocumentError) {
        let file = try folder.resolve(Self.path)
        if !FileAccess.exists(file) {
            var generator = SystemRandomNumberGenerator()
            let words = (0..<4).map { _ in String(generator.next(), radix: 16) }
            do throws(DocumentError) {
                try folder.write(words.joined() + "\n", to: Self.path, replacing: false)
            } catch  where FileAccess.exists(file) {
                // Another process was faster; its secret is the one.
            }
        }
        secret = String(decoding: try folder.read(Self.path), as: UTF8.self)
    }

    /// A person's token for a project: 32 hexadecimal digits.
    package func token(project: String, annotator: String) -> String {
        // Hashed twice, as HMAC does, so that no token can be lengthened into another.
        let inner = SHA256.hex([secret, project, annotator].joined(separator: "\u{1F}"))
        return String(SHA256.hex(secret + inner).prefix(32))
    }

    /// Whose token it is among some names; nil for nobody's.
    package func annotator(of token: String, project: String, among names: [String]) -> String? {
        names.first { Self.areEqual(self.token(project: project, annotator: $0), token) }
    }

    /// Compares in a time that does not depend on where two texts differ.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
