import Annotation
import Reports
import Workspace

/// What waits for somebody's judgment: items to label, disagreements to decide, arenas in which
/// the first two are not told apart, verdicts that no scorer could give.
struct WaitingList {
    let environment: StudioEnvironment
    /// Newest first.
    let runs: [RunLine]

    func markup() async throws -> Markup {
        var lines: [Markup] = []
        lines += await projects()
        lines += try await arenas()
        lines += verdicts
        if lines.isEmpty { lines = ["<li class=\"muted\">Nothing: all is judged.</li>"] }
        return """
            <section><h2>Waits for judgment</h2><ul class="side-list">\(lines.joined())</ul></section>

            """
    }

    /// A project that can't be opened says so on its own page.
    private func projects() async -> [Markup] {
        var lines: [Markup] = []
        for (_, project) in environment.projects?.list() ?? [] {
            guard case .success(let project) = project,
                let queue = try? await environment.desk(project.name).state()
            else { continue }
            let progress = LabelProgress(queue)
            let path = "/projects/\(QueryText.encoded(project.name))"
            if progress.done < progress.wanted {
                let left = progress.wanted - progress.done
                lines.append(
                    """
                    <li><a href="\(path)" data-item>\(NumberText.counted(left, "judgment"))</a> to give in \(project.name)</li>

                    """)
            }
            if progress.disagreements > 0 {
                lines.append(
                    """
                    <li><a href="\(path)#disagreements" data-item>\(NumberText.counted(progress.disagreements, "disagreement"))</a> \
                    to decide in \(project.name)</li>

                    """)
            }
        }
        return lines
    }

    private func arenas() async throws -> [Markup] {
        guard let arenas = environment.arenas else { return [] }
        var lines: [Markup] = []
        for record in try await environment.reader.records(.arena) {
            guard let desk = try? await arenas.desk(record.name) else { continue }
            let board = try await environment.judgments.board(desk, .people)
            let open: String
            if board.obstacle != nil {
                open = "too few votes to rate"
            } else if board.leaders.count == 2, let gap = board.rows.dropFirst().first?.behind,
                let low = gap.low, let high = gap.high, low <= 0, high >= 0
            {
                open = "\(board.leaders[0]) and \(board.leaders[1]) are not told apart"
            } else {
                continue
            }
            lines.append(
                """
                <li><a href="/arena/\(QueryText.encoded(record.name))" data-item>Votes in \(record.name)</a>: \(open)</li>

                """)
        }
        return lines
    }

    private var verdicts: [Markup] {
        runs.compactMap { line in
            let unscored = line.summary.verdicts.reduce(0) { $0 + $1.unscored }
            guard unscored > 0 else { return nil }
            return """
                <li><a href="/runs/\(line.summary.id.description)/samples?verdict=unscored" data-item>\
                \(NumberText.counted(unscored, "verdict"))</a> that no scorer could give in \
                \(line.summary.run.suite) (\(Marks.short(line.summary.id)))</li>

                """
        }
    }
}
