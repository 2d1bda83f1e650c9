package import LanguageModel
import Workspace

/// Somebody's rubric as a text that can be read beside one's own: criteria with their anchored levels.
///
/// Read are text, Markdown, HTML and PDF, where a criterion is a heading and a level is a line that
/// begins with its number (`1: …`, `Score 5 – …`, a row of a table); JSON (`{"criteria": [{"name",
/// "levels": {"1": …}}]}` or `{NAME: {"1": …}}`); and CSV with criterion, level and anchor.
package struct RubricImport: Sendable, Hashable {
    /// A level with what it looks like.
    package struct Level: Sendable, Hashable {
        package var number: Int
        package var anchor: String
    }

    /// One criterion.
    package struct Criterion: Sendable, Hashable {
        package var name: String
        /// What the rubric says of it besides its levels.
        package var text: String
        package var levels: [Level]
    }

    package var criteria: [Criterion]

    /// Reads a file.
    ///
    /// - Throws: `invalid` where it holds no level.
    package static func read(file path: String) async throws -> RubricImport {
        let lower = path.lowercased()
        let read: RubricImport
        if lower.hasSuffix(".json") {
            let bytes = try FileAccess.read(path, path: path, limit: RoleIntake.limit)
            let text = try UTF8Text.validate(bytes, path: path)
            guard let value = try? JSONValue(parsing: text) else {
                throw PortfolioError(
                    .invalid, "\(path) is no JSON", advice: "give the file as it was published")
            }
            read = RubricImport(json: value)
        } else if lower.hasSuffix(".csv") || lower.hasSuffix(".tsv") {
            read = try RubricImport(table: path)
        } else {
            read = RubricImport(text: try await text(of: path))
        }
        guard read.criteria.contains(where: { !$0.levels.isEmpty }) else {
            throw PortfolioError(
                .invalid, "\(path) has no level of a scale",
                advice:
                    "a level is a line such as '3: partly helpful' below its criterion's heading")
        }
        return read
    }

    /// The text with the numbers at its lines' beginnings, which other readers take for decoration.
    private static func text(of path: String) async throws -> String {
        let bytes = try FileAccess.read(path, path: path, limit: RoleIntake.limit)
        switch RoleIntake.guess(bytes, path) {
        case .pdf: return try await PDFText.read(path)
        case .html: return HTMLText.read(try UTF8Text.validate(bytes, path: path)).text
        default: return try UTF8Text.validate(bytes, path: path)
        }
    }

    init(text: String) {
        var criteria: [Criterion] = []
        for raw in text.split(whereSeparator: \.isNewline) {
            let line = String(raw).trimmed
            guard !line.isEmpty else { continue }
            if line.hasPrefix("#") {
                let name = String(line.drop { $0 == "#" }).trimmed
                criteria.append(Criterion(name: name, text: "", levels: []))
                continue
            }
            if criteria.isEmpty { criteria.append(Criterion(name: "Rubric", text: "", levels: [])) }
            let last = criteria.count - 1
            if let level = Self.level(line) {
                if !criteria[last].levels.contains(where: { $0.number == level.number }) {
                    criteria[last].levels.append(level)
                }
            } else {
                criteria[last].text += (criteria[last].text.isEmpty ? "" : "\n") + line
            }
        }
        self.criteria = criteria.filter { !$0.levels.isEmpty || !$0.text.isEmpty }
    }

    init(json: JSONValue) {
        var criteria: [Criterion] = []
        func levels(_ value: JSONValue?) -> [Level] {
            var found: [Level] = []
            for (key, anchor) in value?.object ?? [:] {
                guard let number = Int(key), let text = anchor.string else { continue }
                found.append(Level(number: number, anchor: text))
            }
            for (index, anchor) in (value?.array ?? []).enumerated() {
                if let text = anchor.string { found.append(Level(number: index + 1, anchor: text)) }
                if let number = (anchor["level"] ?? anchor["score"])?.int,
                    let text = (anchor["anchor"] ?? anchor["description"] ?? anchor["text"])?.string
                {
                    found.append(Level(number: number, anchor: text))
                }
            }
            return found.sorted { $0.number < $1.number }
        }
        let list = json["criteria"] ?? json["rubric"] ?? json["aspects"]
        for item in list?.array ?? [] {
            criteria.append(
                Criterion(
                    name: (item["name"] ?? item["criterion"] ?? item["title"])?.string ?? "Rubric",
                    text: (item["description"] ?? item["text"])?.string ?? "",
                    levels: levels(item["levels"] ?? item["scale"] ?? item["anchors"])))
        }
        if list == nil {
            for (name, value) in (json.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                let found = levels(value["levels"] ?? value)
                if !found.isEmpty {
                    criteria.append(Criterion(name: name, text: "", levels: found))
                }
            }
        }
        self.criteria = criteria
    }

    init(table path: String) throws {
        let reader = try CSVReader(file: path, path: path)
        func column(_ names: [String]) -> Int? {
            reader.header.firstIndex { names.contains($0.lowercased()) }
        }
        guard let level = column(["level", "score", "rating", "points"]),
            let anchor = column(["anchor", "description", "text", "meaning"])
        else {
            throw PortfolioError(
                .invalid, "\(path) has no columns level and anchor",
                advice: "name them criterion, level and anchor")
        }
        let name = column(["criterion", "aspect", "name", "dimension"])
        var criteria: [Criterion] = []
        while let row = try reader.next() {
            let title = name.map { row.cells[$0].text } ?? "Rubric"
            let written = row.cells[level].text.trimmed
            guard let number = Int(written) else {
                throw PortfolioError(
                    .invalid, "\(path), line \(row.line): '\(written)' is no level",
                    advice: "write it as a whole number")
            }
            let found = Level(number: number, anchor: row.cells[anchor].text.trimmed)
            if let place = criteria.firstIndex(where: { $0.name == title }) {
                criteria[place].levels.append(found)
            } else {
                criteria.append(Criterion(name: title, text: "", levels: [found]))
            }
        }
        self.criteria = criteria
    }

    /// `3: partly`, `- **3** – partly`, `Score 3. partly`, `| 3 | partly |`.
    private static func level(_ line: String) -> Level? {
        var text = Substring(line).drop { "-*|> \t".contains($0) }
        for word in ["score", "level", "rating"] where text.lowercased().hasPrefix(word + " ") {
            text = text.dropFirst(word.count).drop { $0 == " " }
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), let number = Int(digits) else { return nil }
        let rest = text.dropFirst(digits.count).drop { "* ".contains($0) }
        guard let mark = rest.first, ":.)–—-=|".contains(mark) else { return nil }
        let anchor = String(rest.dropFirst()).trimmed.filter { $0 != "*" && $0 != "|" }.trimmed
        return anchor.isEmpty ? nil : Level(number: number, anchor: anchor)
    }

    /// The rubric as a Markdown file, with where it is from.
    package func markdown(name: String, source: String, licence: String, date: String) -> String {
        var text = "# \(name)\n"
        for criterion in criteria {
            text += "\n## \(criterion.name)\n"
            if !criterion.text.isEmpty { text += "\n\(criterion.text)\n" }
            if !criterion.levels.isEmpty { text += "\n" }
            for level in criterion.levels { text += "- \(level.number): \(level.anchor)\n" }
        }
        let terms = licence.isEmpty ? "terms of use not stated" : licence
        return text + "\nSource: \(source); \(terms); read \(date).\n"
    }

    package var json: JSONValue {
        .array(
            criteria.map { criterion in
                [
                    "criterion": .string(criterion.name),
                    "levels": .object(
                        Dictionary(
                            criterion.levels.map { (String($0.number), .string($0.anchor)) },
                            uniquingKeysWith: { first, _ in first })),
                ]
            })
    }
}
