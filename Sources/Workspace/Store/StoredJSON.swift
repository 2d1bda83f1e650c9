import GRDB
import LanguageModel

/// JSON columns: what this program wrote is read back, anything else is damage.
enum StoredJSON {
    static func text(_ values: [String]) -> String {
        JSONValue.array(values.map(JSONValue.string)).serialized()
    }

    static func value(_ text: String) throws -> JSONValue {
        do { return try JSONValue(parsing: text) } catch {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a stored JSON text is damaged at \(error)")
        }
    }

    static func strings(_ text: String) throws -> [String] {
        text == "[]" ? [] : try value(text).array?.compactMap(\.string) ?? []
    }

    static func stringMap(_ text: String) throws -> [String: String] {
        text == "{}" ? [:] : try value(text).object?.compactMapValues(\.string) ?? [:]
    }

    static func messages(_ text: String) throws -> [Message] {
        try (value(text).array ?? []).map { json in
            do { return try Message(json: json) } catch {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT, message: "a stored message is damaged: \(error)")
            }
        }
    }
}
