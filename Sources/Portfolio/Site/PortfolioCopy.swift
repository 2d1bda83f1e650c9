import Evaluation
import LanguageModel
import Reports
import Workspace

/// A portfolio's own sources and records, from which its pages are made and verified: no
/// workspace, no model, no network.
struct PortfolioCopy {
    let folder: WorkspaceFolder
    let store: Store
    let vocabulary: ScorerVocabulary

    /// Reads the copies in a portfolio's folder into a store of their own.
    static func open(
        _ target: PortfolioFolder, scorers vocabulary: ScorerVocabulary
    ) async throws -> PortfolioCopy {
        try await open(path: target.path, scorers: vocabulary)
    }

    static func open(
        path: String, scorers vocabulary: ScorerVocabulary
    ) async throws -> PortfolioCopy {
        try FileAccess.makeFolder(path + "/source", path: "source")
        let folder = try WorkspaceFolder(root: path + "/source")
        let store = try Store.inMemory()
        let outer = try WorkspaceFolder(root: path)
        for name in try outer.list("records/runs", suffixes: [".jsonl"]) {
            let text = try UTF8Text.validate(
                try FileAccess.read(path + "/" + name, path: name, limit: 1 << 30), path: name)
            let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
            try await store.restore(AsyncLines(lines), name: name)
        }
        let records = "records/records.jsonl"
        if FileAccess.exists(path + "/" + records) {
            let reader = try JSONLinesReader(file: path + "/" + records, path: records)
            var found: [StoredRecord] = []
            while let (line, value) = try reader.nextValue() {
                guard let record = StoredRecord(json: value) else {
                    throw DocumentError(
                        .invalidValue, file: records, line: line, "the line is no record",
                        suggestion: "build the portfolio again")
                }
                found.append(record)
            }
            try await store.append(found)
        }
        return PortfolioCopy(folder: folder, store: store, vocabulary: vocabulary)
    }

    /// Every page by its path in the portfolio, made anew.
    func pages() async throws -> [(name: String, html: String)] {
        let check = ArtifactCheck(folder: folder, store: store, scorers: vocabulary)
        var pages: [(String, String)] = []
        var rows: Markup = ""
        for path in try folder.list("artifacts", suffixes: [".md"]) {
            let document = try ArtifactDocument.read(path, in: folder)
            let items = try await check.items(of: document)
            let stem = path.split(separator: "/").last.map { String($0.dropLast(3)) } ?? "artifact"
            pages.append(("artifacts/\(stem).html", ArtifactPreview(document, items).html()))
            let current = items.count { $0.state == .current }
            rows += """
                <tr><td class="num">\(document.number.map(String.init) ?? "")</td>\
                <td><a href="artifacts/\(Self.plain(stem)).html">\(document.title)</a></td>\
                <td>\(document.status)</td><td class="num">\(current) of \(items.count)</td></tr>

                """
        }
        let body: Markup = """
            <header><div class="over"><span>Conduct portfolio</span></div><h1>Portfolio</h1>
            <p class="lead">Every figure on these pages is computed from the records beside them. \
            conduct portfolio verify on this folder computes them again.</p></header>
            <section id="artifacts"><h2>Artifacts</h2><div class="table-box"><table><thead><tr>\
            <th class="num">#</th><th>artifact</th><th>status</th><th class="num">evidence that holds</th></tr></thead>
            <tbody>\(rows)</tbody></table></div></section>

            """
        pages.append(("index.html", HTMLPage(title: "Portfolio", body: body).html()))
        return pages
    }

    /// A file's name as part of an address: what is no plain letter, digit, hyphen or dot is
    /// written in percent signs.
    private static func plain(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return name.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "-" || scalar == "." || scalar == "_")
            return isPlain
                ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}

/// Lines that are there already, as a sequence to await.
struct AsyncLines: AsyncSequence, Sendable {
    typealias Element = String
    let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    struct Iterator: AsyncIteratorProtocol {
        var lines: ArraySlice<String>

        mutating func next() async -> String? { lines.popFirst() }
    }

    func makeAsyncIterator() -> Iterator { Iterator(lines: lines[...]) }
}
