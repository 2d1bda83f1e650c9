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
