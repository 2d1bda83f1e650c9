/// Two scorers on the same samples: how often each says what.
package struct ScorerDisagreement: Codable, Sendable, Hashable {
    package var first: String
    package var second: String
    package var model: String
    package var prompt: String
    /// Samples that both scored.
    package var samples: Int
    package var bothPass: Int
    package var onlyFirst: Int
    package var onlySecond: Int
    package var neither: Int

    package enum CodingKeys: String, CodingKey {
        case first, second, model, prompt, samples
        case bothPass = "both_pass"
        case onlyFirst = "only_first"
        case onlySecond = "only_second"
        case neither
    }

    package init(
        first: String, second: String, model: String, prompt: String, samples: Int, bothPass: Int,
        onlyFirst: Int, onlySecond: Int, neither: Int
    ) {
        self.first = first
        self.second = second
        self.model = model
        self.prompt = prompt
        self.samples = samples
        self.bothPass = bothPass
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        self.neither = neither
    }

    /// The share of samples on which the two differ.
    package var share: Double {
        samples == 0 ? 0 : Double(onlyFirst + onlySecond) / Double(samples)
    }
}

/// Two scorers that see the same change go opposite ways.
package struct Contradiction: Codable, Sendable, Hashable {
    /// How sure it is.
    package enum Strength: String, Codable, Sendable {
        /// Both scorers found their difference.
        case bothFound = "both_found"
        /// One did; the other is significant the other way only before correction.
        case oneFound = "one_found"
    }

    package var kind: ContrastFamily.Kind
    package var tag: String?
    package var strength: Strength
    /// The comparison as the scorer that saw the rise has it, and as the one that saw the fall.
    package var rise: Contrast
    package var fall: Contrast

    package init(
        kind: ContrastFamily.Kind, tag: String?, strength: Strength, rise: Contrast,
        fall: Contrast
    ) {
        self.kind = kind
        self.tag = tag
        self.strength = strength
        self.rise = rise
        self.fall = fall
    }
}
