package import Evaluation
import LanguageModel
package import Workspace

/// A frontier as its records tell it, without the models and data that `FrontierPlan` checks: what
/// a page shows while trainings are still under way, or where the base model is not at hand.
///
/// With a lock that belongs to the document, its points are those of the locked trainings; without
/// one they are the latest of each method, setting and seed that the document names.
package struct StoredFrontier: Sendable {
    package var document: FrontierDocument
    /// The base policy; nil before it was measured.
    package var base: FrontierPoint?
    package var points: [FrontierPoint]
    /// Oldest first.
    package var locks: [StoredRecord]
    package var standing: FrontierLock.Standing

    /// Trainings of the sweep that are not measured yet.
    package var missing: Int { max(0, document.pointCount - points.count) }

    /// The names of all frontiers that have records, sorted.
    package static func names(in reader: StoreReader) async throws -> [String] {
        Set(try await reader.records(.frontier).map(\.name)).sorted()
    }

    /// - Parameters:
    ///   - name: the frontier's name.
    ///   - document: as the workspace has it; nil takes what was locked last.
    ///   - reader: where the records are.
    /// - Returns: nil where neither a document nor a lock tells what was to be done.
    package init?(
        _ name: String, document given: FrontierDocument?, reader: StoreReader
    ) async throws {
        let records = try await reader.records(.frontier, named: name)
        locks = records.filter { $0.body["type"]?.string == "lock" }
        let locked = locks.last?.body["document"].flatMap {
            try? FrontierDocument(DocumentNode($0, file: "frontiers/\(name).yaml"))
        }
        guard let document = given ?? locked else { return nil }
        self.document = document
        let all = records.compactMap(FrontierPoint.init)
        let trained = all.filter { !$0.method.isEmpty }
        let last = locks.last
        let isLocked = last?.body["document_sha256"]?.string == document.contentHash
        if isLocked, let last {
            let keys = Set((last.body["trainings"]?.array ?? []).compactMap(\.string))
            points = Self.latest(trained.filter { keys.contains($0.key) })
            let early = points.count { $0.id.milliseconds < last.id.milliseconds }
            standing =
                early > 0
                ? .late(last.id, last.created, points: early) : .locked(last.id, last.created)
        } else {
            points = Self.latest(trained.filter { Self.names(document, $0) })
            standing = last.map { .changed($0.id, $0.created) } ?? .open
        }
        let bases = all.filter(\.method.isEmpty)
        var wanted: String?
        if let measure = last?.body["measure_sha256"], isLocked,
            let training = points.compactMap(\.training).compactMap({ RecordID($0) }).first,
            let record = try? await reader.record(training),
            let sha256 = record.body["base_sha256"]
        {
            wanted = ContentHash.of(["measure": measure, "base": sha256])
        }
        base = bases.last { $0.key == wanted } ?? bases.last
    }

    /// The last record of each training.
    private static func latest(_ points: [FrontierPoint]) -> [FrontierPoint] {
        var found: [String: FrontierPoint] = [:]
        var order: [String] = []
        for point in points {
            let name = "\(point.method)\n\(point.setting)\n\(point.seed)"
            if found.updateValue(point, forKey: name) == nil { order.append(name) }
        }
        return order.compactMap { found[$0] }
    }

    /// Whether a document's sweep has the training of a point.
    private static func names(_ document: FrontierDocument, _ point: FrontierPoint) -> Bool {
        document.seeds.contains(point.seed)
            && document.methods.contains { method in
                method.name == point.method
                    && method.settings.contains {
                        FrontierPlan.text($0, of: method) == point.setting
                    }
            }
    }
}

extension FrontierLock.Standing {
    /// How a frontier stands to its lock, as a sentence.
    ///
    /// - Parameters:
    ///   - hash: the plan's hash, where it is known.
    ///   - earlier: how many locks there were before the last.
    package func sentence(hash: String? = nil, earlier: Int) -> String {
        let said =
            switch self {
            case .locked(let id, let time):
                "Locked before the first training: \(id), \(Self.text(time))"
                    + (hash.map { ", sha256 \($0)." } ?? ".")
            case .late(let id, let time, let points):
                "Locked when \(points == 1 ? "one point" : "\(points) points") had been measured: "
                    + "\(id), \(Self.text(time))."
            case .changed(let id, let time):
                "This is not what was locked (\(id), \(Self.text(time))): nothing here confirms a "
                    + "hypothesis."
            case .open: "Not locked beforehand: nothing here confirms a hypothesis."
            }
        guard earlier > 0 else { return said }
        return said + " It had been locked \(earlier == 1 ? "once" : "\(earlier) times") before, "
            + "as another plan; the records tell what was then."
    }

    /// `2026-11-24 12:17 UTC`.
    private static func text(_ time: Timestamp) -> String {
        let text = time.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }
}
