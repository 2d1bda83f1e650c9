/// A labelling project as `labels/*.yaml` describes it: who judges what, under which guideline.
package struct LabelProject: Sendable, Hashable {
    /// Its name, under which its items and judgments are stored.
    package var name: String
    /// A sentence about it; empty for none.
    package var note: String
    /// The guideline that annotators read.
    package var guideline: LabelGuideline
    /// What is asked, in order.
    package var questions: [LabelQuestion]
    /// Where the items come from.
    package var items: LabelItems
    /// Who judges, and how often.
    package var annotators: LabelAnnotators
    /// The document's path in the workspace.
    package var file: String
    /// SHA-256 of the document as JSON.
    package var contentHash: String
    /// SHA-256 of what decides which items there are.
    package var itemsHash: String

    package init(
        name: String, note: String = "", guideline: LabelGuideline, questions: [LabelQuestion],
        items: LabelItems, annotators: LabelAnnotators, file: String, contentHash: String,
        itemsHash: String
    ) {
        self.name = name
        self.note = note
        self.guideline = guideline
        self.questions = questions
        self.items = items
        self.annotators = annotators
        self.file = file
        self.contentHash = contentHash
        self.itemsHash = itemsHash
    }

    /// The question of an id.
    package func question(_ id: String) -> LabelQuestion? { questions.first { $0.id == id } }
}

/// What annotators are told, in the words in force at one time.
package struct LabelGuideline: Sendable, Hashable {
    /// The Markdown file's path in the workspace.
    package var path: String
    /// The Markdown.
    package var text: String
    /// SHA-256 of the text's bytes: its version.
    package var hash: String { ContentHash.of(text) }

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Where a project's items come from, and in which order they are judged.
package struct LabelItems: Sendable, Hashable {
    /// A run's samples or a file's records.
    package enum Source: Sendable, Hashable {
        /// A run, as a user names it.
        case run(String, LabelSampleFilter)
        /// A JSONL, CSV or TSV file of the workspace.
        case file(String, LabelFields)
    }

    package var source: Source
    /// How many are drawn at random; nil for all.
    package var sample: Int?
    /// Whether every annotator gets an order of their own; else the order of the source.
    package var isRandomOrder: Bool
    /// Decides the draw and the orders.
    package var seed: Int

    package init(source: Source, sample: Int? = nil, isRandomOrder: Bool = true, seed: Int = 0) {
        self.source = source
        self.sample = sample
        self.isRandomOrder = isRandomOrder
        self.seed = seed
    }
}

/// Which of a run's samples become items.
package struct LabelSampleFilter: Sendable, Hashable {
    package var model: String?
    package var prompt: String?
    package var scorer: String?
    package var verdict: Verdict?
    package var clause: String?
    package var tags: [String: String]

    package init(
        model: String? = nil, prompt: String? = nil, scorer: String? = nil,
        verdict: Verdict? = nil, clause: String? = nil, tags: [String: String] = [:]
    ) {
        self.model = model
        self.prompt = prompt
        self.scorer = scorer
        self.verdict = verdict
        self.clause = clause
        self.tags = tags
    }
}

/// How a file's records become items.
package struct LabelFields: Sendable, Hashable {
    /// A field that is shown.
    package struct Shown: Sendable, Hashable {
        /// The name that annotators see.
        package var name: String
        /// The record's own name for it; dots lead into objects.
        package var path: String

        package init(_ name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// What is shown, in order; nil shows all but what names, tags and suggests.
    package var shown: [Shown]?
    /// The fields that hold the answers to be compared or judged; empty for those usually so named.
    package var answers: [String]
    /// The field that clusters items for intervals; nil for none.
    package var cluster: String?

    package init(shown: [Shown]? = nil, answers: [String] = [], cluster: String? = nil) {
        self.shown = shown
        self.answers = answers
        self.cluster = cluster
    }
}

/// Who judges, and how often.
package struct LabelAnnotators: Sendable, Hashable {
    /// How many people judge each item; nil for everybody.
    package var overlap: Int?
    /// The share of a person's items that come again, unsaid, to see whether they agree with
    /// themselves.
    package var repeats: Double
    /// Who may judge; empty for anybody.
    package var names: [String]
    /// Whether suggestions that items carry are shown.
    package var showsSuggestions: Bool

    package init(
        overlap: Int? = 1, repeats: Double = 0, names: [String] = [],
        showsSuggestions: Bool = false
    ) {
        self.overlap = overlap
        self.repeats = repeats
        self.names = names
        self.showsSuggestions = showsSuggestions
    }
}
