import Numerics
import Primitives

/// Encodes levels by the target's mean among their rows.
struct TargetEncoding: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "target-encoding", family: "preprocessing",
        summary: "Encode a level by the target's mean among its training rows, shrunk to the mean of all; "
            + "training rows by the other folds.",
        formula: "λ ȳ_l + (1 − λ) ȳ;  λ = n_l/(n_l + m), or with m: none, λ = n_l s²/(n_l s² + s_l²)",
        citations: [
            "Micci-Barreca 2001, A preprocessing scheme for high-cardinality categorical attributes in "
                + "classification and prediction problems, SIGKDD Explorations 3(1), eqs. 5 and 6",
            "Pargent, Pfisterer, Thomas & Bischl 2022, Regularized target encoding outperforms traditional methods "
                + "in supervised machine learning with high cardinality features, Computational Statistics 37",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, TargetEncoder (variances, folds)",
        ],
        parameters: [
            PreprocessingParameters.columns("categorical"),
            .init(
                "smoothing", symbol: "m", .real(.nonNegative), optional: true,
                "The weight of the mean of all, in rows; none: from the variances s² of all rows and s_l² of the "
                    + "level's, by empirical Bayes."),
            .init(
                "folds", .integer(2...1000), default: .integer(5),
                "How many folds the training rows are crossed by; at most as many as there are rows."),
        ],
        remarks: [
            "A training row is encoded by the rows of the other folds alone, so that its own target is not in its "
                + "inputs; other rows by all training rows. Folds have the classes in equal proportions.",
            "A level that no training row has is encoded by the mean of all; missing cells are a level of their own.",
            "Two classes give one number, the share of the second; a regression gives one number, in the target's "
                + "unit, that standardize can follow. More classes give an input per class, its share.",
        ])

    private let columns: StepColumns
    private let smoothing: Double?
    private let folds: Int

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        smoothing = arguments.optionalReal("smoothing")
        folds = arguments.integer("folds")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        let rows = training.rows.count
        guard rows >= 2 else {
            throw BenchError(
                .data,
                "dataset \"\(training.dataset)\": target-encoding needs two training rows to cross-fit",
                remedy: "use more rows")
        }
        let targets = Self.targets(training)
        let foldOfRow = Self.folds(of: training, count: min(folds, rows), seed: seed)
        var columns: [Int: Fitted.Column] = [:]
        for index in try self.columns.categorical(of: training, step: "target-encoding") {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            // Missing cells come first, then the levels.
            let groups = codes.map { Int($0) + 1 }
            func means(_ targets: [Double], of rows: [Int]) -> LevelMeans {
                LevelMeans(
                    groups: rows.map { groups[$0] }, count: levels.count + 1,
                    targets: rows.map { targets[$0] },
                    smoothing: smoothing)
            }
            let all = targets.map { means($0, of: Array(0..<rows)).encoded }
            var crossed = [[Double]](repeating: [Double](repeating: 0, count: rows), count: targets.count)
            for fold in 0..<min(folds, rows) {
                let others = (0..<rows).filter { foldOfRow[$0] != fold }
                for output in targets.indices {
                    let encoded = means(targets[output], of: others).encoded
                    for row in 0..<rows where foldOfRow[row] == fold {
                        crossed[output][row] = encoded[groups[row]]
                    }
                }
            }
            guard (all + crossed).allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
                throw BenchError(
                    .data,
                    "dataset \"\(training.dataset)\": target-encoding: the targets are so large that their means or "
                        + "variances cannot be represented",
                    remedy: "scale the target in the file, or use one-hot")
            }
            columns[index] = Fitted.Column(all: all, crossed: crossed)
        }
        var classes: [String] = []
        if case .classification(let names) = training.task, names.count > 2 { classes = names }
        return Fitted(columns: columns, classes: classes)
    }

    /// What is averaged: the values, the second class's indicator, or an indicator per class.
    private static func targets(_ table: FeatureTable) -> [[Double]] {
        switch (table.target, table.task) {
        case (.classes(let codes), .classification(let classes)):
            let encoded = classes.count > 2 ? Array(classes.indices) : [1]
            return encoded.map { label in codes.map { $0 == label ? 1 : 0 } }
        case (.values(let values), _): return [values]
        case (.classes, .regression): preconditionFailure("the target does not fit the task")
        }
    }

    /// The fold of each training row, from 0: random, of sizes that differ by one at most, and as nearly as that
    /// allows with the classes in equal proportions.
    static func folds(of training: FeatureTable, count: Int, seed: Int) -> [Int] {
        var stream = RandomStream(seed: seed, name: "preprocessing/target-encoding")
        let order = stream.permutation(of: training.rows.count)
        var dealt = order
        if case .classes(let codes) = training.target {
            // A stable sort by class: rows of a class are dealt one after the other.
            dealt = order.indices.sorted {
                let (a, b) = (codes[order[$0]], codes[order[$1]])
                return a == b ? $0 < $1 : a < b
            }.map { order[$0] }
        }
        var folds = [Int](repeating: 0, count: dealt.count)
        for (position, row) in dealt.enumerated() { folds[row] = position % count }
        return folds
    }

    private struct Fitted: FittedStep {
        struct Column: Sendable {
            /// By output, then by code + 1: the encoding from all training rows.
            let all: [[Double]]
            /// By output, then by training row: that from the other folds.
            let crossed: [[Double]]
        }

        /// By the index of the column.
        let columns: [Int: Column]
        /// The classes; empty where there is one output.
        let classes: [String]

        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard let column = columns[index],
                    case .categorical(let codes, _) = table.columns[index].cells
                else { continue }
                encode(index, column.all.map { means in codes.map { means[Int($0) + 1] } }, &table)
            }
        }

        func applyToTraining(_ table: inout FeatureTable) {
            for index in table.columns.indices {
                if let column = columns[index] { encode(index, column.crossed, &table) }
            }
        }

        private func encode(_ index: Int, _ outputs: [[Double]], _ table: inout FeatureTable) {
            guard !classes.isEmpty else {
                table.columns[index].cells = .numeric(outputs[0])
                return
            }
            let name = table.columns[index].name
            table.columns[index].cells = .inputs(
                .init(
                    kind: .numeric, names: classes.map { "\(name)=target \($0)" },
                    values: outputs[0].indices.flatMap { row in outputs.map { Float($0[row]) } }))
        }
    }
}
