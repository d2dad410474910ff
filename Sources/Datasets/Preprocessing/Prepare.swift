import Primitives

/// Prepares `dataset` for training: imputation, scaling and encoding, fitted on the training rows alone.
///
/// No value of a validation or test row reaches a fitted statistic or the training partition. Throws (exit
/// code `data`) when the training rows' target does not vary or a value cannot be scaled.
public func prepare(_ dataset: Dataset, split: Split) throws(BenchError) -> PreparedData {
    let preprocessor = Preprocessor(fitting: dataset, rows: split.train)
    var outputWidth = 1
    var targetScale: TargetScale?
    switch dataset.task {
    case .classification(let classes): outputWidth = classes.count
    case .regression:
        guard let scale = preprocessor.target, scale.standardDeviation > 0 else {
            throw BenchError(
                .data, "dataset \"\(dataset.name)\": the target has the same value in every training row",
                remedy: "use more rows or another seed")
        }
        targetScale = TargetScale(mean: scale.mean, standardDeviation: scale.standardDeviation)
    }
    let names = preprocessor.featureNames(of: dataset)
    return PreparedData(
        task: dataset.task, featureNames: names, layout: preprocessor.layout(of: dataset),
        outputWidth: outputWidth,
        train: try preprocessor.transform(dataset, rows: split.train),
        validation: try preprocessor.transform(dataset, rows: split.validation),
        test: try preprocessor.transform(dataset, rows: split.test), targetScale: targetScale,
        notes: dataset.notes + preprocessor.notes(on: dataset, held: split.validation + split.test))
}

extension Preprocessor {
    /// Notes on columns that carry nothing in training and on levels that only the rows `held` out have.
    fileprivate func notes(on dataset: Dataset, held: [Int]) -> [Diagnostic] {
        var constant: [String] = []
        var unseen: [String] = []
        var count = 0
        for (column, encoding) in zip(dataset.columns, encodings) {
            switch (column.values, encoding) {
            case (.numeric, .numeric(let scale)) where scale.standardDeviation == 0:
                constant.append("\"\(column.name)\"")
            case (.categorical(let codes, _), .categorical(let encoding)):
                let rows = held.count { encoding.position(of: codes[$0]) == nil }
                if rows > 0 { unseen.append("\"\(column.name)\"") }
                count += rows
            default: break
            }
        }
        var messages: [String] = []
        if !constant.isEmpty {
            messages.append(
                "the same value in every training row, encoded as 0: " + constant.joined(separator: ", "))
        }
        if count > 0 {
            messages.append(
                "\(count) validation or test cells have a level unseen in training, encoded as all zeros: "
                    + unseen.joined(separator: ", "))
        }
        return messages.map {
            Diagnostic("dataset \"\(dataset.name)\": \($0)", severity: .note)
        }
    }
}
