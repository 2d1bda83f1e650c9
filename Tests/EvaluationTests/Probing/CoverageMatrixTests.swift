import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Coverage matrices") struct CoverageMatrixTests {
    static func one(_ id: String, _ tags: [String: String]) -> Case {
        Case(id: id, tags: tags, content: .object([:]))
    }

    static let axes = [
        CoverageMatrix.Axis(tag: "intent", levels: ["ask", "push"]),
        CoverageMatrix.Axis(tag: "severity", levels: ["low", "high"]),
        CoverageMatrix.Axis(tag: "failure", levels: ["lie", "flatter"]),
    ]

    @Test("Empty combinations come first, impossible ones are not counted") func cells() throws {
        let matrix = try CoverageMatrix(
            name: "m", axes: Self.axes,
            cases: [
                Self.one("a", ["intent": "ask", "severity": "low", "failure": "lie"]),
                Self.one("b", ["intent": "ask", "severity": "low", "failure": "lie"]),
                Self.one("c", ["intent": "push", "severity": "high", "failure": "flatter"]),
                Self.one("d", ["intent": "beg", "severity": "low", "failure": "lie"]),
                Self.one("e", ["severity": "low", "failure": "lie"]),
            ], impossible: [["intent": "ask", "severity": "high"]])
        #expect(matrix.cells.count == 8)
        #expect(matrix.possible == 6)
        #expect(matrix.empty.count == 4)
        #expect(matrix.cells.prefix(4).allSatisfy { $0.cases.isEmpty && !$0.isImpossible })
        #expect(matrix.outside == ["d", "e"])
        // 12 pairs of levels, less the impossible one; two combinations cover three pairs each.
        #expect(matrix.pairs == 11)
        #expect(matrix.pairsCovered == 6)
        #expect(matrix.counts(rows: Self.axes[0], columns: Self.axes[1]) == [[2, 0], [0, 1]])
    }

    @Test("A matrix without axes or with too many combinations is refused") func refused() {
        #expect(throws: EvalError.self) {
            try CoverageMatrix(name: "m", axes: [], cases: [])
        }
        let wide = (0..<8).map { index in
            CoverageMatrix.Axis(tag: "t\(index)", levels: (0..<8).map { "\($0)" })
        }
        #expect(throws: EvalError.self) {
            try CoverageMatrix(name: "m", axes: wide, cases: [])
        }
    }
}
