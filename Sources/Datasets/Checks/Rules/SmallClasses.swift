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
        guard !small.isEmpty else { return [] }
        let splits = CheckText.count(subject.splits.count, "split")
        func gaps(_ code: Int) -> [String] {
            [("train", untrained[code]), ("test", untested[code])].filter { $0.1 > 0 }.map {
                "none to \($0.0) on in \($0.1) of \(splits)"
            }
        }
        let message: String
        if small.count == 1 {
            message =
                ([
                    "class \"\(CheckText.clipped(names[small[0]]))\" has "
                        + CheckText.count(counts[small[0]], "row")
                ] + gaps(small[0])).joined(separator: "; ")
        } else {
            let shown = small.prefix(CheckText.mostNames).map { code in
                "\"\(CheckText.clipped(names[code]))\" has "
                    + (["\(counts[code])"] + gaps(code)).joined(separator: ", ")
            }
            let rest = small.count - shown.count
            message =
                "\(small.count) of \(names.count) classes have few rows: " + shown.joined(separator: "; ")
                + (rest > 0 ? "; and \(rest) more" : "")
        }
        return [
            DataFinding(
                Self.declaration.id, .warning, message, at: subject.location,
                remedy: "merge such classes with others or remove their rows; with enough rows, "
                    + "protocol: {split: {stratify: yes}}")
        ]
    }
}
