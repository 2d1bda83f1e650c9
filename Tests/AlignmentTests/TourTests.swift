import Alignment
import LanguageModel
import Testing
import Workspace

@Suite("The tour")
struct TourTests {
    @Test("Thirty facts are trained on, thirty others are held out, and no pair holds one of them")
    func split() async throws {
        let (training, heldOut) = (TourStudy.training, TourStudy.heldOut)
        #expect(training.count == 30 && heldOut.count == 30)
        #expect(Set(training.map(\.id)).isDisjoint(with: heldOut.map(\.id)))
        let topics = Set(heldOut.map(\.topic))
        #expect(topics == Set(training.map(\.topic)))
        let files = Dictionary(
            uniqueKeysWithValues: TourStudy.files.map { ($0.path, $0.content) })
        func count(_ path: String) -> Int { files[path]?.split(separator: "\n").count ?? 0 }
        #expect(count("datasets/pairs-naive.jsonl") == 60)
        #expect(count("datasets/pairs-with-twins.jsonl") == 120)
        #expect(count("datasets/held-out.jsonl") == 120)
        let questions = Set(heldOut.map(\.question))
        for pair in files["datasets/pairs-with-twins.jsonl"]?.split(separator: "\n") ?? [] {
            let text = String(pair)
            #expect(!questions.contains { text.contains($0) })
        }
    }
}
