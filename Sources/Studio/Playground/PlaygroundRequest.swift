import LanguageModel
import Workspace

/// What somebody wants to try: prompt variants under variables, asked of models.
struct PlaygroundRequest: Sendable {
    /// Prompts as their files are written: a heading for each role, a template below.
    var variants: [PromptTemplate]
    /// The variants' texts.
    var texts: [String]
    var variables: [String: JSONValue]
    /// Aliases of conduct.yaml.
    var models: [String]
    var parameters: GenerationParameters
    var seed: UInt64

    /// The most variants and models that are asked side by side.
    static let mostVariants = 6
    static let mostModels = 6

    /// - Throws: `StudioFailure` that names the field, `DocumentErrors` of a prompt.
    init(_ json: JSONValue) throws {
        guard case .object = json else {
            throw StudioFailure(400, "The body must be a JSON object.")
        }
        guard let variants = json["variants"]?.array?.compactMap(\.string), !variants.isEmpty,
            variants.count == json["variants"]?.array?.count, variants.count <= Self.mostVariants
        else {
            throw StudioFailure(
                400, "variants must be a list of 1 to \(Self.mostVariants) prompts as texts.")
        }
        guard let models = json["models"]?.array?.compactMap(\.string), !models.isEmpty,
            models.count == json["models"]?.array?.count, models.count <= Self.mostModels,
            Set(models).count == models.count
        else {
            throw StudioFailure(
                400, "models must be a list of 1 to \(Self.mostModels) different aliases.")
        }
        texts = variants
        self.models = models
        self.variants = try variants.enumerated().map { index, text in
            try PromptTemplate(markdown: text, path: "variant \(index + 1)")
        }
        switch json["variables"] {
        case .object(let object)?: variables = object
        case nil, .null?: variables = [:]
        default: throw StudioFailure(400, "variables must be an object.")
        }
        parameters = GenerationParameters()
        parameters.maxTokens = try Self.number(json, "max_tokens", in: 1...32_768).map { Int($0) }
        parameters.temperature = try Self.number(json, "temperature", in: 0...10)
        seed = UInt64(try Self.number(json, "seed", in: 0...9_007_199_254_740_991) ?? 0)
    }

    private static func number(
        _ json: JSONValue, _ name: String, in range: ClosedRange<Double>
    ) throws(StudioFailure) -> Double? {
        switch json[name] {
        case nil, .null?: return nil
        case let value?:
            guard let number = value.double, range.contains(number) else {
                throw StudioFailure(
                    400, "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)."
                )
            }
            return number
        }
    }

    /// JSON Schema of the body.
    static let schema: JSONValue = [
        "type": "object", "required": ["variants", "models"],
        "properties": [
            "variants": [
                "type": "array", "minItems": 1, "maxItems": .integer(mostVariants),
                "items": ["type": "string"],
                "description":
                    "prompts as their files are written: # system and # user headings, a template below each",
            ],
            "models": [
                "type": "array", "minItems": 1, "maxItems": .integer(mostModels),
                "uniqueItems": true, "items": ["type": "string"],
            ],
            "variables": ["type": "object"],
            "max_tokens": ["type": "integer", "minimum": 1, "maximum": 32768],
            "temperature": ["type": "number", "minimum": 0, "maximum": 10],
            "seed": ["type": "integer", "minimum": 0],
        ],
    ]
}
