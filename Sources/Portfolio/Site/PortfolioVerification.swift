package import Evaluation
import LanguageModel
import Reports
package import Workspace

/// Computes a portfolio's figures again from its own records, and compares.
package struct PortfolioVerification: Sendable {
    /// What differs: one message for each file or piece of evidence.
    package var messages: [CheckMessage] = []
    /// Files whose hash holds.
    package var files = 0
    /// Pages that came out the same.
    package var pages = 0
    /// Pieces of evidence that hold.
    package var evidence = 0
    /// Results of other records, such as agreements, that came out the same.
    package var records = 0
    /// Pages that say the same and look otherwise.
    private var redrawn = 0
    /// What could not be computed here, such as evidence that was not available when it was built.
    package var unchecked: [String] = []

    /// Verifies a folder.
    ///
    /// - Throws: where the folder is no portfolio.
    package init(_ path: String, scorers vocabulary: ScorerVocabulary) async throws {
        let name = PortfolioFolder.manifestName
        let text = try UTF8Text.validate(
            try FileAccess.read(path + "/" + name, path: "\(path)/\(name)"), path: name)
        guard let manifest = try? JSONValue(parsing: text),
            let files = manifest["files"]?.object
        else {
            throw DocumentError(
                .invalidValue, file: "\(path)/\(name)", "the manifest is not one of a portfolio",
                suggestion: "name a folder that conduct portfolio build wrote")
        }
        var printed = 0
        for (file, hash) in files.sorted(by: { $0.key < $1.key }) {
            // A manifest from elsewhere must not lead out of the folder.
            guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
                add("outside-file", file, "the manifest names a file outside the portfolio")
                continue
            }
            guard let actual = try? FileAccess.hash(path + "/" + file, path: file) else {
                add("missing-file", file, "the file is missing")
                continue
            }
            if actual == hash.string {
                self.files += 1
            } else {
                add("changed-file", file, "the file is not what was built")
            }
            if file.hasSuffix(".pdf") || file.hasSuffix(".png") { printed += 1 }
        }
        if printed > 0 {
            unchecked.append("\(printed) printed pages and pictures, beyond their hashes")
        }
        do {
            let copy = try await PortfolioCopy.open(path: path, scorers: vocabulary)
            try addUnlisted(copy, Set(files.keys))
            try await compare(copy, manifest, path)
        } catch {
            add("unreadable-records", "records", "the records can't be read again: \(error)")
        }
    }

    /// Sources that the manifest does not know would change what is computed.
    private mutating func addUnlisted(_ copy: PortfolioCopy, _ listed: Set<String>) throws {
        for file in try copy.files().sorted() where !listed.contains("source/\(file)") {
            add("unlisted-file", "source/\(file)", "the file is not part of what was built")
        }
        let outer = try WorkspaceFolder(root: copy.folder.root + "/..")
        for file in try outer.list("records/runs", suffixes: [".jsonl"])
        where !listed.contains(file) {
            add("unlisted-file", file, "the file is not part of what was built")
        }
    }

    private mutating func compare(
        _ copy: PortfolioCopy, _ manifest: JSONValue, _ path: String
    ) async throws {
        let redacted = Set(manifest["redacted"]?.array?.compactMap(\.string) ?? [])
        let site = try await copy.site(
            PortfolioFacts(json: manifest["portfolio"]), redacted: redacted)
        for (name, text) in site.files() {
            let stored = try? FileAccess.read(path + "/" + name, path: name, limit: 1 << 28)
            if stored == Array(text.utf8) {
                pages += 1
            } else if let stored, SHA256.hex(stored) == manifest["files"]?[name]?.string,
                Self.words(of: String(decoding: stored, as: UTF8.self)) == Self.words(of: text)
            {
                // Another version of the program draws otherwise what says the same.
                pages += 1
                redrawn += 1
            } else {
                add("changed-page", name, "the page computed from the records is another one")
            }
        }
        if redrawn > 0 {
            unchecked.append(
                "how \(redrawn) pages look: they say the same, drawn by another version")
        }
        var found: [String: JSONValue] = [:]
        for entry in site.evidence { found[Self.key(entry)] = entry }
        for entry in manifest["evidence"]?.array ?? [] {
            let document = entry["document"]?.string ?? ""
            let line = entry["line"]?.int ?? 0
            let what = entry["what"]?.string ?? ""
            let now = found.removeValue(forKey: Self.key(entry))
            guard let now else {
                add("missing-evidence", document, line: line, "\(what) is gone")
                continue
            }
            guard let hash = entry["sha256"]?.string else {
                unchecked.append("\(document), line \(line): \(what) was not available")
                continue
            }
            if now["sha256"]?.string != hash {
                add("changed-evidence", document, line: line, "\(what) comes out otherwise")
            } else if now["state"] != entry["state"] {
                add(
                    "changed-evidence", document, line: line,
                    "\(what) is \(now["state"]?.string ?? "") now")
            } else {
                evidence += 1
                if now["state"]?.string == ArtifactCheck.Item.State.withheld.rawValue {
                    unchecked.append(
                        "\(document), line \(line): \(what), whose record is withheld in part")
                }
            }
        }
        for entry in found.values.sorted(by: { Self.key($0) < Self.key($1) }) {
            add(
                "unlisted-evidence", entry["document"]?.string ?? "",
                line: entry["line"]?.int ?? 0,
                "\(entry["what"]?.string ?? "") is not part of what was built")
        }
        let again = await PortfolioRecomputation(copy, site.records)
        for record in again.different {
            add(
                "changed-record", "records/records.jsonl",
                "the \(record.id.kind.word) \(record.id) comes out otherwise")
        }
        records = again.same.count
        for (record, reason) in again.shown {
            unchecked.append(
                "\(record.id.kind.word) \(record.id), shown as it is stored: \(reason)")
        }
    }

    /// What a page's main part says, without its markup; all of a text that is no page.
    private static func words(of page: String) -> [Substring] {
        var text = Substring(page)
        if let start = page.firstRange(of: "<main"), let end = page.firstRange(of: "</main>") {
            text = page[start.lowerBound..<end.lowerBound]
        }
        var plain = ""
        var isInTag = false
        for scalar in text.unicodeScalars {
            if scalar == "<" {
                isInTag = true
            } else if scalar == ">" {
                isInTag = false
                plain += " "
            } else if !isInTag {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain.split(whereSeparator: \.isWhitespace).map { Substring(String($0)) }
    }

    private static func key(_ entry: JSONValue) -> String {
        "\(entry["document"]?.string ?? ""):\(entry["line"]?.int ?? 0):"
            + "\(entry["column"]?.int ?? 0):\(entry["what"]?.string ?? "")"
    }

    private mutating func add(
        _ rule: String, _ file: String, line: Int = 0, _ message: String
    ) {
        messages.append(
            CheckMessage(.error, rule, file: file, line: line, message))
    }
}
