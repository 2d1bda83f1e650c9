import LanguageModel
import TestSupport
import Testing

/// Preference pairs of the fixtures as token ids.
struct GoldenPair {
    var prompt: String
    var chosen: String
    var rejected: String

    static func all(_ name: String) throws -> [GoldenPair] {
        try Fixture.text(name).split(separator: "\n").map { line in
            let value = try JSONValue(parsing: String(line))
            return GoldenPair(
                prompt: try #require(value["prompt"]?.string),
                chosen: try #require(value["chosen"]?.string),
                rejected: try #require(value["rejected"]?.string))
        }
    }

    /// Specials are parsed: the prompts are templated already.
    func example(_ tokenizer: Tokenizer) -> TrainingExample {
        TrainingExample(
            prompt: tokenizer.encode(prompt, parsingSpecials: true),
            chosen: tokenizer.encode(chosen, parsingSpecials: true),
            rejected: tokenizer.encode(rejected, parsingSpecials: true))
    }

    static func examples(_ name: String) throws -> [TrainingExample] {
        let tokenizer = try TestEngine.model.get().tokenizer
        return try all(name).map { $0.example(tokenizer) }
    }
}
