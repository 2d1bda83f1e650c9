import HTTPTypes
import Hummingbird
import LanguageModel
import NIOCore

extension Request {
    /// The most bytes of a body that are read.
    static let bodyLimit = 1 << 20

    /// The query's names and values.
    var query: QueryText { QueryText(uri.query ?? "") }

    /// The body as a form or as a JSON object, whose texts, numbers and truth values are taken as
    /// texts.
    ///
    /// - Throws: `StudioFailure` for a body of another type, too large or malformed.
    func form() async throws -> QueryText {
        let type = headers[.contentType]?.lowercased() ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") {
            return QueryText(String(buffer: try await whole()))
        }
        guard case .object(let members) = try await json() else {
            throw StudioFailure(400, "The body must be a JSON object.")
        }
        var items: [(name: String, value: String)] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .string(let text): items.append((name, text))
            case .integer, .number, .bool: items.append((name, value.serialized()))
            case .null: break
            case .array, .object:
                throw StudioFailure(
                    400, "\(name.prefix(64)) must be a text, a number or true/false.")
            }
        }
        return QueryText(items)
    }

    /// The body as JSON.
    ///
    /// - Throws: `StudioFailure` for a body of another type, too large or malformed.
    func json() async throws -> JSONValue {
        let type = headers[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("application/json") else {
            throw StudioFailure(415, "Send the body as content-type application/json.")
        }
        return try JSONValue(parsing: try await whole().readableBytesView)
    }

    private func whole() async throws -> ByteBuffer {
        try await body.collect(upTo: Self.bodyLimit)
    }
}
