import Primitives

/// Preprocessing steps in their order, to be fitted on the training rows of a sample.
public struct PreprocessingPipeline: Sendable {
    private let steps: [(id: String, step: any PreprocessingStep)]

    /// The steps that `uses` name; throws (exit code `usage`) for one that this program does not have.
    public init(_ uses: [ComponentUse]) throws(BenchError) {
        var steps: [(id: String, step: any PreprocessingStep)] = []
        for use in uses {
            guard let type = PreprocessingCatalogue.step(use.id) else {
                throw BenchError(.usage, "this program has no preprocessing step \"\(use.id)\"")
            }
            steps.append((use.id, try type.init(arguments: use.arguments)))
        }
        self.steps = steps
    }

    /// The given steps, which need not be in the catalogue.
    init(steps: [any PreprocessingStep]) { self.steps = steps.map { (type(of: $0).declaration.id, $0) } }

    /// The steps of `PreprocessingCatalogue.standard`.
    public static var standard: PreprocessingPipeline {
        let uses = PreprocessingCatalogue.standard.map { id in
            try! ComponentUse(PreprocessingCatalogue.step(id)!.declaration)
        }
        return try! PreprocessingPipeline(uses)
    }

    /// Fits the steps, each to what the ones before it make of the training rows.
    public func fit(_ sample: Sample, seed: Int) throws(BenchError) -> FittedPipeline {
        var training = FeatureTable(sample.dataset, rows: sample.split.train)
        var held = FeatureTable(sample.dataset, rows: sample.split.validation + sample.split.test)
        var fitted: [any FittedStep] = []
        var notes: [String] = []
        for (_, step) in steps {
            let result = try step.fit(training, seed: seed)
            notes += result.notes(held: held)
            try result.applyToTraining(&training)
            try result.apply(to: &held)
            fitted.append(result)
        }
        return try FittedPipeline(fitted, training: training, notes: notes)
    }
}

/// Preprocessing that has been fitted: what turns rows into a model's inputs and targets.
public struct FittedPipeline: Sendable {
    private let steps: [any FittedStep]
    private let dataset: String
    /// The inputs' columns.
    public let layout: InputLayout
    /// A name per input.
    public let featureNames: [String]
    /// How a regression target was transformed; nil for a classification.
    public let targetScale: TargetScale?
    private let target: NumericScale?
    /// What a reader should know.
    let notes: [Diagnostic]

    /// `training` is the table of the training rows after all steps.
    init(_ steps: [any FittedStep], training: FeatureTable, notes: [String]) throws(BenchError) {
        self.steps = steps
        dataset = training.dataset
        var columns: [InputLayout.Column] = []
        var names: [String] = []
        for column in training.columns {
            let inputs = try Self.inputs(of: column, in: training)
            guard !inputs.names.isEmpty else { continue }
            columns.append(InputLayout.Column(column.name, inputs.kind, width: inputs.names.count))
            names += inputs.names
        }
        guard !columns.isEmpty else {
            throw BenchError(
                .data, "dataset \"\(training.dataset)\": the preprocessing leaves no inputs",
                remedy: "leave out the step that drops them")
        }
        layout = InputLayout(columns)
        featureNames = names
        if case .values(let values) = training.target {
            let scale = NumericScale(fitting: values)
            guard scale.standardDeviation > 0 else {
                throw BenchError(
                    .data,
                    "dataset \"\(training.dataset)\": the target has the same value in every training row",
                    remedy: "use more rows or another seed")
            }
            target = scale
            targetScale = TargetScale(
                mean: scale.mean, standardDeviation: scale.standardDeviation,
                inverses: steps.compactMap(\.targetInverse).reversed())
        } else {
            target = nil
            targetScale = nil
        }
        self.notes = notes.map {
            Diagnostic("dataset \"\(training.dataset)\": \($0)", severity: .note)
        }
    }

