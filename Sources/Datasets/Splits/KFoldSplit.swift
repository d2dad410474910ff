import Numerics
import Primitives

/// Cross-validation: each fold is tested on in turn, and the partition is drawn anew after every k seeds.
public struct KFoldSplit: SplitScheme {
    /// The declaration of `k-fold`.
    public static let declaration = ComponentDeclaration(
        id: "k-fold", family: "split",
        summary: "k-fold cross-validation, repeated where there are more than k seeds.",
        formula: "seed s tests on fold s mod k of the partition drawn by seed ⌊s/k⌋",
        citations: [
            "Stone 1974, Cross-validatory choice and assessment of statistical predictions, "
                + "Journal of the Royal Statistical Society B 36",
            "Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation, IJCAI, sec. 2.2",
        ],
        parameters: [
            .init(
                "folds", symbol: "k", .integer(2...1_000_000), default: .integer(5), "The number of folds."),
            SplitParameters.validation(
                "The fraction of the rows outside the tested fold for tuning and stopping; 0 for none."),
            SplitParameters.stratify(
                "Whether every fold has the classes in the same proportions; auto: for classification."),
        ],
        remarks: [
            "Seeds 0 … k − 1 test every row once. Seeds k … 2k − 1 do so with another partition, and so on: "
                + "m k seeds are k-fold cross-validation repeated m times.",
            "The sizes of the folds, per class where stratified, differ by at most one row and are the same in "
                + "every repeat; validation rows are drawn anew for every seed.",
        ])

    private let folds: Int
    private let validation: ValidationDraw
    private let stratify: String

    /// Cross-validation of the given arguments.
    public init(arguments: Arguments) throws(BenchError) {
        folds = arguments.integer("folds")
        stratify = arguments.text("stratify")
        validation = ValidationDraw(fraction: arguments.real("validation"), stratify: stratify)
    }

    /// The fold of the seed for testing, the others for training and validation.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        let schedule = FoldSchedule(seed: seed, folds: folds)
        let assigned = try partition(of: dataset, repetition: schedule.repetition)
        let rest = assigned.indices.filter { assigned[$0] != schedule.fold }
        let (train, validation) = try validation.divide(rest, of: dataset, seed: seed)
        let split = Split(
            train: train, validation: validation,
            test: assigned.indices.filter { assigned[$0] == schedule.fold })
        try split.check(
            on: dataset, needsValidation: self.validation.fraction > 0,
            remedy: "use more rows, other folds or another validation fraction",
            classRemedy: "remove or merge the class, use a smaller validation fraction, or stratify")
        return split
    }

    /// The fold of every row.
    ///
    /// The shuffled rows, class after class, are dealt to the folds in turn: so both the folds and each
    /// class's rows in them differ by at most one.
    private func partition(of dataset: Dataset, repetition: Int) throws(BenchError) -> [Int] {
        let members = try Strata.members(of: Array(0..<dataset.rowCount), in: dataset, stratify: stratify)
        guard dataset.rowCount >= folds else {
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": \(dataset.rowCount) rows are too few for \(folds) folds",
                remedy: "use at most \(dataset.rowCount) folds")
        }
        if members.count > 1, case .classification(let classes) = dataset.task,
            let code = members.firstIndex(where: { $0.count < folds })
        {
            let count = members[code].count
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": class \"\(classes[code])\" has \(count) "
                    + "\(count == 1 ? "row" : "rows"), too few for \(folds) stratified folds",
                remedy: "use fewer folds, remove or merge the class, or set stratify: no")
        }
        var stream = RandomStream(seed: repetition, name: "split")
        var assigned = [Int](repeating: 0, count: dataset.rowCount)
        var next = 0
        for rows in members {
            for index in stream.permutation(of: rows.count) {
                assigned[rows[index]] = next
                next = next + 1 == folds ? 0 : next + 1
            }
        }
        return assigned
    }
}
