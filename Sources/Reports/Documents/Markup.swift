/// HTML in which text cannot become markup by accident.
///
/// Literals are markup; a string put into one is text and is escaped, for content and for
/// double-quoted attributes alike. Only another `Markup` goes in as it is. Text is never put into
/// script, style, unquoted attributes or URLs.
package struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The HTML.
    package private(set) var html: String

    /// No markup.
    package init() { html = "" }

    package init(stringLiteral value: String) { html = value }

    package init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    /// Markup that our own code wrote, such as a chart.
    package init(trusted html: String) { self.html = html }

    package static func + (left: Markup, right: Markup) -> Markup {
        Markup(trusted: left.html + right.html)
    }

    package static func += (left: inout Markup, right: Markup) { left.html += right.html }

    /// The literal's parts as they are collected.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            html.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: String) { html += literal }

        package mutating func appendInterpolation(_ text: String) { html += SafeText.html(text) }

        package mutating func appendInterpolation(_ number: Int) { html += String(number) }

        package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    }
}

extension Sequence<Markup> {
    /// The pieces one after another.
    package func joined(separator: Markup = Markup()) -> Markup {
        var output = Markup()
        for (index, piece) in enumerated() {
            if index > 0 { output += separator }
            output += piece
        }
        return output
    }
}
