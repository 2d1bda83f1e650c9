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
        }
        do {
            let copy = try await PortfolioCopy.open(path: path, scorers: vocabulary)
            try await compare(copy, manifest, path)
        } catch {
            add("unreadable-records", "records", "the records can't be read again: \(error)")
        }
    }

    private mutating func compare(
        _ copy: PortfolioCopy, _ manifest: JSONValue, _ path: String
    ) async throws {
        for (name, html) in try await copy.pages() {
            let stored = try? FileAccess.read(path + "/" + name, path: name, limit: 1 << 28)
            if stored == Array(html.utf8) {
                pages += 1
            } else {
                add("changed-page", name, "the page computed from the records is another one")
            }
        }
        let check = ArtifactCheck(
            folder: copy.folder, store: copy.store, scorers: copy.vocabulary)
        var found: [String: ArtifactCheck.Item] = [:]
        for file in try copy.folder.list("artifacts", suffixes: [".md"]) {
            let document = try ArtifactDocument.read(file, in: copy.folder)
            for item in try await check.items(of: document) {
                found["\(file):\(item.reference.line):\(item.reference.label)"] = item
            }
        }
        for entry in manifest["evidence"]?.array ?? [] {
            let document = entry["document"]?.string ?? ""
            let line = entry["line"]?.int ?? 0
            let what = entry["what"]?.string ?? ""
            guard let hash = entry["sha256"]?.string else {
                unchecked.append("\(document):\(line): \(what) was not available")
                continue
            }
            guard let item = found["\(document):\(line):\(what)"] else {
                add("missing-evidence", document, line: line, "\(what) is gone")
                continue
            }
            if item.result?.hash == hash, item.state.rawValue == entry["state"]?.string {
                evidence += 1
            } else if item.result?.hash == hash {
                add(
                    "changed-evidence", document, line: line,
                    "\(what) is \(item.state.rawValue) now")
            } else {
                add("changed-evidence", document, line: line, "\(what) comes out otherwise")
            }
        }
    }

    private mutating func add(
        _ rule: String, _ file: String, line: Int = 0, _ message: String
    ) {
        messages.append(
            CheckMessage(.error, rule, file: file, line: line, message))
    }
}
