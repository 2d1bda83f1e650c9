package import LanguageModel
package import Workspace

extension QueryStudy {
    /// The study as a record that leads to its data.
    package func record(
        id: RecordID, name: String, paths: [String], pool: QueryPool, model: String
    ) -> StoredRecord {
        StoredRecord(
            id: id, name: name,
            links: paths.map { RecordLink("asked about", "document:\($0)") } + [
                RecordLink("read by", "model:\(model)")
            ],
            body: .object(
                json.object?.merging([
                    "type": "queries", "data_sha256": .string(pool.dataHash),
                    "base_sha256": .string(pool.baseHash),
                ]) { $1 } ?? [:]))
    }

    /// Reads a record; nil where it is no study.
    package init?(_ record: StoredRecord) {
        let body = record.body
        guard body["type"]?.string == "queries", let given = body["settings"],
            let budgets = given["budgets"]?.array?.compactMap(\.int), !budgets.isEmpty
        else { return nil }
        settings = Settings()
        settings.budgets = budgets
        settings.members = given["members"]?.int ?? settings.members
        settings.noise = given["noise"]?.double ?? settings.noise
        settings.seeds = given["seeds"]?.int ?? settings.seeds
        settings.testShare = given["test_share"]?.double ?? settings.testShare
        settings.seed = given["seed"]?.int ?? settings.seed
        pairs = body["pairs"]?.int ?? 0
        poolSize = body["pool_pairs"]?.double ?? 0
        testSize = body["test_pairs"]?.double ?? 0
        levels = [:]
        for strategy in Strategy.allCases {
            let found = body["levels"]?[strategy.rawValue]?.array ?? []
            guard found.count == budgets.count else { return nil }
            levels[strategy] = found.map {
                Level(
                    labels: $0["labels"]?.int ?? 0,
                    accuracies: $0["accuracies"]?.array?.compactMap(\.double) ?? [],
                    wrongLabels: $0["wrong_labels"]?.double ?? 0)
            }
        }
    }

    /// What was found, as data.
    package var json: JSONValue {
        [
            "settings": settings.json, "pairs": .integer(pairs),
            "pool_pairs": .number(poolSize), "test_pairs": .number(testSize),
            "levels": .object(
                Dictionary(
                    uniqueKeysWithValues: levels.map { strategy, levels in
                        (
                            strategy.rawValue,
                            JSONValue.array(
                                levels.map {
                                    [
                                        "labels": .integer($0.labels),
                                        "accuracies": .array($0.accuracies.map { .number($0) }),
                                        "wrong_labels": .number($0.wrongLabels),
                                    ]
                                })
                        )
                    })),
        ]
    }
}
