package import Annotation
import Statistics

/// An arena's standing as tables and sentences.
package struct ArenaBoardTable: Sendable {
    package var board: ArenaBoard

    package init(_ board: ArenaBoard) { self.board = board }

    /// The standing for the terminal.
    package func text(_ style: TerminalStyle = TerminalStyle()) -> String {
        ([standing.terminalText(style)] + notes.map { SafeText.line($0) }
            + [effects.terminalText(style)]).joined(separator: "\n\n")
    }

    /// The standing as HTML without a page around it.
    package func html() -> Markup {
        var body = standing.html()
        for note in notes { body += "<p>\(note)</p>\n" }
        return body + effects.html()
    }

    /// One row for each player, the best first.
    package var standing: Table {
        var table = Table(columns: [
            .init("rank", .trailing), .init("player"), .init("Elo", .trailing),
            .init("behind the first", .trailing), .init("without length", .trailing),
            .init("votes", .trailing), .init("won", .trailing), .init("lost", .trailing),
            .init("tied", .trailing), .init("both bad", .trailing),
        ])
        func number(_ value: Double?) -> String {
            value.map { NumberText.fixed($0, decimals: 0) } ?? ""
        }
        for row in board.rows {
            var rank = ""
            if let best = row.bestRank, let worst = row.worstRank, let own = row.rank {
                rank = best == worst ? "\(own)" : "\(own) [\(best)–\(worst)]"
            }
            var behind = number(row.behind?.value)
            if let low = row.behind?.low, let high = row.behind?.high {
                behind += " [\(number(low)), \(number(high))]"
            }
            table.rows.append([
                .init(rank, .strong), .init(row.player), .init(number(row.elo)), .init(behind),
                .init(number(row.eloForLength)), .init(NumberText.count(row.votes)),
                .init(NumberText.count(row.wins)), .init(NumberText.count(row.losses)),
                .init(NumberText.count(row.ties)), .init(NumberText.count(row.bothBad)),
            ])
        }
        return table.droppingEmptyColumns()
    }

    /// What must be known beside the numbers.
    package var notes: [String] {
        var notes = [
            "\(NumberText.counted(board.votes, "vote")) by "
                + "\(NumberText.counted(board.voterNames.count, "voter")) "
                + "(\(board.voters.rawValue)), \(NumberText.counted(board.skips, "skip")); ties by "
                + "the \(board.ties.rawValue) model"
                + (board.prior > 0
                    ? "; a prior of precision \(board.prior) pulls strengths together" : "")
                + "."
        ]
        if let obstacle = board.obstacle {
            notes.append("No ratings: \(obstacle). Vote on more pairs.")
        }
        if board.groups.count > 1 {
            let groups = board.groups.map { $0.joined(separator: ", ") }.joined(separator: " | ")
            notes.append("Groups that no chain of wins and losses links: \(groups).")
        }
        if let leader = board.leaders.first, let flip = board.topFlip {
            let number = FigureText.flips(count: flip.votes, atLeast: flip.atLeast)
            notes.append(
                "The first place rests on \(number) of \(NumberText.counted(board.votes, "vote")): "
                    + "without \(flip.votes == 1 ? "it" : "them") \(flip.challenger) is level "
                    + "with or ahead of \(leader).")
        }
        if let p = board.anytimeP, board.leaders.count == 2 {
            notes.append(
                "\(board.leaders[0]) against \(board.leaders[1]) in direct votes: p "
                    + "\(NumberText.probability(p)), valid however often one looks.")
        }
        return notes
    }

    /// What sways votes besides the answers.
    package var effects: Table {
        var table = Table(
            title: "What sways votes",
            columns: [
                .init("effect"), .init("value", .trailing), .init("95 % interval", .trailing),
                .init("why not"),
            ])
        for effect in board.effects {
            func number(_ value: Double?) -> String {
                value.map { NumberText.fixed($0, decimals: 3) } ?? NumberText.missing
            }
            let interval =
                effect.figure.low == nil
                ? "" : "\(number(effect.figure.low)), \(number(effect.figure.high))"
            table.rows.append([
                .init(effect.name), .init(number(effect.figure.value)), .init(interval),
                .init(effect.figure.reason ?? "", .muted),
            ])
        }
        return table.droppingEmptyColumns()
    }
}
