import Primitives

/// Imputation, scaling and encoding, fitted on the training rows and applied to any rows.
///
/// Numeric columns: a missing cell becomes the training mean, then z = (x − mean)/sd with the population sd
/// of the imputed training rows (scikit-learn's SimpleImputer and StandardScaler); an input `column=missing`
/// follows where training cells are missing. Categorical columns: one-hot over the levels of the training rows.
struct Preprocessor: Sendable, Hashable {
    /// How one column is encoded.
    enum Encoding: Sendable, Hashable {
        case numeric(NumericScale)
        case categorical(CategoricalEncoding)
    }

    /// The encoding of each column, in the dataset's order.
    let encodings: [Encoding]
    /// The standardisation of a regression target.
    let target: NumericScale?

    /// Fits the given rows of `dataset`.
    init(fitting dataset: Dataset, rows: [Int]) {
        encodings = dataset.columns.map { column in
            switch column.values {
            case .numeric(let numbers):
                .numeric(NumericScale(fitting: rows.map { numbers[$0] }))
            case .categorical(let codes, let levels):
                .categorical(CategoricalEncoding(fitting: rows.map { codes[$0] }, levels: levels))
            }
        }
        if case .values(let values) = dataset.target {
            target = NumericScale(fitting: rows.map { values[$0] })
        } else {
            target = nil
        }
    }

    /// The number of inputs of each column.
    var widths: [Int] {
        encodings.map { encoding in
            switch encoding {
            case .numeric(let scale): scale.hasMissing ? 2 : 1
            case .categorical(let encoding): encoding.width
            }
        }
    }

    /// The names of the inputs.
    func featureNames(of dataset: Dataset) -> [String] {
        zip(dataset.columns, encodings).flatMap { column, encoding in
            switch encoding {
            case .numeric(let scale): [column.name] + (scale.hasMissing ? [column.name + "=missing"] : [])
            case .categorical(let encoding): encoding.names.map { column.name + "=" + $0 }
            }
        }
    }

    /// The columns of the inputs.
    func layout(of dataset: Dataset) -> InputLayout {
        InputLayout(
            zip(zip(dataset.columns, encodings), widths).map { pair, width in
                switch pair.1 {
                case .numeric: InputLayout.Column(pair.0.name, .numeric, width: width)
                case .categorical: InputLayout.Column(pair.0.name, .categorical, width: width)
                }
            })
    }

    /// The given rows as matrices; throws when a value is too far from the training rows for a Float.
    func transform(_ dataset: Dataset, rows: [Int]) throws(BenchError) -> Partition {
        let widths = widths
        let inputWidth = widths.reduce(0, +)
        var inputs = [Float](repeating: 0, count: rows.count * inputWidth)
        var offset = 0
        for (index, column) in dataset.columns.enumerated() {
            switch (column.values, encodings[index]) {
            case (.numeric(let numbers), .numeric(let scale)):
                for (position, row) in rows.enumerated() {
                    let input = position * inputWidth + offset
                    inputs[input] = try Self.standardised(numbers[row], scale, column.name, row, dataset)
                    if scale.hasMissing, numbers[row].isNaN { inputs[input + 1] = 1 }
                }
            case (.categorical(let codes, _), .categorical(let encoding)):
                for (position, row) in rows.enumerated() {
                    if let level = encoding.position(of: codes[row]) {
                        inputs[position * inputWidth + offset + level] = 1
                    }
                }
            default: preconditionFailure("a preprocessor of another dataset")
            }
            offset += widths[index]
        }
        var partition = Partition(rows: rows.count, inputs: inputs, targets: [], labels: [], values: [])
        try addTargets(of: dataset, rows: rows, to: &partition)
        return partition
    }

    private func addTargets(of dataset: Dataset, rows: [Int], to partition: inout Partition)
        throws(BenchError)
    {
        switch (dataset.target, dataset.task) {
        case (.classes(let codes), .classification(let classes)):
            partition.labels = rows.map { codes[$0] }
            partition.targets = [Float](repeating: 0, count: rows.count * classes.count)
            for (position, label) in partition.labels.enumerated() {
                partition.targets[position * classes.count + label] = 1
            }
        case (.values(let values), _):
            guard let target else { preconditionFailure("a preprocessor of another dataset") }
            partition.values = rows.map { values[$0] }
            for row in rows {
                partition.targets.append(try Self.standardised(values[row], target, "target", row, dataset))
            }
        default: preconditionFailure("the target does not fit the task")
        }
    }

    private static func standardised(
        _ value: Double, _ scale: NumericScale, _ name: String, _ row: Int, _ dataset: Dataset
    ) throws(BenchError) -> Float {
        if let result = scale.standardised(value) { return result }
        throw BenchError(
            .data,
            "dataset \"\(dataset.name)\": column \"\(name)\", data row \(row + 1): "
                + "\(JSONValue.canonicalNumber(value)) is too far from the training rows to be standardised",
            remedy: "correct the value, or leave the column out with exclude")
    }
}
