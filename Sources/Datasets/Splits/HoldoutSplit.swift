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
            SplitParameters.test(),
            SplitParameters.validation(),
            SplitParameters.stratify(
                "Whether every part has the classes in the same proportions; auto: for classification."),
        ],
        remarks: ["The sizes of the parts, per class where stratified, are the same for every seed."])

    private let fractions: [Double]
    private let stratify: String

    /// A holdout; throws where no rows would be left for training.
    public init(arguments: Arguments) throws(BenchError) {
        let (test, validation) = (arguments.real("test"), arguments.real("validation"))
        try SplitParameters.checkFractions(test: test, validation: validation)
        fractions = [1 - test - validation, validation, test]
        stratify = arguments.text("stratify")
    }

    /// Draws the rows: test first, then validation, the rest for training.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        let sizes = LargestRemainder.shares(of: dataset.rowCount, fractions: fractions)
        guard sizes[0] > 0, sizes[2] > 0, sizes[1] > 0 || fractions[1] == 0 else {
            throw Split.tooFewRows(of: dataset, sizes: sizes)
        }
        var stream = RandomStream(seed: seed, name: "split")
        var split = Split(train: [], validation: [], test: [])
        let members = try Strata.members(
            of: Array(0..<dataset.rowCount), in: dataset, stratify: stratify)
        let test = LargestRemainder.shares(of: sizes[2], weights: members.map(\.count))
        let left = zip(members, test).map { $0.count - $1 }
        let validation = LargestRemainder.shares(of: sizes[1], weights: left)
        for (stratum, rows) in members.enumerated() {
            Self.divide(rows, test: test[stratum], validation: validation[stratum], &split, &stream)
        }
        try split.check(on: dataset, needsValidation: false)
        return Split(train: split.train, validation: split.validation, test: split.test)
    }

    private static func divide(
        _ rows: [Int], test: Int, validation: Int, _ split: inout Split, _ stream: inout RandomStream
    ) {
        let shuffled = stream.shuffled(rows)
        split.test += shuffled[..<test]
        split.validation += shuffled[test..<(test + validation)]
        split.train += shuffled[(test + validation)...]
    }
}
