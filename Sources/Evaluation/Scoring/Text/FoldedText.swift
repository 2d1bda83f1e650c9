/// A text argument that is case folded once where it is the same for every case.
struct FoldedText: Sendable {
    private let argument: TextArgument
    private let folds: Bool
    /// The text as compared, where it is the same for every case.
    let constant: String?

    init(_ argument: TextArgument, folds: Bool) {
        self.argument = argument
        self.folds = folds
        constant = argument.constant.map { folds ? ScalarText.folded($0) : $0 }
    }

    /// The text as compared, for a case.
    func text(for subject: ScoringSubject) throws(Unscorable) -> String {
        if let constant { return constant }
        let text = try argument.text(for: subject)
        return folds ? ScalarText.folded(text) : text
    }
}
