import LanguageModel
import Reports

/// The generated tokens, marked by how likely the model found them.
struct SampleTokens {
    let logprobs: JSONValue?

    /// The most tokens that are shown.
    private static let limit = 4_000

    var markup: Markup {
        guard let tokens = logprobs?.array, !tokens.isEmpty else { return "" }
        var body = Markup()
        var sum = 0.0
        for token in tokens.prefix(Self.limit) {
            guard let text = token["token"]?.string, let logprob = token["logprob"]?.double else {
                continue
            }
            sum += logprob
            var said =
                "\(NumberText.percent(Platform.exp(logprob), decimals: 1)), ln p "
                + NumberText.fixed(logprob, decimals: 3)
            for other in token["top"]?.array ?? [] {
                guard let name = other["token"]?.string, let value = other["logprob"]?.double else {
                    continue
                }
                said += "\n\(name): \(NumberText.percent(Platform.exp(value), decimals: 1))"
            }
            body += "<span class=\"tok p\(Self.band(logprob))\" title=\"\(said)\">\(text)</span>"
        }
        let more =
            tokens.count > Self.limit
            ? " The first \(NumberText.count(Self.limit)) are shown." : ""
        let mean = sum / Double(min(tokens.count, Self.limit))
        return """
            <section id="tokens"><h2>Tokens by probability</h2>
            <p class="note">\(NumberText.counted(tokens.count, "token")), mean ln p \
            \(NumberText.fixed(mean, decimals: 3)), perplexity \
            \(NumberText.significant(Platform.exp(-mean))).\(more) Point at one for its alternatives.</p>
            <p class="legend"><span class="tok p4">≥ 90%</span><span class="tok p3">50–90%</span>\
            <span class="tok p2">20–50%</span><span class="tok p1">5–20%</span>\
            <span class="tok p0">below 5%</span></p>
            <p class="tokens">\(body)</p></section>

            """
    }

    /// The band of a probability, from 0 for surprising to 4 for expected.
    private static func band(_ logprob: Double) -> Int {
        let probability = Platform.exp(logprob)
        return switch probability {
        case 0.9...: 4
        case 0.5...: 3
        case 0.2...: 2
        case 0.05...: 1
        default: 0
        }
    }
}
