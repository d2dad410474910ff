import Primitives

/// What the words or numbers of a given split mean.
enum SplitWords {
    /// The part of each word.
    case parts([RowRoles.Part])
    /// The fold of each number, from 0.
    case folds([Int32], count: Int)

    private static let words: [String: RowRoles.Part] = [
        "train": .train, "training": .train, "validation": .validation, "valid": .validation,
        "val": .validation, "dev": .validation, "development": .validation, "test": .test, "testing": .test,
    ]

    /// Whether `texts` are words for the parts of a split, two of them at least.
    static func areParts(_ texts: [String]) -> Bool {
        Set(texts.compactMap { words[$0.lowercased()] }).count > 1
            && texts.allSatisfy { words[$0.lowercased()] != nil }
    }

    /// The meanings of the different `texts`; throws (exit code `data`) at `location` of one that has none.
    init(_ texts: [String], subject: String, location: (Int) -> Diagnostic.Location) throws(BenchError) {
        guard let first = texts.first else {
            throw BenchError(
                .data, "\(subject) is missing in every row", at: location(0), remedy: "name another column")
        }
        if Int(first) != nil {
            self = try Self.folds(texts, subject, location)
            return
        }
        var parts: [RowRoles.Part] = []
        for (index, text) in texts.enumerated() {
            guard let part = Self.words[text.lowercased()] else {
                throw BenchError(
                    .data,
                    "\(subject): \(Table.quoted(text)) is no part of a split"
                        + Suggestion.hint(for: text, among: Self.words.keys.sorted()), at: location(index),
                    remedy: "use train, validation and test, or the numbers of folds")
            }
            parts.append(part)
        }
        self = .parts(parts)
    }

    private static func folds(_ texts: [String], _ subject: String, _ location: (Int) -> Diagnostic.Location)
        throws(BenchError) -> SplitWords
    {
        var numbers: [Int] = []
        for (index, text) in texts.enumerated() {
            guard let number = Int(text), number >= 0, number <= 1_000_000 else {
                throw BenchError(
                    .data, "\(subject): \(Table.quoted(text)) is no number of a fold", at: location(index),
                    remedy: "number the folds from 0 or 1, or use train, validation and test")
            }
            numbers.append(number)
        }
        let least = numbers.min()!
        let present = Set(numbers)
        let count = numbers.max()! - least + 1
        guard least <= 1, count == present.count, count >= 2 else {
            let missing = (0..<count).map { least + $0 }.first { !present.contains($0) }
            let reason =
                count < 2
                ? "there is one fold only"
                : least > 1 ? "the folds begin with \(least)" : "the fold \(missing ?? 0) has no row"
            throw BenchError(
                .data, "\(subject): \(reason)", at: location(0),
                remedy: "number two folds or more from 0 or 1 without gaps")
        }
        return .folds(numbers.map { Int32($0 - least) }, count: count)
    }
}
