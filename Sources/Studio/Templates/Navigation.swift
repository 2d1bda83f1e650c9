/// An entry of the studio's navigation.
struct NavigationItem: Sendable, Identifiable {
    let id: String
    let name: String
    let href: String
    /// The letter that leads here after g.
    let key: String

    /// All entries, in the order in which they are shown.
    static let all = [
        NavigationItem(id: "home", name: "Home", href: "/", key: "h"),
        NavigationItem(id: "runs", name: "Runs", href: "/runs", key: "r"),
        NavigationItem(id: "compare", name: "Compare", href: "/compare", key: "c"),
        NavigationItem(id: "records", name: "Records", href: "/records", key: "e"),
        NavigationItem(id: "plan", name: "Plan", href: "/plan", key: "l"),
        NavigationItem(id: "playground", name: "Playground", href: "/playground", key: "p"),
        NavigationItem(id: "projects", name: "Labelling", href: "/projects", key: "l"),
        NavigationItem(id: "arena", name: "Arena", href: "/arena", key: "a"),
    ]
}
