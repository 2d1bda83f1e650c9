import Annotation
import LanguageModel
import Reports
import Workspace

/// The page of one blind vote.
struct ArenaPage {
    let definition: ArenaDefinition
    let voter: String

    init(_ definition: ArenaDefinition, voter: String) {
        self.definition = definition
        self.voter = voter
    }

    private var path: String { "/arena/\(QueryText.encoded(definition.name))" }

    /// The page for a pair, or for the end of the queue.
    func page(_ next: ArenaPresentation?) -> Page {
        let undo = "\(path)/vote?as=\(QueryText.encoded(voter))&undo=1"
        let body: Markup = """
            <header class="head"><div><h1>\(definition.question)</h1>
            <p class="over">\(voter)\(next.map { " · \($0.voted) voted" } ?? "")</p></div>
            <div class="actions"><a class="button" href="\(undo)" data-hotkey="z" data-says="Take the last vote back">Undo <kbd>z</kbd></a></div></header>
            \(next.map(pair) ?? end)
            """
        return Page(
            title: definition.question, section: "arena",
            trail: [("Arena", "/arena"), (definition.name, path)], body: body)
    }

    private var end: Markup {
        """
        <div class="empty" id="done"><p><b>No pair is left.</b> Thank you.</p>
        <p><a href="\(path)">The standing</a></p></div>
        """
    }

    private static let choices: [(key: String, choice: ArenaVote.Choice, title: String)] = [
        ("1 ArrowLeft", .left, "Left"), ("2 ArrowRight", .right, "Right"), ("3", .tie, "Tie"),
        ("4", .bothBad, "Both bad"), ("0", .skip, "Skip"),
    ]

    private func pair(_ next: ArenaPresentation) -> Markup {
        let turns = next.conversation.map { message -> Markup in
            """
            <div class="turn"><h3>\(message.role.rawValue)</h3><pre class="text">\(message.text)</pre></div>
            """
        }
        let former = next.former
        var said = Markup()
        if let former {
            let title = Self.choices.first { $0.choice == former.choice }?.title ?? ""
            said = """
                <input type="hidden" name="replaces" value="\(former.vote.description)">
                <div class="banner" role="note"><p>You said <b>\(title)</b>. What you say now takes its place.</p></div>
                """
        }
        let buttons = Self.choices.map { key, choice, title -> Markup in
            let mark: Markup = former?.choice == choice ? " aria-current=\"true\"" : ""
            let shown = String(key.prefix(1))
            return """
                <button name="choice" value="\(choice.rawValue)" data-hotkey="\(key)" data-says="\(title)"\(mark)>\(title) <kbd>\(shown)</kbd></button>

                """
        }
        let sure = [("7", "1", "a guess"), ("8", "2", "fairly"), ("9", "3", "certain")].map {
            key, value, title -> Markup in
            let mark: Markup = former?.confidence.map(String.init) == value ? " checked" : ""
            return """
                <label><input type="radio" name="confidence" value="\(value)" data-hotkey="\(key)" data-says="\(title)"\(mark)> \(title) <kbd>\(key)</kbd></label>
                """
        }
        // Enter in a field presses a form's first button: that must not be a vote.
        return """
            <div class="label-shown">\(turns.joined())
            <div class="label-sides"><div class="turn answer"><h3>left</h3><pre class="text">\(next.left)</pre></div>
            <div class="turn answer"><h3>right</h3><pre class="text">\(next.right)</pre></div></div></div>
            <form method="post" action="\(path)/vote" class="ballot"><button disabled hidden></button>
            <input type="hidden" name="ticket" value="\(next.ticket.description)">
            <input type="hidden" name="matchup" value="\(next.matchup.description)">
            <input type="hidden" name="as" value="\(voter)">\(said)
            <div class="votes">\(buttons.joined())</div>
            <fieldset><legend>How sure</legend><div class="choices">\(sure.joined())</div></fieldset>
            <label class="why">Why <kbd>r</kbd><input name="reason" value="\(former?.reason ?? "")" maxlength="2000" \
            data-hotkey="r" data-says="Say why; Escape leaves the field"></label></form>

            """
    }
}
