import Alignment
import Reports
import Workspace

/// A training that left no record yet: how far it is, and whether anybody is at it.
struct TrainingCard {
    let training: TrainingFolder
    let standing: TrainingFolder.Standing
    /// The words that go on with it.
    let command: String

    /// - Returns: nil for a finished training and for a folder whose state can't be read.
    init?(_ training: TrainingFolder, in folder: WorkspaceFolder) {
        guard let standing = training.standing else { return nil }
        self.training = training
        self.standing = standing
        let method = (try? Recipe.read(training.recipe, in: folder))?.method.rawValue
        command = "conduct align \(method ?? "METHOD") \(training.recipe)"
    }

    /// All trainings without a record, the newest first.
    static func all(in folder: WorkspaceFolder?, kept: Set<RecordID>) -> [TrainingCard] {
        guard let folder else { return [] }
        return TrainingFolder.all(in: folder).filter { !kept.contains($0.id) }
            .compactMap { TrainingCard($0, in: folder) }
    }

    var markup: Markup {
        """
        <div class="card"><h3><a href="/laboratory/\(training.id.description)" data-item>\(DocumentName.stem(training.recipe))</a></h3>
        <p>\(state)</p>\(progress)</div>

        """
    }

    /// The state as a word that looks like a run's.
    var state: Markup {
        switch standing {
        case .underWay:
            "<span class=\"state running\"><span class=\"tick\">● </span>under way</span>"
        case .interrupted: "<span class=\"state interrupted\">interrupted</span>"
        case .failed: "<span class=\"state failed\">failed</span>"
        }
    }

    /// How far it is, when it last took a step, and how it goes on.
    var progress: Markup {
        let curves = TrainingCurves(training.metrics)
        var output = Markup()
        if let progress = curves.progress {
            let steps = progress.steps ?? progress.step
            var line = "step \(NumberText.count(progress.step)) of \(NumberText.count(steps))"
            if standing == .underWay, let speed = progress.tokensPerSecond {
                line += ", \(NumberText.fixed(speed, decimals: 0)) tokens a second"
            }
            output += "<p>\(line)</p>\(Marks.progress(progress.step, of: steps))"
        } else {
            output += "<p>before its first step</p>"
        }
        let last: Markup = training.lastChange.map { "; its last step was \(Marks.time($0))" } ?? ""
        switch standing {
        case .underWay: break
        case .interrupted:
            output += """
                <p class="warning">No process is at it\(last). It goes on from its checkpoint with <code>\(command)</code>.</p>
                """
        case .failed:
            output += """
                <p class="bad">It met a number that is not finite\(last). Try a lower learning rate.</p>
                """
        }
        return output
    }
}
