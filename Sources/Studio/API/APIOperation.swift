import LanguageModel

/// A call of the API as its description tells it.
struct APIOperation: Sendable {
    /// A parameter in the path or in the query.
    struct Parameter: Sendable {
        var name: String
        var summary: String
        var isRequired = false
        var values: [String] = []
        var isList = false
        var isNumber = false

        init(
            _ name: String, _ summary: String, isRequired: Bool = false, values: [String] = [],
            isList: Bool = false, isNumber: Bool = false
        ) {
            self.name = name
            self.summary = summary
            self.isRequired = isRequired
            self.values = values
            self.isList = isList
            self.isNumber = isNumber
        }
    }

    var method: String
    /// The path with its parameters in braces.
    var path: String
    var summary: String
    var parameters: [Parameter]
    /// JSON Schema of the body; nil for none.
    var body: JSONValue?
    /// The body's media type.
    var bodyType: String
    /// What comes back, in words.
    var answer: String
    /// The answer's media type.
    var type: String

    init(
        _ method: String, _ path: String, _ summary: String, parameters: [Parameter] = [],
        body: JSONValue? = nil, bodyType: String = "application/json", answer: String,
        type: String = "application/json"
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.bodyType = bodyType
        self.answer = answer
        self.type = type
    }

    /// The names in the path's braces.
    var pathNames: [String] {
        path.split(separator: "/").compactMap { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? String(part.dropFirst().dropLast()) : nil
        }
    }

    /// The operation object of OpenAPI 3.1.
    var json: JSONValue {
        var all: [JSONValue] = pathNames.map { name in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1],
                "description": .string("an id, a unique beginning of one, or latest"),
            ]
        }
        for parameter in parameters {
            var schema: [String: JSONValue] = [
                "type": parameter.isNumber ? "integer" : "string"
            ]
            if !parameter.values.isEmpty {
                schema["enum"] = .array(parameter.values.map(JSONValue.string))
            }
            all.append([
                "name": .string(parameter.name), "in": "query",
                "required": .bool(parameter.isRequired),
                "description": .string(parameter.summary),
                "schema": parameter.isList
                    ? ["type": "array", "items": .object(schema)] : .object(schema),
            ])
        }
        var object: [String: JSONValue] = [
            "summary": .string(summary), "parameters": .array(all),
            "responses": [
                "200": [
                    "description": .string(answer),
                    "content": .object([
                        type: [
                            "schema": type == "application/json"
                                ? ["type": "object"] : ["type": "string"]
                        ]
                    ]),
                ],
                "400": ["$ref": "#/components/responses/Failure"],
                "401": ["$ref": "#/components/responses/Failure"],
                "404": ["$ref": "#/components/responses/Failure"],
            ],
        ]
        if let body {
            object["requestBody"] = [
                "required": true, "content": .object([bodyType: ["schema": body]]),
            ]
        }
        return .object(object)
    }
}
