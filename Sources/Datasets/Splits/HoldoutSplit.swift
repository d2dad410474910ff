import Numerics
import Primitives

/// One random division into training, validation and test rows.
public struct HoldoutSplit: SplitScheme {
    /// The declaration of `holdout`.
    public static let declaration = ComponentDeclaration(
        id: "holdout", family: "split",
        summary: "One random division into training, validation and test rows.",
        citations: [
            "Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation, IJCAI, sec. 2.1"
        ],
        parameters: [
            .init(
                "test", .real(.open(0, 1)), default: .real(0.2),
                "The fraction of the rows that are tested on."),
            .init(
                "validation", .real(.halfOpen(0, 1)), default: .real(0.2),
                "The fraction of the rows for tuning and stopping; 0 for none."),
            .init(
                "stratify", .choice(["auto", "yes", "no"]), default: .text("auto"),
                "Whether every part has the classes in the same proportions; auto: for classification."),
        ],
        remarks: ["The sizes of the parts, per class where stratified, are the same for every seed."])

    private let fractions: [Double]
    private let stratify: String

    /// A holdout; throws where no rows would be left for training.
    public init(arguments: Arguments) throws(BenchError) {
        let (test, validation) = (arguments.real("test"), arguments.real("validation"))
        guard test + validation < 1 else {
            throw BenchError(
                .usage,
                "the split leaves no rows for training: test \(JSONValue.canonicalNumber(test)) + validation "
                    + "\(JSONValue.canonicalNumber(validation)) must be below 1")
        }
        fractions = [1 - test - validation, validation, test]
        stratify = arguments.text("stratify")
    }

    /// Draws the rows: test first, then validation, the rest for training.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        let sizes = LargestRemainder.shares(of: dataset.rowCount, fractions: fractions)
        guard sizes[0] > 0, sizes[2] > 0, sizes[1] > 0 || fractions[1] == 0 else {
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": \(dataset.rowCount) rows are too few to split: "
                    + "\(sizes[0]) for training, \(sizes[1]) for validation, \(sizes[2]) for testing",
                remedy: "use more rows or other fractions")
        }
        var stream = RandomStream(seed: seed, name: "split")
        var split = Split(train: [], validation: [], test: [])
        if case .classes(let codes) = dataset.target, case .classification(let classes) = dataset.task,
            stratify != "no"
        {
            var members = [[Int]](repeating: [], count: classes.count)
            for (row, code) in codes.enumerated() { members[code].append(row) }
            let test = LargestRemainder.shares(of: sizes[2], weights: members.map(\.count))
            let left = zip(members, test).map { $0.count - $1 }
            let validation = LargestRemainder.shares(of: sizes[1], weights: left)
            for (code, rows) in members.enumerated() {
                Self.divide(rows, test: test[code], validation: validation[code], &split, &stream)
            }
        } else {
            if stratify == "yes" {
                throw BenchError(
                    .usage, "dataset \"\(dataset.name)\": a regression cannot be stratified",
                    remedy: "set stratify: auto")
            }
            Self.divide(
                Array(0..<dataset.rowCount), test: sizes[2], validation: sizes[1], &split, &stream)
        }
        try Self.checkClasses(of: dataset, in: split)
        return Split(train: split.train, validation: split.validation, test: split.test)
    }

    private static func divide(
        _ rows: [Int], test: Int, validation: Int, _ split: inout Split, _ stream: inout RandomStream
    ) {
        let shuffled = stream.permutation(of: rows.count).map { rows[$0] }
        split.test += shuffled[..<test]
        split.validation += shuffled[test..<(test + validation)]
        split.train += shuffled[(test + validation)...]
    }

    /// Every class must be trained on.
    private static func checkClasses(of dataset: Dataset, in split: Split) throws(BenchError) {
        guard case .classes(let codes) = dataset.target, case .classification(let classes) = dataset.task
        else { return }
        var counts = [Int](repeating: 0, count: classes.count)
        for row in split.train { counts[codes[row]] += 1 }
        guard let code = counts.firstIndex(of: 0) else { return }
        let total = codes.count { $0 == code }
        throw BenchError(
            .data,
            "dataset \"\(dataset.name)\": class \"\(classes[code])\" has "
                + "\(total) \(total == 1 ? "row" : "rows"), and none is left for training",
            remedy: "remove or merge the class, use smaller test and validation parts, or stratify")
    }
}
