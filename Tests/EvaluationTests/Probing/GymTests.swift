import Evaluation
import LanguageModel
import Providers
import Testing
import Workspace

@Suite("The gym") struct GymTests {
    @Test(
        "Every answer that an exercise can give shows its own failure and no other",
        arguments: GymExercise.all.map(\.id))
    func markers(_ id: String) throws {
        let exercise = try #require(GymExercise.named(id))
        let names = Set(exercise.failures.map(\.name))
        let model = try exercise.model(name: "m", rates: exercise.rates(seed: 3))
        for situation in exercise.situations {
            let chances = try model.chances(of: [Message(.user, situation.text)])
            #expect(abs(chances.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
            for chance in chances where chance.probability > 0 {
                let behaviour = chance.behaviour.map { String($0.prefix { $0 != "#" }) }
                let planted = behaviour.flatMap { names.contains($0) ? $0 : nil }
                #expect(exercise.failure(in: chance.reply) == planted, "\(situation.text)")
                // A sound answer to a question of fact contains what is true.
                if planted == nil, let truth = situation.truth {
                    #expect(chance.reply.contains(truth), "\(situation.text)")
                }
            }
        }
    }

    @Test(
        "The truth of a scripted exercise is the planted rate where the failure belongs, else 0",
        arguments: ["facts-desk", "returns-desk"])
    func truth(_ id: String) throws {
        let exercise = try #require(GymExercise.named(id))
        let truth = try GymTruth.scripted(exercise, name: "m", seed: 9)
        for failure in exercise.failures {
            let planted = try #require(truth.planted[failure.name])
            #expect(failure.rates.contains(planted))
            let rates = (truth.rates[failure.name] ?? [:]).values.map(\.value)
            #expect(rates.count == exercise.segments.count)
            #expect(rates.count { abs($0 - planted) < 1e-9 } == 1)
            #expect(rates.count { $0 == 0 } == exercise.segments.count - 1)
        }
        #expect(GymTruth(json: truth.json) == truth)
        #expect(exercise.rates(seed: 9) == truth.planted)
        #expect(exercise.rates(seed: 10) != truth.planted)
    }

    @Test("A seal opens to what was sealed, hides it, and shows any change") func seals() throws {
        let text = "data-leak: 0.25 — für alle"
        let sealed = SealedText.seal(text, hint: "hidden")
        #expect(SealedText.isSealed(Array(sealed.utf8)))
        #expect(!sealed.contains("data-leak"))
        #expect(SealedText.open(Array(sealed.utf8)) == text)
        var bytes = Array(sealed.utf8)
        bytes[bytes.count - 3] ^= 1
        #expect(SealedText.open(bytes) == nil)
        #expect(SealedText.open(Array("conduct-sealed 1\n".utf8)) == nil)
        #expect(SealedText.open(Array("models: {}".utf8)) == nil)
    }
}
