import Primitives

/// Classes with too few members to be trained and tested on.
struct SmallClasses: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "small-classes", family: "data check",
        summary: "A class has too few rows for the parts of a split.",
        citations: [
            "Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation, IJCAI, sec. 2.2"
        ],
        parameters: [
            .init(
                "least", .integer(1...1_000_000), default: .integer(10),
                "Fewer rows of a class than this are too few: two for each of five folds.")
        ])

    private let least: Int

    init(arguments: Arguments) { least = arguments.integer("least") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        guard let (names, counts) = subject.classCounts, case .classes(let codes) = subject.dataset.target
        else { return [] }
        // In how many splits the rows of a part miss a class.
        func without(_ part: (Split) -> [Int]) -> [Int] {
            var result = [Int](repeating: 0, count: names.count)
            for split in subject.splits {
                var seen = [Bool](repeating: false, count: names.count)
                for row in part(split) { seen[codes[row]] = true }
                for code in names.indices where !seen[code] { result[code] += 1 }
            }
            return result
        }
        let (untrained, untested) = (without(\.train), without(\.test))
        let small = names.indices.filter { counts[$0] < least || untrained[$0] > 0 || untested[$0] > 0 }
        return small.prefix(CheckText.mostNames).map { code in
            var message =
                "class \"\(CheckText.clipped(names[code]))\" has \(CheckText.count(counts[code], "row"))"
            let splits = CheckText.count(subject.splits.count, "split")
            if untrained[code] > 0 { message += "; none to train on in \(untrained[code]) of \(splits)" }
            if untested[code] > 0 { message += "; none to test on in \(untested[code]) of \(splits)" }
            if small.count > CheckText.mostNames, code == small[0] {
                message += " (\(small.count) classes are that small)"
            }
            return DataFinding(
                Self.declaration.id, .warning, message, at: subject.location,
                remedy: "merge the class with another or remove its rows; with enough rows, "
                    + "protocol: {split: {stratify: yes}}")
        }
    }
}
