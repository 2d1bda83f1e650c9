package import LanguageModel

/// The kinds of documents that have a JSON Schema.
package enum DocumentKind: String, Sendable, Hashable, CaseIterable {
    case conduct
    case suite
    case scorers
    case scriptedModel = "scripted-model"
    case prompt
    case caseRecord = "case"
    case labels
    case plan
    case role
    case roleLexicon = "role-lexicon"
    case recipe
    case assembly
    case experiment
    case gymClaims = "gym-claims"
    case libraryNote = "library-note"
    case questions
    case memo
    case spec
    case finding
    case coverageMatrix = "coverage-matrix"
    case artifact
    case evidence
    case portfolio
    case checkIn = "check-in"
    case frontier

    /// What the document is.
    package var summary: String {
        switch self {
        case .conduct: "conduct.yaml: the models of a workspace, its judge and its defaults."
        case .suite: "suites/*.yaml: cases with prompts, models and scorers."
        case .scorers: "A file of scorers, for suites that share them and for rescoring."
        case .scriptedModel: "A simulated model with behaviours planted at stated rates."
        case .prompt: "The front matter of prompts/*.md."
        case .caseRecord: "One line of a JSONL file of cases."
        case .labels: "labels/*.yaml: a labelling project: who judges what, under which guideline."
        case .role: "The front matter of roles/*.md."
        case .roleLexicon: "roles/lexicon.yaml: verbs by cluster, and skills."
        case .plan: "plan.yaml: phases, blocks and items of a plan of one's own."
        case .recipe: "recipes/*.yaml: a training, its data and its numbers."
        case .assembly: "assemblies/*.yaml: a context put together from slots with budgets."
        case .experiment: "experiments/*.yaml: what is varied, measured and analysed."
        case .gymClaims: "gym/*/claims.yaml: what a learner claims about a model of the gym."
        case .libraryNote: "The front matter of library/*.md."
        case .questions: "practice/questions.yaml: questions of one's own to rehearse."
        case .memo: "memos/*.yaml: models weighed against each other for one decision."
        case .spec: "The front matter of specs/*.md."
        case .finding: "The front matter of findings/*.md."
        case .coverageMatrix: "A matrix file: which combinations of tags cases should cover."
        case .artifact: "The front matter of artifacts/*.md."
        case .evidence: "An evidence block: the code fence conduct of an artifact."
        case .portfolio: "portfolio.yaml: what stands around the artifacts of a site."
        case .checkIn: "The front matter of journal/check-in-*.md; conduct plan check-in writes it."
        case .frontier: "frontiers/*.yaml: methods, strengths, and where policies are measured."
        }
    }

    /// The shape of the document.
    package func shape(_ vocabulary: ScorerVocabulary) -> Shape {
        switch self {
        case .conduct: WorkspaceConfiguration.shape
        case .suite: Suite.shape(vocabulary)
        case .scorers: ScorersFile.shape(vocabulary)
        case .scriptedModel: ScriptedModelDocument.shape
        case .prompt: PromptTemplate.frontMatterShape
        case .caseRecord: Case.shape(vocabulary)
        case .labels: LabelProject.shape
        case .plan: PlanShape.document
        case .role: RoleShape.frontMatter
        case .roleLexicon: RoleShape.lexicon
        case .recipe: Recipe.shape
        case .assembly: AssemblyDocument.shape
        case .experiment: ExperimentDocument.shape
        case .gymClaims: GymClaims.shape
        case .libraryNote: LibraryNote.frontMatterShape
        case .questions: PracticeQuestions.shape
        case .memo: MemoDocument.shape
        case .spec: Spec.frontMatterShape
        case .finding: FindingDocument.frontMatterShape
        case .coverageMatrix: CoverageMatrixShape.document
        case .artifact: ArtifactShape.frontMatter
        case .evidence: ArtifactShape.evidence
        case .portfolio: ArtifactShape.portfolio
        case .checkIn: PlanShape.checkIn
        case .frontier: FrontierDocument.shape
        }
    }

    /// The document's JSON Schema, draft 2020-12.
    package func jsonSchema(_ vocabulary: ScorerVocabulary) -> JSONValue {
        shape(vocabulary).jsonSchema(title: rawValue, summary: summary)
    }

    /// The file name under `.conduct/schemas`, to which the line at a document's top points.
    package var schemaFileName: String { "\(rawValue).json" }
}

extension WorkspaceFolder {
    /// Writes the JSON Schema of every kind of document for editors to use; existing ones are
    /// replaced.
    package func writeSchemas(_ vocabulary: ScorerVocabulary) throws(DocumentError) {
        for kind in DocumentKind.allCases {
            try write(
                kind.jsonSchema(vocabulary).serializedPretty() + "\n",
                to: ".conduct/schemas/\(kind.schemaFileName)")
        }
    }
}