    /// The given rows of a sample as matrices.
    ///
    /// Throws (exit code `data`) for a value that cannot be transformed. `isTraining` says that they are the
    /// very rows the steps were fitted on.
    public func partition(of sample: Sample, rows: [Int], isTraining: Bool = false) throws(BenchError)
        -> Partition
    {
        var table = FeatureTable(sample.dataset, rows: rows)
        for step in steps {
            if isTraining { try step.applyToTraining(&table) } else { try step.apply(to: &table) }
        }
        let width = layout.width
        var inputs = [Float](repeating: 0, count: rows.count * width)
        var offset = 0
        for column in table.columns {
            let encoded = try Self.inputs(of: column, in: table)
            let count = encoded.names.count
            for row in rows.indices {
                for input in 0..<count {
                    inputs[row * width + offset + input] = encoded.values[row * count + input]
                }
            }
            offset += count
        }
        precondition(offset == width, "a step made another number of inputs of other rows")
        var partition = Partition(rows: rows.count, inputs: inputs, targets: [], labels: [], values: [])
        try addTargets(of: sample, rows: rows, table: table, to: &partition)
        if isTraining, !partition.weights.isEmpty, partition.weights.allSatisfy({ $0 == 0 }) {
            throw BenchError(
                .data, "dataset \"\(dataset)\": every training row has the weight 0",
                remedy: "use another split or seed, or leave out weight")
        }
        return partition
    }

    private func addTargets(
        of sample: Sample, rows: [Int], table: FeatureTable, to partition: inout Partition
    )
        throws(BenchError)
    {
        switch (sample.dataset.target, sample.dataset.task) {
        case (.classes(let codes), .classification(let classes)):
            partition.labels = rows.map { codes[$0] }
            partition.targets = [Float](repeating: 0, count: rows.count * classes.count)
            for (position, label) in partition.labels.enumerated() {
                partition.targets[position * classes.count + label] = 1
            }
        case (.values(let values), _):
            guard let target, case .values(let transformed) = table.target else {
                preconditionFailure("a pipeline of another task")
            }
            partition.values = rows.map { values[$0] }
            for (index, value) in transformed.enumerated() {
                guard let number = target.standardised(value) else {
                    throw table.unusable(
                        value, in: "target", row: index,
                        "is too far from the training rows to be standardised")
                }
                partition.targets.append(number)
            }
        default: preconditionFailure("the target does not fit the task")
        }
        switch sample.cleanTarget {
        case .classes(let codes): partition.cleanLabels = rows.map { codes[$0] }
        case .values(let values): partition.cleanValues = rows.map { values[$0] }
        case nil: break
        }
        switch sample.dataset.truth?.optimalPredictions {
        case .classes(let codes): partition.optimalLabels = rows.map { codes[$0] }
        case .values(let values): partition.optimalValues = rows.map { values[$0] }
        case nil: break
        }
        if let groups = sample.dataset.roles.groups { partition.groups = rows.map { Int(groups.codes[$0]) } }
        if let weights = sample.dataset.roles.weights {
            partition.weights = Self.singlePrecision(rows.map { weights[$0] })
        }
    }

    /// Weights in single precision; as only their proportions count, a power of two keeps the largest in its range.
    private static func singlePrecision(_ weights: [Double]) -> [Float] {
        let largest = weights.max() ?? 0
        guard largest > 0, abs(largest.exponent) > 60 else { return weights.map { Float($0) } }
        let unit = Double(sign: .plus, exponent: largest.exponent, significand: 1)
        return weights.map { Float($0 / unit) }
    }

    /// A column as inputs, with the indicator where it has one.
    private static func inputs(of column: FeatureTable.Column, in table: FeatureTable) throws(BenchError)
        -> FeatureTable.EncodedInputs
    {
        switch column.cells {
        case .inputs(let inputs): return inputs
        case .categorical:
            throw BenchError(
                .data,
                "dataset \"\(table.dataset)\": no preprocessing step encodes the categorical column "
                    + "\"\(column.name)\"",
                remedy: "add the step one-hot, ordinal, embedding-index or target-encoding")
        case .numeric(let numbers):
            var names = [column.name]
            if column.hasIndicator { names.append(column.name + "=missing") }
            var values: [Float] = []
            values.reserveCapacity(numbers.count * names.count)
            for (row, number) in numbers.enumerated() {
                guard !number.isNaN else {
                    throw BenchError(
                        .data,
                        "dataset \"\(table.dataset)\": column \"\(column.name)\", data row "
                            + "\(table.rows[row] + 1): a missing cell that no preprocessing step fills",
                        remedy: "add the step impute")
                }
                guard Float(number).isFinite else {
                    throw table.unusable(
                        number, in: column.name, row: row, "is beyond the range of single precision")
                }
                values.append(Float(number))
                if column.hasIndicator { values.append(column.imputed?[row] == true ? 1 : 0) }
            }
            return FeatureTable.EncodedInputs(kind: .numeric, names: names, values: values)
        }
    }
}
