import Primitives

/// Prepares `sample` for training: every step of `pipeline` is fitted on the training rows alone.
///
/// No value of a validation or test row reaches a fitted statistic or the training partition. Throws (exit
/// code `data`) when the training rows' target does not vary or a value cannot be transformed. `fresh` gives
/// the rows of an online stream by draw; each epoch after the first trains on another one.
public func prepare(
    _ sample: Sample, pipeline: PreprocessingPipeline = .standard, seed: Int = 0,
    fresh: (@Sendable (_ draw: Int) throws(BenchError) -> Sample)? = nil
) throws(BenchError) -> PreparedData {
    let fitted = try pipeline.fit(sample, seed: seed)
    var outputWidth = 1
    if case .classification(let classes) = sample.dataset.task { outputWidth = classes.count }
    var layout = fitted.layout
    // A place of the image is one input: none may be dropped, and no indicator may stand between them.
    if let shape = sample.dataset.shape, shape.reduce(1, *) == layout.columns.count,
        layout.columns.count == layout.width
    {
        layout = InputLayout(layout.columns, shape: shape)
    }
    var data = PreparedData(
        task: sample.dataset.task, featureNames: fitted.featureNames, layout: layout,
        outputWidth: outputWidth,
        train: try fitted.partition(of: sample, rows: sample.split.train, isTraining: true),
        validation: try fitted.partition(of: sample, rows: sample.split.validation),
        test: try fitted.partition(of: sample, rows: sample.split.test), targetScale: fitted.targetScale,
        groupNames: sample.dataset.roles.groups?.names ?? [], notes: sample.dataset.notes + fitted.notes)
    if let fresh {
        data.freshTraining = { draw throws(BenchError) in
            let sample = try fresh(draw)
            return try fitted.partition(of: sample, rows: sample.split.train)
        }
    }
    return data
}

/// Prepares an uncorrupted dataset by the standard steps.
public func prepare(_ dataset: Dataset, split: Split) throws(BenchError) -> PreparedData {
    try prepare(Sample(dataset, split))
}
