import Evaluation
import FoundationEssentials
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

    /// The files under `source/`, as the workspace knew them.
    func files() throws -> Set<String> {
        var files: Set<String> = []
        var open = [""]
        while let path = open.popLast() {
            let full = path.isEmpty ? folder.root : folder.root + "/" + path
            for name in try FileManager.default.contentsOfDirectory(atPath: full) {
                let child = path.isEmpty ? name : path + "/" + name
                if FileAccess.isFolder(folder.root + "/" + child) {
                    open.append(child)
                } else {
                    files.insert(child)
                }
            }
        }
        return files
    }

    /// Everything that is made from the copies, anew.
    func site(_ facts: PortfolioFacts, redacted: Set<String>) async throws -> PortfolioSite {
        try await PortfolioSite(self, facts: facts, redacted: redacted)
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
