extension Assets {
    /// The mark: two curves that part from one point, as two behaviours do.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1565a8"/><g fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"><path d="M7 20c7 0 8-10 18-10"/><path d="M7 20c7 0 9 4 18 4" stroke-opacity=".55"/></g><circle cx="7" cy="20" r="2.6" fill="#fff"/></svg>
        """
}
