import LanguageModel
import Workspace

/// Makes items of a run's samples: blind, so without system messages, models and prompts.
struct RunItems {
    let project: LabelProject
    let filter: LabelSampleFilter
    let run: RecordID
    let reader: StoreReader

    /// The items and how many there were to draw from.
    func draw() async throws -> (items: [LabelItem], eligible: Int) {
        let listings = try await listings()
        let cases = try await reader.cases(of: run)
        let byID = Dictionary(cases.map { ($0.caseID, $0) }, uniquingKeysWith: { a, _ in a })
        var items: [LabelItem] = []
        var eligible = 0
        for form in project.forms {
            let sets = sets(listings, form)
            guard !sets.isEmpty else { throw nothing(form, listings.count) }
            eligible += sets.count
            let drawn = project.drawn(sets) { set in
                set.map(\.id.description).joined(separator: "+")
            }
            for set in drawn {
                let samples = try await samples(set)
                items.append(item(samples, form, byID[set[0].caseID]))
            }
        }
        return (items, eligible)
    }

    private func samples(_ set: [SampleListing]) async throws -> [Sample] {
        var samples: [Sample] = []
        for listing in set { samples.append(try await reader.sample(listing.id)) }
        return samples
    }

    private func listings() async throws -> [SampleListing] {
        let query = SampleQuery(
            run: run, verdict: filter.verdict, scorer: filter.scorer, isFailure: false,
            tags: filter.tags, clause: filter.clause, model: filter.model,
            promptID: filter.prompt)
        var all: [SampleListing] = []
        var next: RecordID?
        repeat {
            let page = try await reader.samples(query, after: next, limit: 1000)
            all += page.samples
            next = page.next
        } while next != nil
        return all
    }

    /// The sets of samples that make one item each: one, two, or all of a case.
    private func sets(
        _ listings: [SampleListing], _ form: LabelItem.Form
    ) -> [[SampleListing]] {
        if form == .single { return listings.map { [$0] } }
        // Answers by one model to one prompt differ by chance alone; those are compared only
        // where the run has nothing else.
        let makers = Set(listings.map { [$0.model, $0.promptID] })
        let isOneMaker = makers.count == 1
        var order: [String] = []
        var groups: [String: [SampleListing]] = [:]
        for listing in listings {
            let key = isOneMaker ? listing.caseID : "\(listing.epoch)\u{1F}\(listing.caseID)"
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(listing)
        }
        var sets: [[SampleListing]] = []
        for key in order {
            let group = (groups[key] ?? []).sorted {
                ($0.model, $0.promptID, $0.epoch) < ($1.model, $1.promptID, $1.epoch)
            }
            if form == .group {
                if group.count > 1 { sets.append(Array(group.prefix(Self.mostRanked))) }
                continue
            }
            for (index, first) in group.enumerated() {
                for second in group[(index + 1)...] { sets.append([first, second]) }
            }
        }
        return sets
    }

    /// More answers than this no one can keep apart.
    private static let mostRanked = 9

    private func nothing(_ form: LabelItem.Form, _ found: Int) -> AnnotationError {
        form == .single || found == 0
            ? AnnotationError(
                .empty, "no answer in \(run) fits what \(project.file) asks for",
                advice: "widen 'where:', or name another run")
            : AnnotationError(
                .empty, "\(run) has no two answers to one case",
                advice: "run the suite with two models, two prompts or two epochs, or remove the "
                    + "questions that compare answers")
    }

    private func item(
        _ samples: [Sample], _ form: LabelItem.Form, _ item: CaseSnapshot?
    ) -> LabelItem {
        LabelItem(
            project: project.name, form: form, fields: fields(samples, item),
            answers: samples.enumerated().map { index, sample in
                LabelItem.Answer(
                    key: AnswerKey.of(index), text: sample.output, sample: sample.id)
            }, cluster: item?.groupKey ?? samples[0].caseID,
            source: "case \(samples[0].caseID)")
    }

    /// The conversation before the answer where all answers share it, else the case's variables:
    /// the words of a prompt tell which one it is.
    private func fields(_ samples: [Sample], _ item: CaseSnapshot?) -> [LabelItem.Field] {
        let conversations = samples.map(Self.conversation)
        if conversations.allSatisfy({ $0 == conversations[0] }) {
            let messages = conversations[0]
            if messages.count == 1, messages[0].role == .user {
                return [LabelItem.Field("prompt", .string(messages[0].text))]
            }
            return [LabelItem.Field("conversation", .array(messages.map(\.json)))]
        }
        return (item?.vars ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
            value.string.map { LabelItem.Field(name, .string($0)) }
        }
    }

    private static func conversation(_ sample: Sample) -> [Message] {
        var messages = sample.transcript
        if messages.last?.role == .assistant { messages.removeLast() }
        return messages.filter { $0.role != .system }
    }
}

/// The names of an item's answers.
enum AnswerKey {
    /// `a`, `b` … `z`, `aa` …
    static func of(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
        return index < 26 ? letter : of(index / 26 - 1) + letter
    }
}
