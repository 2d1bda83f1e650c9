import Evaluation
import LanguageModel
import Statistics
import Testing
import Workspace

@Suite("Ratings from tables")
struct RatingSheetTests {
    /// Krippendorff 2011, section C, as published: observers in columns, `*` missing.
    static let exampleC = [
        "123321412***", "1233224125*3", "*3332342251*", "12332441251*",
    ].map(Array.init)

    static let wide =
        "item,A,B,C,D\n"
        + (0..<12).map { row in
            "u\(row + 1)," + exampleC.map { String($0[row]) }.joined(separator: ",")
        }.joined(separator: "\n") + "\n"

    static let long =
        "rater,item,rating\n"
        + zip(["A", "B", "C", "D"], exampleC).flatMap { name, marks in
            marks.enumerated().filter { $0.element != "*" }
                .map { "\(name),u\($0.offset + 1),\($0.element)" }
        }.joined(separator: "\n") + "\n"

    static let lines =
        zip(["A", "B", "C", "D"], exampleC).flatMap { name, marks in
            marks.enumerated().map { row, mark in
                let value = mark == "*" ? "null" : "\(mark)"
                return "{\"item\": \"u\(row + 1)\", \"rater\": \"\(name)\", \"value\": \(value)}"
            }
        }.joined(separator: "\n")

    @Test(
        "Wide, long and JSONL tables give the published coefficients",
        arguments: [(wide, "csv"), (long, "csv"), (lines, "jsonl")])
    func publishedValues(text: String, ending: String) throws {
        let sheet = try RatingSheet(TableFile.read(text, ending, missing: ["*"]))
        let analysis = AgreementAnalysis(sheet)
        let json = analysis.json
        // Krippendorff 2011; AC1 and BP from irrCAC 0.4.4.
        let expected: [(String, String?, Double)] = [
            ("alpha", "nominal", 0.743421), ("alpha", "ordinal", 0.815388),
            ("alpha", "interval", 0.849107), ("alpha", "ratio", 0.797403),
            ("percent", nil, 0.818182), ("fleiss", nil, 0.761169), ("gwet_ac1", nil, 0.775444),
            ("brennan_prediger", nil, 0.772727), ("conger", nil, 0.762067),
            ("gwet_ac2", "quadratic", 0.914001), ("gwet_ac2", "linear", 0.858739),
            ("gwet_ac2", "ordinal", 0.898940),
        ]
        for (key, inner, value) in expected {
            let found = inner.map { json[key]?[$0] } ?? json[key]
            #expect(found?.double == value, "\(key) \(inner ?? "")")
        }
        #expect(json["units"]?.int == 12)
        #expect(json["number_of_raters"]?.int == 4)
        #expect(json["ratings"]?.int == 41)
        // The unit with one rating is not pairable.
        #expect(json["pairable"]?.int == 40)
    }

    @Test("Two raters get Cohen's kappa, weighted where ratings are numbers")
    func cohen() throws {
        // Gwet's abstractors, 3 × 3: kappa 0.796409.
        var text = "first,second\n"
        let counts = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
        for (row, columns) in counts.enumerated() {
            for (column, count) in columns.enumerated() {
                text += String(repeating: "\(row + 1),\(column + 1)\n", count: count)
            }
        }
        let json = AgreementAnalysis(try RatingSheet(TableFile.read(text))).json
        #expect(json["cohen"]?["unweighted"]?.double == 0.796409)
        #expect(json["scott"]?.double == 0.796240)
        #expect(json["gwet_ac1"]?.double == 0.849331)
        #expect(json["cohen"]?["quadratic"]?.double != nil)
        let names = AgreementAnalysis(
            try RatingSheet(
                TableFile.read(text),
                {
                    var c = RatingColumns(); c.areNames = true; return c
                }())
        ).json
        #expect(names["cohen"]?["quadratic"] == nil)
        #expect(names["alpha"]?["interval"] == nil)
    }

