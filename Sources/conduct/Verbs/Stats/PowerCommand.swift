import ArgumentParser
import Evaluation
import Reports
import Statistics

/// `conduct stats power`.
struct PowerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power",
        abstract: "Cases needed, the effect that could be found, or the power: what is left out.",
        discussion: """
            Give an effect to get the number of cases, --n to get the detectable effect, both to \
            get the power. A paired design takes the standard deviation of differences, or the \
            variances between and within cases, or a FILE of pilot data with repeats from which \
            they are estimated.

            EXAMPLES
              conduct stats power --effect 0.03 --between-variance 0.1111 --within-variance 0.1667
              conduct stats power --n 198 --between-variance 0.1111 --within-variance 0.1667
              conduct stats power --design unpaired --baseline 0.7 --effect 0.05
              conduct stats power pilot.csv --effect 0.05
              conduct stats power --n 200 --sd 0.5 --margin 0.1
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var columns: ComparisonColumnOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "Pilot data of two systems on the same cases.", completion: .file())
    var file: String?

    @Option(name: .long, help: "paired, unpaired or one (a rate against a baseline).")
    var design: PowerAnalysis.Design = .paired

    @Option(name: .long, help: "The true difference that should be found.")
    var effect: Double?

    @Option(
        name: .shortAndLong,
        help: "Cases; observations in each sample if unpaired; clusters with --cluster-size.")
    var n: Int?

    @Option(name: .long, help: "The wanted power.")
    var power = 0.8

    @Option(name: .long, help: "The error of the first kind, two-sided.")
    var alpha = 0.05

    @Option(name: .long, help: "The standard deviation of differences, or of observations.")
    var sd: Double?

    @Option(name: .long, help: "The variance of the true difference between cases.")
    var betweenVariance: Double?

    @Option(name: .long, help: "The variance of one sample around its case's mean, of each system.")
    var withinVariance: Double?

    @Option(name: .long, help: "The same, of the first system only.")
    var firstVariance: Double?

    @Option(name: .long, help: "The same, of the second system only.")
    var secondVariance: Double?

    @Option(name: .long, help: "Samples of a case by each system.")
    var repeats = 1

    @Option(name: .long, help: "The baseline rate, for designs of rates.")
    var baseline: Double?

    @Option(name: .long, help: "Cases in a cluster; -n then counts clusters.")
    var clusterSize: Double?

    @Option(name: .long, help: "The correlation of differences within a cluster.")
    var correlation = 0.0

    @Option(name: .long, help: "Plan for showing equivalence within plus or minus this margin.")
    var margin: Double?

    func validate() throws {
        if effect == nil, n == nil, margin == nil {
            throw ValidationError("give --effect, --n or both; see conduct stats power --help")
        }
        if let n, n < 2 { throw ValidationError("--n is at least 2") }
        if repeats < 1 { throw ValidationError("--repeats is at least 1") }
    }

    func run() throws {
        var question = PowerAnalysis.Question()
        (question.design, question.effect, question.count) = (design, effect, n)
        (question.power, question.alpha, question.deviation) = (power, alpha, sd)
        (question.between, question.repeats) = (betweenVariance, repeats)
        question.firstWithin = firstVariance ?? withinVariance ?? 0
        question.secondWithin = secondVariance ?? withinVariance ?? 0
        (question.baseline, question.clusterSize) = (baseline, clusterSize)
        (question.correlation, question.margin) = (correlation, margin)
        var notes: [String] = []
        do throws(Undefined) {
            if let file {
                notes = try pilot(file, &question)
            }
            let analysis = try PowerAnalysis(question)
            var document = analysis.document
            document.tables[0].notes = notes + document.tables[0].notes
            try shown(document, analysis)
        } catch {
            throw Failure(.badInput, "error: the plan is \(error.description)")
        }
    }

    private func shown(_ document: AnalysisDocument, _ analysis: PowerAnalysis) throws(Undefined) {
        do {
            try output.show(document, json: analysis.json)
        } catch {
            ExitStatus.exit(after: error)
        }
    }

    private func pilot(_ path: String, _ question: inout PowerAnalysis.Question)
        throws(Undefined) -> [String]
    {
        let data: ComparedColumns
        do {
            data = try ComparedColumns(table.read(path), columns.columns)
        } catch {
            ExitStatus.exit(after: error)
        }
        let pilot = try PilotVariances(data.repeats)
        question.between = pilot.between
        (question.firstWithin, question.secondWithin) = (pilot.firstWithin, pilot.secondWithin)
        return data.reading + [
            "Pilot: \(pilot.cases) cases of '\(data.firstName)' and '\(data.secondName)'"
                + (pilot.hasRepeats
                    ? "." : ", one sample a case: how much repeats would help is unknown.")
        ]
    }
}

extension PowerAnalysis.Design: ExpressibleByArgument {}
