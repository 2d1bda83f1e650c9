/// The name of a record: a kind prefix and a lower-case ULID, for example
/// `run_01k5x3v8e6m2q4r7t9w1y3z5ab`.
///
/// The first 48 of the ULID's 128 bits are the UTC millisecond of its making, the rest is random,
/// so ids sort by time as text and as values. Ids never are row numbers: they survive merging,
/// exporting and rebuilding a store. (ULID: https://github.com/ulid/spec)
package struct RecordID: Sendable, Hashable {
    /// What the id names.
    package let kind: RecordKind
    /// The ULID's first 64 bits: 48 bits of time and 16 random ones.
    package let high: UInt64
    /// The ULID's last 64 bits.
    package let low: UInt64

    /// Makes an id of given bits.
    package init(kind: RecordKind, high: UInt64, low: UInt64) {
        self.kind = kind
        self.high = high
        self.low = low
    }

    /// The last 64 bits are random: they alone spread ids as well as all of it would.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// When the id was made: UTC milliseconds since 1970.
    package var milliseconds: Int64 { Int64(high >> 16) }
}

/// What a record id names; the raw value is its prefix without the underscore.
package enum RecordKind: String, Sendable, Hashable, Codable, CaseIterable {
    case run = "run"
    case sample = "smp"
    case score = "scr"
    case scoring = "scg"
    case override = "ovr"
    case pin = "pin"
    case finding = "fnd"
    case annotation = "ann"
    case vote = "vot"
    case preference = "prf"
    case training = "trn"
    case check = "chk"
    case calibration = "cal"
    case experiment = "exp"
    case analysis = "anl"
    case prediction = "prd"
    case promptVersion = "pmt"
    case code = "cod"
    case audit = "aud"
    case agreement = "agr"
    case arena = "arn"
    case item = "itm"
    case guideline = "gdl"
    case adapter = "adp"
    case exercise = "exr"
    case labelDraw = "lbd"
    case roleNote = "rol"
    case rerating = "rer"
    case practice = "prc"
    case decision = "dec"
    case frontier = "frt"

    /// What the user calls it: `run`, `sample` …
    package var word: String {
        switch self {
        case .run: "run"
        case .sample: "sample"
        case .score: "score"
        case .scoring: "scoring"
        case .override: "override"
        case .pin: "evidence pin"
        case .finding: "finding"
        case .annotation: "annotation"
        case .vote: "vote"
        case .preference: "preference"
        case .training: "training"
        case .check: "competence check"
        case .calibration: "calibration"
        case .experiment: "experiment"
        case .analysis: "analysis"
        case .prediction: "prediction"
        case .promptVersion: "prompt version"
        case .code: "code"
        case .audit: "audit"
        case .agreement: "agreement"
        case .arena: "arena"
        case .item: "annotation item"
        case .guideline: "guideline"
        case .adapter: "adapter"
        case .exercise: "exercise"
        case .labelDraw: "draw of items"
        case .roleNote: "role note"
        case .rerating: "re-rating"
        case .practice: "practice attempt"
        case .decision: "decision"
        case .frontier: "frontier"
        }
    }
}

extension RecordID: Comparable {
    /// Orders by kind, then by time of making.
    package static func < (left: RecordID, right: RecordID) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return (left.high, left.low) < (right.high, right.low)
    }
}
