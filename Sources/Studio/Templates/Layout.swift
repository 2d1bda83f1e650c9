import Hummingbird
import Mustache
import Reports

/// What surrounds every page: navigation, style, scripts.
struct Layout: Sendable {
    private let template: MustacheTemplate
    /// What closes a page.
    let foot: String

    /// - Throws: an error of the template, which is the studio's own.
    init() throws {
        template = try MustacheTemplate(string: LayoutTemplate.head)
        foot = LayoutTemplate.foot
    }

    /// Everything before a page's body. Values are text: the template escapes them.
    func head(of page: Page, _ request: Request) -> String {
        let theme = request.cookies["conduct_theme"]?.value
        var values: [String: Any] = [
            "title": SafeTitle.text(page.title),
            "items": NavigationItem.all.map { item -> [String: Any] in
                [
                    "name": item.name, "href": item.href, "key": item.key,
                    "current": item.id == page.section,
                ]
            },
            "trail": page.trail.map { ["name": SafeTitle.text($0.name), "href": $0.href] },
            "hasTrail": !page.trail.isEmpty,
        ]
        if theme == "light" || theme == "dark" { values["theme"] = theme }
        if let previous = page.previous { values["previous"] = previous }
        if let next = page.next { values["next"] = next }
        return template.render(values)
    }
}

/// Text for titles: what could move or hide what stands beside it is spelled out.
private enum SafeTitle {
    static func text(_ text: String) -> String {
        SafeText.line(String(String.UnicodeScalarView(text.unicodeScalars.prefix(300))))
    }
}
