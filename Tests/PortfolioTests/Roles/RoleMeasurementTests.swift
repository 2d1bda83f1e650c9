import LanguageModel
import Portfolio
import TestSupport
import Testing

/// What the rules find on labelled roles. `Fixtures/Roles/figures.json` states the figures that
/// the guide gives; a change of rules or lexicon that moves one must say so there.
@Suite("Requirements, verbs and skills on labelled roles")
struct RoleMeasurementTests {
    private struct Figures {
        var requirements = Found()
        var verbs = Found()
        /// Of the verbs found rightly, those with the labelled cluster.
        var sameCluster = 0
        var skills = Found()

        var json: JSONValue {
            func counts(_ found: Found) -> JSONValue {
                [
                    "right": .integer(found.right), "wrong": .integer(found.wrong),
                    "missed": .integer(found.missed),
                ]
            }
            return [
                "requirements": counts(requirements), "verbs": counts(verbs),
                "same_cluster": .integer(sameCluster), "skills": counts(skills),
            ]
        }
    }

    private func measure(_ paths: [String]) throws -> Figures {
        let lexicon = try RoleLexicon.builtIn()
        let reader = RequirementReader(lexicon)
        let verbs = VerbReader(lexicon)
        var figures = Figures()
        for path in paths {
            let role = try LabelledRole(path)
            let wanted = Set(role.lines.map(\.words))
            let found = Set(reader.requirements(in: role.text).map(\.text))
            figures.requirements.right += wanted.intersection(found).count
            figures.requirements.wrong += found.subtracting(wanted).count
            figures.requirements.missed += wanted.subtracting(found).count
            for line in role.lines {
                var open = line.verbs
                for occurrence in verbs.occurrences(in: line.words) {
                    if let index = open.firstIndex(where: { $0.verb == occurrence.verb }) {
                        figures.verbs.right += 1
                        if open[index].cluster == occurrence.cluster { figures.sameCluster += 1 }
                        open.remove(at: index)
                    } else {
                        figures.verbs.wrong += 1
                    }
                }
                figures.verbs.missed += open.count
                let skills = Set(lexicon.skills(in: line.words))
                figures.skills.right += skills.intersection(line.skills).count
                figures.skills.wrong += skills.subtracting(line.skills).count
                figures.skills.missed += line.skills.subtracting(skills).count
            }
        }
        return figures
    }

    private func stated(_ set: String) throws -> JSONValue? {
        try JSONValue(parsing: try Fixture.text("Roles/figures.json"))[set]
    }

    @Test("Held-out roles give the precision and recall that are stated, and enough of both")
    func heldOut() throws {
        let figures = try measure(LabelledRole.heldOut)
        #expect(figures.json == (try stated("held-out")), "\(figures.json.serialized())")
        #expect(figures.requirements.precision >= 0.9)
        #expect(figures.requirements.recall >= 0.9)
        // At first 0.76 and 0.70 came out. Then four more roles were written to develop with, a
        // longer lexicon and rules by them, and this set was measured once more, unread.
        #expect(figures.verbs.precision >= 0.8)
        #expect(figures.verbs.recall >= 0.85)
        #expect(figures.skills.precision >= 0.8)
        #expect(figures.skills.recall >= 0.7)
    }

    @Test("The roles that the rules were written with give the figures that are stated")
    func development() throws {
        let figures = try measure(LabelledRole.development)
        #expect(figures.json == (try stated("development")), "\(figures.json.serialized())")
    }

    @Test("The labels name skills that there are")
    func labels() throws {
        let known = Set(try RoleLexicon.builtIn().skills.map(\.id))
        for path in LabelledRole.development + LabelledRole.heldOut {
            for line in try LabelledRole(path).lines {
                #expect(line.skills.subtracting(known) == [], "\(path): \(line.words)")
            }
        }
    }
}
