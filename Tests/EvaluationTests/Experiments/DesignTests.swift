import Evaluation
import Testing
import Workspace

@Suite("Designs of experiments")
struct DesignTests {
    private func design(
        _ kind: DesignDocument.Kind, _ sizes: [Int], fraction: DesignDocument.Fraction? = nil,
        seed: Int = 0
    ) throws -> ExperimentDesign {
        let names = (0..<sizes.count).map { String(Unicode.Scalar(UInt8(97 + $0))) }
        return try ExperimentDesign(
            DesignDocument(kind: kind, fraction: fraction, seed: seed), factors: names,
            levels: sizes.map { size in (0..<size).map { "\($0)" } })
    }

    // Box, Hunter and Hunter 2005, table 6.22: the 2^(5−2) design with D = AB, E = AC.
    @Test("The 2^(5−2) fraction has resolution III and the published aliases")
    func fiveInEight() throws {
        let made = try design(
            .fractionalFactorial, [2, 2, 2, 2, 2], fraction: .runs(8))
        let fraction = try #require(made.fraction)
        #expect(made.cells.count == 8)
        #expect(fraction.resolution == 3)
        #expect(fraction.definingRelation == "I = a × b × d = a × c × e = b × c × d × e")
        let aliases = Dictionary(
            uniqueKeysWithValues: fraction.aliases.map { ($0.effect, $0.others) })
        #expect(aliases["a"] == ["b × d", "c × e"])
        #expect(aliases["b"] == ["a × d"])
        #expect(aliases["c"] == ["a × e"])
        #expect(aliases["d"] == ["a × b"])
        #expect(aliases["e"] == ["a × c"])
        #expect(aliases["b × c"] == ["d × e"])
        #expect(aliases["b × e"] == ["c × d"])
        #expect(made.estimablePairs == [[1, 2], [1, 4]])
    }

    // Minimum-aberration resolutions of regular two-level fractions: Montgomery 2017, table 8.14.
    @Test(
        "The best fractions reach the published resolutions",
        arguments: [
            (3, 4, 3), (4, 8, 4), (5, 16, 5), (6, 8, 3), (6, 16, 4), (6, 32, 6), (7, 8, 3),
            (7, 16, 4), (7, 64, 7), (8, 16, 4), (8, 64, 5), (9, 16, 3), (9, 32, 4), (10, 16, 3),
            (10, 32, 4), (10, 128, 5),
        ])
    func resolutions(factors: Int, runs: Int, resolution: Int) throws {
        let made = try design(
            .fractionalFactorial, Array(repeating: 2, count: factors), fraction: .runs(runs))
        #expect(made.fraction?.resolution == resolution)
        #expect(made.cells.count == runs)
        // Every column is balanced, and every two are orthogonal.
        for first in 0..<factors {
            #expect(made.cells.count { $0[first] == 1 } == runs / 2)
            for second in 0..<first {
                #expect(made.cells.count { $0[first] == $0[second] } == runs / 2)
            }
        }
    }

    @Test("The smallest fraction of a wanted resolution is found, and one that is not is refused")
    func byResolution() throws {
        let five = Array(repeating: 2, count: 5)
        #expect(
            try design(.fractionalFactorial, five, fraction: .resolution(5)).cells.count == 16)
        #expect(
            try design(.fractionalFactorial, five, fraction: .resolution(3)).cells.count == 8)
        #expect(throws: EvalError.self) {
            try design(.fractionalFactorial, five, fraction: .resolution(6))
        }
    }

    @Test("Named generators make the fraction that they say")
    func generators() throws {
        let made = try design(
            .fractionalFactorial, [2, 2, 2, 2],
            fraction: .generators([.init(factor: "d", product: ["a", "b", "c"])]))
        #expect(made.fraction?.definingRelation == "I = a × b × c × d")
        #expect(made.cells.count == 8)
    }

    @Test("A Latin square lets each two factors' levels meet once")
    func square() throws {
        for seed in 0..<4 {
            let cells = try design(.latinSquare, [4, 4, 4], seed: seed).cells
            #expect(cells.count == 16)
            for pair in [(0, 1), (0, 2), (1, 2)] {
                #expect(Set(cells.map { [$0[pair.0], $0[pair.1]] }).count == 16)
            }
        }
    }

    @Test("One factor at a time asks the baseline and each other level alone")
    func oneFactor() throws {
        let cells = try design(.oneFactor, [3, 2, 4]).cells
        #expect(cells.count == 1 + 2 + 1 + 3)
        #expect(cells.allSatisfy { cell in cell.count { $0 != 0 } <= 1 })
    }

    @Test("A full design of ten two-level factors is laid out, and a larger one refused")
    func full() throws {
        #expect(try design(.fullFactorial, Array(repeating: 2, count: 10)).cells.count == 1024)
        #expect(throws: EvalError.self) {
            try design(.fullFactorial, Array(repeating: 2, count: 13))
        }
    }
}
