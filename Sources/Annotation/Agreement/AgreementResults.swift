package import LanguageModel
package import Workspace

/// How well a project's annotators agree: with each other, with themselves, over time.
package struct AgreementResults: Sendable {
    /// One category of a question.
    package struct Category: Sendable, Hashable {
        package var name: String
        /// Ratings of this category.
        package var count: Int
        /// Its kappa against all others (Fleiss).
        package var kappa: AgreementFigure
    }

    /// Two raters on the items that both judged.
    package struct Pair: Sendable, Hashable {
        package var first: String
        package var second: String
        package var units: Int
        package var percent: AgreementFigure
        package var alpha: AgreementFigure
    }

    /// A rater against their own silent repeats.
    package struct Repeat: Sendable, Hashable {
        package var rater: String
        package var units: Int
        package var percent: AgreementFigure
        package var alpha: AgreementFigure
    }

    /// Agreement on a part of the items: a stretch of time, or one version of the guideline.
    package struct Stretch: Sendable, Hashable {
        package var name: String
        package var units: Int
        package var percent: AgreementFigure
        package var alpha: AgreementFigure
    }

    /// One rater in the whole column.
    package struct Rater: Sendable, Hashable {
        package var name: String
        package var ratings: Int
        /// Accuracy by Dawid and Skene's model; nil where it was not fitted.
        package var accuracy: Double?
        /// The mean of the first and of the second half of the rater's time, where numbers.
        package var firstMean: Double?
        package var secondMean: Double?
    }

    /// How the labels follow from the ratings.
    package struct Aggregation: Sendable, Hashable {
        package var method: String
        /// Why it could not be done; nil where it was.
        package var reason: String?
        /// The label of each item, by item; an item without ratings has none.
        package var labels: [RecordID: String]
        /// Items whose label differs from the majority's.
        package var differing: [RecordID]
    }

    /// A question, or an option of one.
    package struct Column: Sendable {
        package var name: String
        package var question: String
        package var isMain: Bool
        package var ratings: Int
        package var raters: Int
        /// Units with at least two ratings.
        package var paired: Int
        package var figures: [AgreementFigure]
        package var categories: [Category]
        package var pairs: [Pair]
        package var selves: [Repeat]
        package var stretches: [Stretch]
        package var versions: [Stretch]
        package var byRater: [Rater]
        package var aggregations: [Aggregation]
        /// Items, as many as there are now, that would bring alpha's interval to ± 0.1.
        package var itemsNeeded: Int?
    }

    /// An item on which raters differ, with what they were shown and said.
    package struct Split: Sendable {
        package var disagreement: Disagreement
        package var item: LabelItem
        package var question: LabelQuestion
    }

    package var project: LabelProject
    package var progress: LabelProgress
    package var columns: [Column]
    package var splits: [Split]
    /// Questions that no coefficient can be given for, with why.
    package var omitted: [String: String]
    /// The judgments that count, by id.
    package var judgments: [RecordID]
    /// The versions of the guideline that judgments were made under, by hash.
    package var guidelines: [String]
}

extension AgreementResults {
    /// The results for scripts, the store and the API.
    package var json: JSONValue {
        [
            "project": .string(project.name), "file": .string(project.file),
            "progress": progress.json,
            "guidelines": .array(guidelines.map(JSONValue.string)),
            "judgments": .integer(judgments.count),
            "judgments_sha256": .string(
                ContentHash.of(.array(judgments.map { .string($0.description) }))),
            "questions": .array(columns.map(\.json)),
            "omitted": .object(omitted.mapValues(JSONValue.string)),
            "splits": .array(
                splits.map { split in
                    [
                        "item": .string(split.item.id.description),
                        "source": .string(split.item.source),
                        "question": .string(split.question.id),
                        "split": .number(split.disagreement.split),
                        "decision": split.disagreement.decision ?? .null,
                        "voices": .array(
                            split.disagreement.voices.map { voice in
                                [
                                    "annotator": .string(voice.annotator), "answer": voice.answer,
                                    "judgment": .string(voice.judgment.description),
                                    "note": voice.note.map(JSONValue.string) ?? .null,
                                ]
                            }),
                    ]
                }),
        ]
    }

    /// The results as a record, linked to what they rest on.
    package func record(id: RecordID) -> StoredRecord {
        var links = [RecordLink("about", "document:\(project.file)")]
        links += guidelines.map {
            RecordLink("under", RecordID.derived(.guideline, from: [project.name, $0]))
        }
        // Thousands of links would make the chain unreadable; the hash pins them all the same.
        if judgments.count <= Self.mostLinks {
            links += judgments.map { RecordLink("counts", $0) }
        }
        return StoredRecord(id: id, name: project.name, links: links, body: json)
    }

    private static let mostLinks = 5000
}

extension AgreementResults.Column {
    package var json: JSONValue {
        func stretch(_ stretch: AgreementResults.Stretch) -> JSONValue {
            [
                "name": .string(stretch.name), "units": .integer(stretch.units),
                "percent": stretch.percent.json, "alpha": stretch.alpha.json,
            ]
        }
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        return [
            "name": .string(name), "question": .string(question), "is_main": .bool(isMain),
            "ratings": .integer(ratings), "raters": .integer(raters),
            "paired_units": .integer(paired), "figures": .array(figures.map(\.json)),
            "items_needed": itemsNeeded.map(JSONValue.integer) ?? .null,
            "categories": .array(
                categories.map {
                    [
                        "name": .string($0.name), "ratings": .integer($0.count),
                        "kappa": $0.kappa.json,
                    ]
                }),
            "pairs": .array(
                pairs.map {
                    [
                        "first": .string($0.first), "second": .string($0.second),
                        "units": .integer($0.units), "percent": $0.percent.json,
                        "alpha": $0.alpha.json,
                    ]
                }),
            "intra_rater": .array(
                selves.map {
                    [
                        "rater": .string($0.rater), "units": .integer($0.units),
                        "percent": $0.percent.json, "alpha": $0.alpha.json,
                    ]
                }),
            "over_time": .array(stretches.map(stretch)),
            "by_guideline": .array(versions.map(stretch)),
            "raters_by_name": .array(
                byRater.map {
                    [
                        "name": .string($0.name), "ratings": .integer($0.ratings),
                        "accuracy": number($0.accuracy), "first_half_mean": number($0.firstMean),
                        "second_half_mean": number($0.secondMean),
                    ]
                }),
            "aggregation": .array(
                aggregations.map { aggregation in
                    [
                        "method": .string(aggregation.method),
                        "reason": aggregation.reason.map(JSONValue.string) ?? .null,
                        "labels": .object(
                            Dictionary(
                                uniqueKeysWithValues: aggregation.labels.map {
                                    ($0.key.description, JSONValue.string($0.value))
                                })),
                        "differs_from_majority": .array(
                            aggregation.differing.map { .string($0.description) }),
                    ]
                }),
        ]
    }
}
