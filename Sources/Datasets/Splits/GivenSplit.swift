import Primitives

/// The division that the dataset itself brings.
public struct GivenSplit: SplitScheme {
    /// The declaration of `given`.
    public static let declaration = ComponentDeclaration(
        id: "given", family: "split",
        summary: "The parts or folds that the dataset itself brings.",
        formula: "folds: seed s tests on fold s mod k",
        citations: [
            "Bischl et al. 2021, OpenML benchmarking suites, NeurIPS datasets and benchmarks (predefined splits)",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, PredefinedSplit",
        ],
        parameters: [
            SplitParameters.validation(
                "The fraction of the training rows for tuning and stopping where the dataset names none; 0 for "
                    + "none."),
            .init(
                "validation_fold", .boolean, default: .boolean(false),
                "With folds, whether the fold after the tested one is validated on, in place of a fraction."),
        ],
        remarks: [
            "Rows that the dataset gives no part to are not used.",
            "With parts every seed has the same rows and repeats the training only, also where validation rows "
                + "are drawn. With folds they are drawn anew for every seed, stratified for a classification.",
            "Validation rows drawn as a fraction do not respect groups; validation_fold does where the folds do.",
        ])

    private let validation: ValidationDraw
    private let usesNextFold: Bool

    /// A given division.
    public init(arguments: Arguments) throws(BenchError) {
        validation = ValidationDraw(fraction: arguments.real("validation"))
        usesNextFold = arguments.boolean("validation_fold")
    }

    /// Only folds differ between seeds.
    public func resamples(_ dataset: Dataset) -> Bool {
        if case .folds? = dataset.roles.split { true } else { false }
    }

    /// The parts of the dataset, or the fold of the seed for testing.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        var split: Split
        switch dataset.roles.split {
        case nil:
            throw BenchError(
                .data, "dataset \"\(dataset.name)\" brings no split of its own",
                remedy: "name its column in the dataset's \"split_column\", or use another split")
        case .parts(let parts):
            func rows(_ part: RowRoles.Part) -> [Int] { parts.indices.filter { parts[$0] == part } }
            split = Split(train: rows(.train), validation: rows(.validation), test: rows(.test))
            if split.validation.isEmpty {
                let (train, validation) = try validation.divide(split.train, of: dataset, seed: 0)
                split = Split(train: train, validation: validation, test: split.test)
            }
        case .folds(let folds, let count):
            guard count > 1, count > 2 || !usesNextFold else {
                throw BenchError(
                    .data,
                    "dataset \"\(dataset.name)\" brings \(count) \(count == 1 ? "fold" : "folds"), too few for "
                        + (usesNextFold ? "training, validation and testing" : "training and testing"),
                    remedy: usesNextFold ? "set validation_fold: false" : "use at least 2 folds")
            }
            let tested = FoldSchedule(seed: seed, folds: count).fold
            let next = usesNextFold ? (tested + 1) % count : -1
            let rest = folds.indices.filter { folds[$0] != tested && folds[$0] != next }
            let validated = folds.indices.filter { folds[$0] == next }
            let drawn =
                usesNextFold
                ? (train: rest, validation: validated)
                : try validation.divide(rest, of: dataset, seed: seed)
            split = Split(
                train: drawn.train, validation: drawn.validation,
                test: folds.indices.filter { folds[$0] == tested })
        }
        try split.check(
            on: dataset, needsValidation: validation.fraction > 0 || usesNextFold,
            remedy: "give rows to every part and fold, or set validation: 0",
            classRemedy: "remove or merge the class, or give some of its rows to the training part")
        return split
    }
}
