package import LanguageModel
package import Workspace

extension LabelQuestion {
    /// A stored answer in the words of a form that shows the item's answers in an order.
    package func shown(_ stored: JSONValue, shownAs order: [String]) -> JSONValue {
        switch kind {
        case .pairwise:
            switch stored.string.flatMap(order.firstIndex(of:)) {
            case 0?: return .string(PairChoice.left.rawValue)
            case 1?: return .string(PairChoice.right.rawValue)
            default: return stored
            }
        case .ranking:
            var ranks: [String: JSONValue] = [:]
            for (rank, group) in (stored.array ?? []).enumerated() {
                for key in (group.array ?? []).compactMap(\.string) {
                    guard let place = order.firstIndex(of: key) else { continue }
                    ranks["\(place + 1)"] = .integer(rank + 1)
                }
            }
            return .object(ranks)
        default: return stored
        }
    }
}
