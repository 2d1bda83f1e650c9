import LanguageModel
import Reports
import Workspace

extension PlanDesk {
    /// The kinds of pictures that can be handed in, by what their bytes begin with.
    private static let pictures: [(ending: String, marks: [UInt8])] = [
        ("png", [0x89, 0x50, 0x4E, 0x47]), ("jpg", [0xFF, 0xD8, 0xFF]),
        ("webp", [0x52, 0x49, 0x46, 0x46]), ("svg", Array("<svg".utf8)),
        ("svg", Array("<?xml".utf8)),
    ]

    /// Keeps a drawing of one's own: a photograph, a scan or an export.
    ///
    /// - Parameters:
    ///   - bytes: the picture.
    ///   - source: what errors call it.
    /// - Returns: where it is kept in the workspace.
    /// - Throws: `invalid` for what is no picture or larger than 10 MB.
    package mutating func keepDiagram(_ bytes: [UInt8], source: String) throws -> String {
        guard bytes.count <= 10 << 20 else {
            throw PortfolioError(
                .invalid, "\(source) is larger than 10 MB", advice: "make the picture smaller")
        }
        guard let kind = Self.pictures.first(where: { bytes.starts(with: $0.marks) }) else {
            throw PortfolioError(
                .invalid, "\(source) is no PNG, JPEG, WebP or SVG picture",
                advice: "photograph the drawing, or export it as one of these")
        }
        let name = "journal/diagrams/training-pipeline"
        var path = "\(name).\(kind.ending)"
        var count = 2
        while FileAccess.exists(try folder.resolve(path)) {
            path = "\(name)-\(count).\(kind.ending)"
            count += 1
        }
        let file = try folder.resolve(path)
        try FileAccess.makeFolder(try folder.resolve("journal/diagrams"), path: "journal/diagrams")
        try FileAccess.write(bytes, to: file, path: path)
        try record(.diagram(file: path, sha256: SHA256.hex(bytes)))
        return path
    }

    /// Notes that the reference figure was looked at, and which of its parts one's drawing has.
    ///
    /// - Throws: `notEarned` before a drawing was handed in; `notFound` for a part that there is not.
    package mutating func revealDiagram(has parts: [String]) throws -> [TrainingPipeline.Part] {
        guard !state.diagrams.isEmpty else {
            throw PortfolioError(
                .notEarned, "the reference figure opens when your own drawing is handed in",
                advice: "draw it by hand, then: conduct plan diagram PHOTO")
        }
        let known = TrainingPipeline.parts.map(\.id)
        for part in parts where !known.contains(part) {
            throw PortfolioError(
                .notFound, "the figure has no part '\(part)'",
                advice: Spelling.suggestion(for: part, among: known, naming: "there are"))
        }
        if !parts.isEmpty || state.drawnParts == nil { try record(.reveal(has: parts)) }
        return TrainingPipeline.parts.filter { !parts.contains($0.id) }
    }
}
