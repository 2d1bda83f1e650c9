import LanguageModel
import Reports
import Workspace

/// Small pieces that several pages show alike.
enum Marks {
    /// A verdict with its scorer's name.
    static func badge(_ verdict: Verdict, _ scorer: String, isOverridden: Bool = false) -> Markup {
        let mark = isOverridden ? " ✎" : ""
        return switch verdict {
        case .pass:
            "<span class=\"badge pass\" title=\"\(scorer): passes\">✓ \(scorer)\(mark)</span>"
        case .fail:
            "<span class=\"badge fail\" title=\"\(scorer): fails\">✗ \(scorer)\(mark)</span>"
        case .unscored:
            "<span class=\"badge unscored\" title=\"\(scorer): could not score\">? \(scorer)\(mark)</span>"
        }
    }

    /// How far a run is.
    static func state(_ summary: RunSummary) -> Markup {
        let pulse: Markup =
            summary.status == .running ? "<span class=\"tick\">● </span>" : ""
        let word = summary.status.rawValue
        return "<span class=\"state \(word)\">\(pulse)\(word)</span>"
    }

    /// A bar of three parts: passes, could not score, fails. The numbers stand beside it.
    static func meter(_ count: ScorerCount, isWide: Bool = false) -> Markup {
        meter(pass: count.pass, fail: count.fail, unscored: count.unscored, isWide: isWide)
    }

    static func meter(pass: Int, fail: Int, unscored: Int, isWide: Bool = false) -> Markup {
        let total = max(1, pass + fail + unscored)
        func width(_ part: Int) -> String {
            NumberText.fixed(Double(part) * 100 / Double(total), decimals: 2)
        }
        let style = isWide ? "meter wide" : "meter"
        return """
            <svg class="\(style)" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="pass" x="0" y="0" width="\(width(pass))" height="8"/>\
            <rect class="unscored" x="\(width(pass))" y="0" width="\(width(unscored))" height="8"/>\
            <rect class="fail" x="\(width(pass + unscored))" y="0" width="\(width(fail))" height="8"/></svg>
            """
    }

    /// How much is done of what was planned.
    static func progress(_ done: Int, of planned: Int) -> Markup {
        let share = planned > 0 ? min(1, Double(done) / Double(planned)) : 0
        let width = NumberText.fixed(share * 100, decimals: 2)
        return """
            <svg class="meter wide" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" \
            aria-label="\(NumberText.percent(share)) done"><rect class="pass" x="0" y="0" width="\(width)" height="8"/></svg>
            """
    }

    /// What each scorer says so far, the first few of them.
    static func rates(_ counts: [ScorerCount], most: Int = 3) -> Markup {
        guard !counts.isEmpty else { return "<span class=\"muted\">not scored</span>" }
        var output: Markup = "<span class=\"rates\">"
        for count in counts.prefix(most) {
            let scored = count.pass + count.fail
            let rate =
                scored > 0
                ? NumberText.percent(Double(count.pass) / Double(scored), decimals: 1)
                : NumberText.missing
            output += """
                <span class="who" title="\(count.scorer)">\(count.scorer)</span>\
                <span>\(rate)</span>\(meter(count))
                """
        }
        output += "</span>"
        if counts.count > most {
            output += "<small class=\"muted\">and \(counts.count - most) more</small>"
        }
        return output
    }

    /// The time of a moment, readable by machines too.
    static func time(_ moment: Timestamp, now: Timestamp = .now) -> Markup {
        let exact = NumberText.time(milliseconds: moment.milliseconds)
        return
            "<time datetime=\"\(moment.description)\" title=\"\(exact)\">\(ago(moment, now))</time>"
    }

    /// `just now`, `12 min ago`, `3 h ago`, and from two days on the date.
    static func ago(_ moment: Timestamp, _ now: Timestamp) -> String {
        let seconds = (now.milliseconds - moment.milliseconds) / 1000
        switch seconds {
        case ..<0: return NumberText.time(milliseconds: moment.milliseconds)
        case ..<60: return "just now"
        case ..<3600: return "\(seconds / 60) min ago"
        case ..<172_800: return "\(seconds / 3600) h ago"
        default:
            return String(NumberText.time(milliseconds: moment.milliseconds).prefix(10))
        }
    }

    /// How long a run took or has taken so far.
    static func duration(_ run: Run, now: Timestamp = .now) -> String {
        let end = run.finished ?? now
        return NumberText.duration(
            microseconds: Double(max(0, end.milliseconds - run.created.milliseconds)) * 1000)
    }

    /// The money that a run cost as far as it is known.
    static func cost(_ summary: RunSummary) -> String {
        Wording.cost(known: Double(summary.cost) / 1e9, unknownCalls: summary.costUnknown)
    }

    /// An id's beginning, long enough to name it in a list.
    static func short(_ id: RecordID) -> String { String(id.description.prefix(16)) }
}

extension Sequence {
    /// Maps one element after the other.
    func mapInOrder<Result>(_ transform: (Element) async throws -> Result) async rethrows
        -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
