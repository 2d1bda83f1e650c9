import Reports

/// Fields of forms, each with its label.
enum Field {
    /// A value to choose and how it is shown.
    struct Option: Sendable, Hashable {
        var value: String
        var name: String

        init(_ value: String, _ name: String) {
            self.value = value
            self.name = name
        }
    }

    /// A choice of one value, or of any.
    static func select(
        _ name: String, _ label: String, _ options: [Option], _ chosen: String?,
        any: String = "any"
    ) -> Markup {
        var options = options
        // What the address asks for is shown, also where this page doesn't offer it.
        if let chosen, !options.contains(where: { $0.value == chosen }) {
            options.append(Option(chosen, chosen))
        }
        guard !options.isEmpty else { return "" }
        let list = options.map { option -> Markup in
            let mark: Markup = option.value == chosen ? " selected" : ""
            return "<option value=\"\(option.value)\"\(mark)>\(option.name)</option>"
        }
        return """
            <label>\(label)<select name="\(name)"><option value="">\(any)</option>\(list.joined())\
            </select></label>
            """
    }

    static func search(_ name: String, _ label: String, _ value: String?) -> Markup {
        """
        <label>\(label)<input type="search" name="\(name)" value="\(value ?? "")" \
        autocomplete="off"></label>
        """
    }

    static func hidden(_ name: String, _ value: String?) -> Markup {
        guard let value else { return "" }
        return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
}
