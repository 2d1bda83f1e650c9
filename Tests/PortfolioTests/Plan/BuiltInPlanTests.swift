import Portfolio
import Testing
import Workspace

@Suite("The built-in plan")
struct BuiltInPlanTests {
    @Test("It has twelve blocks of their real lengths in three phases, ninety days in all")
    func lengths() throws {
        let plan = try Plan.builtIn()
        #expect(plan.blocks.map(\.days.count) == [7, 7, 7, 9, 7, 7, 7, 9, 7, 7, 10, 6])
        #expect(plan.phases.map(\.days) == [1...30, 31...60, 61...90])
        #expect(plan.length == 90)
        for number in 1...90 {
            let block = try #require(plan.block(day: number))
            let item = try #require(plan.item(day: number))
            #expect(block.items.contains(item))
            #expect(plan.phase(day: number)?.blocks.contains(block) == true)
        }
    }

    @Test(
        "The days of the original fall on their items",
        arguments: [
            (1, "collect-roles", 2), (7, "define-role", 1), (14, "compare-techniques", 1),
            (21, "framework", 1), (26, "context", 1), (29, "case-study", 2), (33, "annotate", 2),
            (37, "write-guidelines", 1), (44, "suite-of-thirty", 1), (49, "twenty-failures", 2),
            (58, "write-spec", 3), (65, "fifty-examples", 2), (79, "run", 3), (84, "publish", 1),
            (87, "final-audit", 1), (90, "reflect", 1),
        ])
    func items(number: Int, item: String, length: Int) throws {
        let found = try #require(try Plan.builtIn().item(day: number))
        #expect(found.id == item)
        #expect(found.length == length)
        #expect(found.days?.lowerBound == number)
    }

    @Test("Each block has one domain and a command, each artifact one block")
    func blocks() throws {
        let plan = try Plan.builtIn()
        #expect(Set(plan.blocks.map(\.domain)).count == 12)
        #expect(plan.blocks.allSatisfy { $0.command != nil && !$0.goal.isEmpty })
        #expect(plan.blocks.compactMap(\.artifact) == plan.artifacts.map(\.id))
        #expect(plan.artifacts.map(\.number) == Array(1...11))
    }

    @Test(
        "An employer sees the artifacts that speak to it",
        arguments: [
            ("Notion", [1, 3, 4, 6, 7, 10, 11]), ("Mistral", [1, 3, 5, 6, 7, 9, 11]),
            ("anthropic", [1, 2, 3, 5, 7, 8, 11]), ("Somebody", [1, 3, 7, 11]),
        ])
    func signal(employer: String, numbers: [Int]) throws {
        let artifacts = try Plan.builtIn().artifacts.filter { $0.speaks(to: employer) }
        #expect(artifacts.map(\.number) == numbers)
    }

    @Test("Every skill that the plan names is one of the lexicon")
    func skills() throws {
        let plan = try Plan.builtIn()
        let known = Set(try RoleLexicon.builtIn().skills.map(\.id))
        let named =
            (plan.items + plan.exercises).flatMap(\.skills) + plan.artifacts.flatMap(\.skills)
        #expect(Set(named).subtracting(known) == [])
    }

    @Test("The days that the original measures ask for its numbers")
    func evidence() throws {
        let plan = try Plan.builtIn()
        #expect(
            plan.item(day: 44)?.evidence.first == .suiteCases(30, tag: "failure", categories: 3))
        #expect(plan.item(day: 49)?.evidence == [.findings(20)])
        #expect(
            plan.item(day: 65)?.evidence == [
                .any([.records(.preference, 50, named: nil), .pairs(50)])
            ])
    }
}
