package import LanguageModel
package import Workspace

/// Tasks of Label Studio with their annotations: into items and judgments, and back.
package struct LabelStudioTasks: Sendable {
    /// The tasks as they came.
    package var tasks: [JSONValue]

    /// Reads a task file: a list of tasks, or one task to a line.
    ///
    /// - Throws: what is wrong, with the number of the task.
    package init(json text: String, path: String) throws(DocumentError) {
        let node = try DocumentNode(json: text, path: path, limits: .standard)
        let list = node.json.array ?? [node.json]
        for (index, task) in list.enumerated() where task["data"]?.object == nil {
            throw DocumentError(
                .missingKey, file: path,
                "task \(index + 1) has no object 'data'",
                suggestion: "export the project as JSON, not as JSON-MIN or CSV")
        }
        tasks = list
    }

    /// A task without what people and models said of it.
    private static func bare(_ task: JSONValue) -> JSONValue {
        var object = task.object ?? [:]
        object["completions"] = nil
        // What was an empty list stays one.
        if object["annotations"] != nil { object["annotations"] = [] }
        return .object(object)
    }

    /// The items as lines of a dataset that a project reads.
    package func dataset(_ config: LabelStudioConfig) -> [JSONValue] {
        tasks.enumerated().map { index, task in
            var record: [String: JSONValue] = [:]
            for (name, value) in task["data"]?.object ?? [:] { record[name] = Self.shown(value) }
            if let field = config.listField, let list = task["data"]?[field]?.array {
                record[field] = nil
                record["answers"] = .array(
                    list.map { .string($0["body"]?.string ?? $0["title"]?.string ?? "") })
            }
            record["id"] = .string(Self.name(of: task, index))
            record[FileItems.external] = Self.bare(task)
            return .object(record)
        }
    }

    /// Lists of texts and of turns as they are shown.
    private static func shown(_ value: JSONValue) -> JSONValue {
        guard let list = value.array, !list.isEmpty else { return value }
        let texts = list.compactMap(\.string)
        if texts.count == list.count { return .string(texts.joined(separator: "\n\n")) }
        let turns = list.compactMap { turn -> JSONValue? in
            guard let text = turn["content"]?.string ?? turn["text"]?.string,
                let role = turn["role"]?.string ?? turn["author"]?.string
            else { return nil }
            return ["role": .string(role), "content": .string(text)]
        }
        return turns.count == list.count ? .array(turns) : value
    }

    private static func name(of task: JSONValue, _ index: Int) -> String {
        let id = task["id"]?.int.map(String.init) ?? task["id"]?.string
        return id.map { "task \($0)" } ?? "task \(index + 1)"
    }

    /// The judgments of the tasks' annotations.
    ///
    /// - Parameters:
    ///   - queue: the project with the items.
    ///   - annotator: whose an annotation is that names nobody.
    ///   - source: the file's name.
    /// - Returns: judgments, and a sentence for what has no counterpart and is kept as it came.
    package func judgments(
        for queue: LabelQueue, annotator: String, source: String
    ) -> (judgments: [Judgment], notes: [String]) {
        var bySource: [String: LabelItem] = [:]
        for item in queue.items { bySource[item.source] = item }
        var judgments: [Judgment] = []
        var notes: [String] = []
        for (index, task) in tasks.enumerated() {
            let name = Self.name(of: task, index)
            let own = task["meta"]?["conduct"]?["item"]?.string.flatMap { RecordID($0) }
            guard let item = own.flatMap({ queue.item($0) }) ?? bySource[name] else {
                notes.append("\(name): the project has no such item; its annotations were left out")
                continue
            }
            if task["predictions"]?.array?.contains(where: { $0.int != nil }) == true {
                notes.append(
                    "\(name): predictions are given as numbers; their content is not there")
            }
            let annotations = task["annotations"]?.array ?? task["completions"]?.array ?? []
            for (place, annotation) in annotations.enumerated() {
                guard annotation.object != nil else {
                    notes.append(
                        "\(name): an annotation is given as a number; its content is not there")
                    continue
                }
                var (judgment, kept) = judgment(
                    annotation, of: item, task, queue.project, annotator, source)
                // Exports keep the order of the tasks' lists.
                if judgment.external != nil {
                    judgment.external = ["place": .integer(place), "annotation": annotation]
                }
                judgments.append(judgment)
                notes += kept.map { "\(name): \($0)" }
            }
        }
        return (judgments, notes)
    }

    private func judgment(
        _ annotation: JSONValue, of item: LabelItem, _ task: JSONValue, _ project: LabelProject,
        _ annotator: String, _ source: String
    ) -> (Judgment, [String]) {
        let uuid = annotation["unique_id"]?.string ?? ""
        if let stored = task["meta"]?["conduct"]?["judgments"]?[uuid],
            let record = StoredRecord(json: stored), var own = Judgment(record)
        {
            own.item = item.id
            own.project = project.name
            own.external = item.external == nil ? own.external : annotation
            return (own, [])
        }
        let by = annotation["completed_by"]
        let name =
            by?["email"]?.string ?? by?.string ?? by?.int.map { "user-\($0)" } ?? annotator
        let results = LabelStudioResults(
            questions: project.questions(for: item), item: item, listIDs: Self.listIDs(item))
        let (answers, kept) = results.answers(from: annotation["result"]?.array ?? [])
        let created =
            annotation["created_at"]?.string.flatMap { Timestamp(iso: $0) }
            ?? Timestamp(milliseconds: 0)
        return (
            Judgment(
                id: .derived(
                    .annotation,
                    from: [project.name, item.id.description, ContentHash.of(annotation)]),
                project: project.name, item: item.id, annotator: name, answers: answers,
                skip: annotation["was_cancelled"]?.bool == true ? "" : nil,
                guideline: project.guideline.hash, order: item.keys,
                elapsed: annotation["lead_time"]?.double.map { Int(($0 * 1000).rounded()) },
                source: source, external: annotation, created: created), kept
        )
    }

    /// The ids of a list's entries in the task that an item came from.
    private static func listIDs(_ item: LabelItem) -> [String] {
        for value in (item.external?["data"]?.object ?? [:]).values {
            let ids = (value.array ?? []).compactMap { entry in
                entry["id"]?.string ?? entry["id"]?.int.map(String.init)
            }
            if ids.count == item.answers.count, !ids.isEmpty { return ids }
        }
        return item.keys
    }

    /// A project's items and judgments as tasks.
    ///
    /// What came from Label Studio goes back as it came. Of our own, what Label Studio has no
    /// place for (the order shown, "can't tell", notes, repeats, decisions) goes along in the
    /// task's `meta`, which it keeps.
    package init(_ queue: LabelQueue) {
        let live = Set(queue.current.map(\.id)).union(queue.adjudications.map(\.id))
        let byItem = Dictionary(
            grouping: queue.judgments.values.filter { live.contains($0.id) }, by: \.item)
        tasks = queue.items.map { item in
            let judgments = (byItem[item.id] ?? []).sorted { first, second in
                let (a, b) = (Self.place(first), Self.place(second))
                return (a, first.created, first.id) < (b, second.created, second.id)
            }
            return Self.task(item, judgments, queue.project)
        }
    }

    /// Where an annotation stood in its task; our own follow.
    private static func place(_ judgment: Judgment) -> Int {
        judgment.external?["place"]?.int ?? .max
    }

    private static func task(
        _ item: LabelItem, _ judgments: [Judgment], _ project: LabelProject
    ) -> JSONValue {
        var task = item.external?.object ?? ["data": data(of: item)]
        let results = LabelStudioResults(
            questions: project.questions(for: item), item: item, listIDs: listIDs(item))
        var meta = task["meta"]?.object ?? [:]
        var own = meta["conduct"]?.object ?? [:]
        var records = own["judgments"]?.object ?? [:]
        let list: [JSONValue] = judgments.map { judgment in
            if let external = judgment.external?["annotation"] { return external }
            let uuid = judgment.id.uuid
            records[uuid] = judgment.record.json
            let email =
                judgment.annotator.contains("@")
                ? judgment.annotator : "\(judgment.annotator)@conduct.invalid"
            var annotation: [String: JSONValue] = [
                "unique_id": .string(uuid), "completed_by": ["email": .string(email)],
                "result": .array(results.results(of: judgment)),
                "was_cancelled": .bool(judgment.isSkip),
                "ground_truth": .bool(judgment.role == .adjudicator),
                "created_at": .string(judgment.created.description),
            ]
            if let elapsed = judgment.elapsed {
                annotation["lead_time"] = .number(Double(elapsed) / 1000)
            }
            return .object(annotation)
        }
        // A task that had no list of annotations gets none for nothing.
        if !list.isEmpty || item.external == nil || task["annotations"] != nil {
            task["annotations"] = .array(list)
        }
        if !records.isEmpty {
            own["judgments"] = .object(records)
            if own["item"] == nil { own["item"] = .string(item.id.description) }
            meta["conduct"] = .object(own)
            task["meta"] = .object(meta)
        } else if item.external == nil {
            meta["conduct"] = ["item": .string(item.id.description)]
            task["meta"] = .object(meta)
        }
        return .object(task)
    }

    private static func data(of item: LabelItem) -> JSONValue {
        var data: [String: JSONValue] = [:]
        for field in item.fields { data[field.name] = field.value }
        if item.form == .group {
            data["answers"] = .array(
                item.answers.map { ["id": .string($0.key), "body": .string($0.text)] })
        } else {
            for (index, answer) in item.answers.enumerated() {
                data[LabelStudioNames.answer(index, of: item.answers.count)] = .string(answer.text)
            }
        }
        return .object(data)
    }

    /// The tasks as a file.
    package var text: String { JSONValue.array(tasks).serialized() + "\n" }
}
