import Primitives
import Testing

@Suite("Suggestions") struct SuggestionTests {
    private let keys = ["epochs", "batch_size", "learning_rate", "sam", "sgd", "dropout"]

    @Test(
        "The word that was meant is found",
        arguments: [
            ("epoch", "epochs"), ("epohcs", "epochs"), ("Batch-Size", "batch_size"),
            ("learningrate", "learning_rate"),
            ("sma", "sam"), ("dropuot", "dropout"), ("SGD", "sgd"), ("lerning_rate", "learning_rate"),
        ])
    func found(_ word: String, _ meant: String) {
        #expect(Suggestion.nearest(to: word, among: keys) == meant)
    }

    @Test(
        "What is far from everything has no suggestion", arguments: ["zzzz", "", "ab", "weight_decay", "éé"])
    func none(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: keys) == nil)
        #expect(Suggestion.hint(for: word, among: keys).isEmpty)
    }

    @Test(
        "A word of which a candidate is the beginning, or the other way round",
        arguments: [
            ("focal-loss", "focal"), ("poly-loss", "poly"), ("Schedule-Free", "schedule-free-sgd"),
            ("focal g=0.25", "focal g=0.3"),
        ])
    func beginnings(_ word: String, _ meant: String) {
        let ids = [
            "focal", "focal g=0.3", "norm-loss", "poly", "schedule-free-adamw", "schedule-free-sgd", "l2",
        ]
        #expect(Suggestion.nearest(to: word, among: ids) == meant)
        #expect(Suggestion.nearest(to: "l2-loss-of-weights", among: ids) == nil)
    }

    @Test("Ties go to the alphabetically first, whatever the order")
    func ties() {
        #expect(Suggestion.nearest(to: "cat", among: ["rat", "bat", "hat"]) == "bat")
        #expect(Suggestion.nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
        #expect(Suggestion.nearest(to: "x", among: [String]()) == nil)
    }

    @Test("A word of a megabyte takes no time")
    func long() {
        #expect(Suggestion.nearest(to: String(repeating: "a", count: 1 << 20), among: keys) == nil)
    }
}
