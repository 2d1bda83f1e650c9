import Hummingbird
import LanguageModel

/// The description of the API, OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), put together
/// from what each area tells of itself.
struct APIDescription: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/api/openapi.json") { _, _ in Response(json: json) }
    }

    var operations: [APIOperation] {
        [APIOperation("GET", "/api/openapi.json", "This description", answer: "OpenAPI 3.1")]
    }

    var json: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for operation in environment.areas.flatMap(\.operations) {
            paths[operation.path, default: [:]][operation.method.lowercased()] = operation.json
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Conduct Studio", "version": "1",
                "description":
                    "Everything the studio's pages show and do, for scripts. All calls need the token that conduct studio printed.",
            ],
            "servers": [["url": "/"]],
            "security": [["token": []]],
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "responses": [
                    "Failure": [
                        "description": "what is wrong and what to do",
                        "content": [
                            "application/json": [
                                "schema": [
                                    "type": "object", "required": ["error"],
                                    "properties": [
                                        "error": [
                                            "type": "object", "required": ["status", "message"],
                                            "properties": [
                                                "status": ["type": "integer"],
                                                "message": ["type": "string"],
                                            ],
                                        ]
                                    ],
                                ]
                            ]
                        ],
                    ]
                ],
            ],
        ]
    }
}
