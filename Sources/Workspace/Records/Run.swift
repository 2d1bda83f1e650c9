package import LanguageModel

/// One execution of a suite or experiment; immutable once complete.
package struct Run: Sendable, Hashable, Codable, Identifiable {
    /// `run_…`.
    package var id: RecordID
    /// What made it.
    package var kind: RunKind
    /// The suite's name, as its file gives it; for imports the name of what was imported.
    package var suite: String
    /// The suite's file relative to the workspace, where there is one.
    package var suitePath: String?
    /// How far it is.
    package var status: RunStatus
    /// When it began.
    package var created: Timestamp
    /// When it was completed, interrupted or failed; nil while it is running.
    package var finished: Timestamp?
    /// The seed from which every sample's seed derives, at least 0.
    package var seed: Int
    /// How many times each (case, prompt, model) is asked, at least 1.
    package var epochs: Int
    /// How a case's epochs become one value: `mean`, `pass@3` …
    package var reducer: String
    /// Content hashes of everything that decided the run, and versions. Equal for the shards of
    /// one run, so it names no shard, limit or time.
    package var manifest: JSONValue
    /// How many samples the run will have when complete, where known.
    package var planned: Int?
    /// Which part of the suite this run holds; nil for the whole.
    package var shard: Shard?
    /// Where an imported or merged run came from: file, hash, format; or the runs merged.
    package var origin: JSONValue?
    /// The user's labels, in order.
    package var labels: [String]
    /// The user's notes.
    package var notes: String
    /// The version of the program that made it.
    package var toolVersion: String

    package init(
        id: RecordID, kind: RunKind = .eval, suite: String, suitePath: String? = nil,
        status: RunStatus = .running, created: Timestamp = .now, finished: Timestamp? = nil,
        seed: Int = 0, epochs: Int = 1, reducer: String = "mean",
        manifest: JSONValue = .object([:]), planned: Int? = nil, shard: Shard? = nil,
        origin: JSONValue? = nil, labels: [String] = [], notes: String = "",
        toolVersion: String
    ) {
        self.id = id
        self.kind = kind
        self.suite = suite
        self.suitePath = suitePath
        self.status = status
        self.created = created
        self.finished = finished
        self.seed = seed
        self.epochs = epochs
        self.reducer = reducer
        self.manifest = manifest
        self.planned = planned
        self.shard = shard
        self.origin = origin
        self.labels = labels
        self.notes = notes
        self.toolVersion = toolVersion
    }

    /// SHA-256 of the canonical manifest: 64 hexadecimal digits.
    package var manifestHash: String { ContentHash.of(manifest) }
}

/// How far a run is.
package enum RunStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// A process holds its lease and works on it, or died while doing so.
    case running
    /// Stopped before its end; the same command continues it.
    case interrupted
    /// All planned samples are there; nothing changes any more.
    case complete
    /// Given up because of an error that another try would meet again.
    case failed
}

/// What made a run. An open set: later kinds need no change to the schema.
package struct RunKind: RawRepresentable, Sendable, Hashable, Codable {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// `conduct eval`.
    package static let eval = RunKind(rawValue: "eval")
    /// `conduct import`.
    package static let imported = RunKind(rawValue: "import")
    /// `conduct experiment`.
    package static let experiment = RunKind(rawValue: "experiment")
    /// `conduct runs merge`.
    package static let merged = RunKind(rawValue: "merge")
    /// `conduct probe`.
    package static let probe = RunKind(rawValue: "probe")
}

/// One part of a suite that was divided over processes or machines.
package struct Shard: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Which part, from 1.
    package var index: Int
    /// How many parts there are.
    package var count: Int

    package init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// `1/4`.
    package var description: String { "\(index)/\(count)" }
}