    @Test("The interval resamples units: it is the library's own for the same seed")
    func interval() throws {
        let sheet = try RatingSheet(TableFile.read(Self.wide, missing: ["*"]))
        var options = AgreementAnalysis.Options()
        (options.seed, options.resamples) = (7, 500)
        let figure = try #require(
            AgreementAnalysis(sheet, options).figures.first { $0.key == "alpha.nominal" })
        let own = try sheet.table.agreement(
            .krippendorff(), interval: .unitBootstrap(resamples: 500, seed: 7))
        #expect(figure.estimate?.interval == own.interval)
        #expect(own.interval != nil)
    }

    @Test("A declared scale counts unused categories, and refuses what is not on it")
    func scale() throws {
        let text = "unit,a,b\n1,1,1\n2,2,2\n3,1,2\n4,1,1\n"
        func sheet(_ scale: [String]?) throws -> RatingSheet {
            var columns = RatingColumns()
            columns.scale = scale
            return try RatingSheet(TableFile.read(text), columns)
        }
        let plain = AgreementAnalysis(try sheet(nil)).json["brennan_prediger"]?.double
        let wide = AgreementAnalysis(try sheet(["1", "2", "3", "4"])).json["brennan_prediger"]?
            .double
        #expect(plain == 0.5)
        #expect(wide == 0.666667)
        let error = TableFile.error { _ = try sheet(["2", "3"]) }
        #expect(error?.code == .invalidValue)
        #expect(error?.line == 2)
    }

    @Test("A second rating is refused with both lines, or settled and used for intra-rater alpha")
    func repeats() throws {
        let text = "unit,rater,value\n1,a,1\n1,b,1\n2,a,2\n2,b,2\n1,a,2\n2,a,2\n3,a,1\n3,b,1\n"
        let error = TableFile.error { _ = try RatingSheet(TableFile.read(text)) }
        #expect(error?.code == .duplicate)
        #expect(error?.line == 6)
        #expect(error?.message.contains("line 2") == true)
        var columns = RatingColumns()
        columns.repeats = .latest
        let latest = AgreementAnalysis(try RatingSheet(TableFile.read(text), columns))
        columns.repeats = .first
        let first = AgreementAnalysis(try RatingSheet(TableFile.read(text), columns))
        #expect(first.json["percent"]?.double == 1)
        #expect(latest.json["percent"]?.double == 0.666667)
        #expect(latest.intraRater.count == 2)
        #expect(latest.intraRater[0].figure.estimate != nil)
        #expect(latest.intraRater[1].figure.estimate == nil)
    }

    @Test(
        "Bad tables are errors that name line and column",
        arguments: [
            ("unit,rater,value\n1,a,1\n1,b\n", DocumentError.Code.syntax, 3),
            ("unit,rater,value\n1,a,1\n1,b,two\n", .wrongKind, 3),
            ("unit,rater,value\n1,a,1\n,b,2\n", .missingKey, 3),
            ("unit,rater,value\n1,a,\n1,b,\n", .missingKey, 1),
            ("unit,a,b\n1,1,\n2,2,\n", .missingKey, 1),
            ("unit,a\n1,1\n2,2\n", .missingKey, 1),
            ("unit,rater,value\n", .missingKey, 0),
        ])
    func refuses(text: String, code: DocumentError.Code, line: Int) {
        let error = TableFile.error { _ = try RatingSheet(TableFile.read(text)) }
        #expect(error?.code == code, "\(error.map(String.init(describing:)) ?? "no error")")
        #expect(error?.line == line)
    }

    @Test("An unknown column is an error with the nearest name")
    func unknownColumn() {
        var columns = RatingColumns()
        (columns.unit, columns.rater, columns.value) = ("unit", "ratr", "value")
        let error = TableFile.error {
            _ = try RatingSheet(TableFile.read("unit,rater,value\n1,a,1\n1,b,1\n"), columns)
        }
        #expect(error?.code == .unknownKey)
        #expect(error?.suggestion == "did you mean 'rater'?")
    }

    @Test("A million categories are refused at the row where there are too many")
    func tooManyCategories() {
        let rows = (0..<2_000).map { "u\($0),a,text \($0)\n" }.joined()
        let error = TableFile.error {
            _ = try RatingSheet(TableFile.read("unit,rater,value\n" + rows))
        }
        #expect(error?.code == .limit)
        #expect(error?.line == 1_002)
        #expect(error?.message.contains("'value'") == true)
    }

    @Test("Ratings without variation are undefined, and agreement is still counted")
    func noVariation() throws {
        let analysis = AgreementAnalysis(
            try RatingSheet(TableFile.read("unit,a,b\n1,1,1\n2,1,1\n")))
        #expect(analysis.json["alpha"]?["nominal"] == .null)
        #expect(analysis.json["percent"]?.double == 1)
    }

    @Test("A unit in two clusters is an error")
    func clusters() {
        var columns = RatingColumns()
        columns.cluster = "prompt"
        let error = TableFile.error {
            _ = try RatingSheet(
                TableFile.read("unit,rater,value,prompt\n1,a,1,p\n1,b,1,q\n"), columns)
        }
        #expect(error?.line == 3)
    }
}
