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
        NavigationItem(id: "specs", name: "Specs", href: "/specs", key: "s"),
        NavigationItem(id: "runs", name: "Runs", href: "/runs", key: "r"),
        NavigationItem(id: "compare", name: "Compare", href: "/compare", key: "c"),
        NavigationItem(id: "playground", name: "Playground", href: "/playground", key: "p"),
        NavigationItem(id: "experiments", name: "Experiments", href: "/experiments", key: "x"),
        NavigationItem(id: "projects", name: "Labelling", href: "/projects", key: "l"),
        NavigationItem(id: "arena", name: "Arena", href: "/arena", key: "a"),
        NavigationItem(id: "findings", name: "Findings", href: "/findings", key: "f"),
        NavigationItem(id: "laboratory", name: "Laboratory", href: "/laboratory", key: "t"),
        NavigationItem(id: "artifacts", name: "Artifacts", href: "/artifacts", key: "d"),
        NavigationItem(id: "plan", name: "Plan", href: "/plan", key: "n"),
        NavigationItem(id: "practice", name: "Practice", href: "/practice", key: "i"),
        NavigationItem(id: "records", name: "Records", href: "/records", key: "e"),
    ]
}
