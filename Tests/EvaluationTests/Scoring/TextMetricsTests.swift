import Evaluation
import LanguageModel
import Testing
import TestSupport

/// Rows of a fixture that Scripts/reference/text_metrics.py wrote.
private func rows(_ name: String) throws -> [JSONValue] {
    try Fixture.text("Scoring/" + name).utf8.split(separator: UInt8(ascii: "\n")).map {
        try JSONValue(parsing: $0)
    }
}

@Suite("Text metrics equal their reference programs")
struct TextMetricsTests {
    @Test("Levenshtein distances and similarities are rapidfuzz's, on random Unicode too")
    func levenshtein() throws {
        let rows = try rows("levenshtein.jsonl")
        #expect(rows.count == 485)
        for row in rows {
            let a = row["a"]?.string ?? ""
            let b = row["b"]?.string ?? ""
            let distance = try #require(Levenshtein.distance(a, b))
            #expect(distance == row["distance"]?.int, "\(row)")
            let similarity = Levenshtein.similarity(
                distance: distance, lengths: (a.unicodeScalars.count, b.unicodeScalars.count))
            #expect(abs(similarity - (row["similarity"]?.double ?? -1)) < 1e-12)
        }
    }

    @Test("ROUGE of every kind is rouge-score's, with and without stemming")
    func rouge() throws {
        let kinds: [(String, ROUGE.Kind)] = [
            ("rouge1", .grams(1)), ("rouge2", .grams(2)), ("rouge3", .grams(3)),
            ("rouge4", .grams(4)), ("rougeL", .subsequence), ("rougeLsum", .subsequenceOfLines),
        ]
        let rows = try rows("rouge.jsonl")
        #expect(rows.count == 175)
        for row in rows {
            for (label, words) in [("plain", ROUGEWords.ascii), ("stemmed", .stemmed)] {
                for (name, kind) in kinds {
                    let expected = row[label]?[name]?.array?.compactMap(\.double) ?? []
                    let rouge = try #require(
                        ROUGE(
                            kind, output: row["output"]?.string ?? "",
                            reference: row["reference"]?.string ?? "", words: words))
                    let found = [rouge.precision, rouge.recall, rouge.fMeasure]
                    #expect(expected.count == 3)
                    for (a, b) in zip(found, expected) {
                        #expect(abs(a - b) < 1e-12, "\(label) \(name) \(row)")
                    }
                }
            }
        }
    }

    @Test("Sentence and corpus BLEU and their counts are sacrebleu's")
    func bleu() throws {
        let rows = try rows("bleu.jsonl")
        #expect(rows.count == 234)
        for row in rows {
            let references = row["references"]?.array?.compactMap(\.string) ?? []
            if let expected = row["corpus"]?.double {
                let outputs = row["outputs"]?.array?.compactMap(\.string) ?? []
                var corpus = BLEU(hypothesis: outputs[0], references: [references[0]])
                for (output, reference) in zip(outputs, references).dropFirst() {
                    corpus.add(BLEU(hypothesis: output, references: [reference]))
                }
                #expect(abs(corpus.score(effectiveOrder: false) * 100 - expected) < 1e-9)
                continue
            }
            let bleu = BLEU(hypothesis: row["output"]?.string ?? "", references: references)
            #expect(bleu.matches == row["counts"]?.array?.compactMap(\.int), "\(row)")
            #expect(bleu.totals == row["totals"]?.array?.compactMap(\.int), "\(row)")
            #expect(bleu.length == row["length"]?.int, "\(row)")
            #expect(bleu.referenceLength == row["reference_length"]?.int, "\(row)")
            let expected = row["score"]?.double ?? -1
            #expect(abs(bleu.score(effectiveOrder: true) * 100 - expected) < 1e-9, "\(row)")
        }
    }

    @Test("Stems are those of NLTK's Porter stemmer")
    func porter() throws {
        let rows = try rows("porter.jsonl")
        #expect(rows.count == 4194)
        for row in rows {
            let word = row["word"]?.string ?? ""
            let stem = String(decoding: PorterStemmer.stem(Array(word.utf8)), as: UTF8.self)
            #expect(stem == row["stem"]?.string, "\(word)")
        }
    }

    @Test("Words are the segments of uniseg that hold a letter or digit")
    func words() throws {
        let rows = try rows("words.jsonl")
        #expect(rows.count == 287)
        for row in rows {
            let text = row["text"]?.string ?? ""
            let expected = row["words"]?.array?.compactMap(\.string) ?? []
            let found = WordBreaking.words(text)
            #expect(
                found.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
                "\(text.debugDescription): \(found) but \(expected)")
            #expect(WordBreaking.count(text) == expected.count)
        }
    }

    @Test("Texts too long to compare are said to be so, at once")
    func tooLong() {
        let a = [UInt32](repeating: 1, count: 200_000)
        let b = [UInt32](repeating: 2, count: 200_000)
        #expect(Levenshtein.distance(a, b) == nil)
        #expect(Levenshtein.distance(a, a) == 0)
    }
}
