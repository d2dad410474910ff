import Primitives

/// A dataset ready for training: encoded and scaled, with everything fitted on the training rows alone.
public struct PreparedData: Sendable {
    /// What is to be predicted.
    public var task: LearningTask
    /// A name per input, after encoding: `column`, `column=level` or `column=missing`.
    public var featureNames: [String]
    /// Which inputs belong to which column.
    public var layout: InputLayout
    /// The number of inputs.
    public var inputWidth: Int
    /// The number of outputs: the number of classes, or 1 for a regression.
    public var outputWidth: Int
    /// The training rows.
    public var train: Partition
    /// The validation rows; may be empty.
    public var validation: Partition
    /// The test rows.
    public var test: Partition
    /// How the target was standardised; nil for a classification.
    public var targetScale: TargetScale?
    /// The names of the rows' groups; empty where the dataset has none.
    public var groupNames: [String]
    /// The training rows of an online stream by draw, as many as `train` has; nil where rows are finite.
    ///
    /// Draw 0 is `train` itself.
    public var freshTraining: (@Sendable (_ draw: Int) throws(BenchError) -> Partition)?
    /// What a reader should know: the dataset's notes, then those of the preparation.
    public var notes: [Diagnostic]

    /// Prepared data; every partition has inputs and targets of the given widths.
    ///
    /// Without a layout, every input is a numeric column of its own.
    public init(
        task: LearningTask, featureNames: [String], layout: InputLayout? = nil, outputWidth: Int,
        train: Partition, validation: Partition, test: Partition, targetScale: TargetScale? = nil,
        groupNames: [String] = [], notes: [Diagnostic] = []
    ) {
        let layout =
            layout ?? InputLayout(featureNames.map { InputLayout.Column($0, .numeric, width: 1) })
        precondition(layout.width == featureNames.count, "a layout of another width")
        for part in [train, validation, test] {
            precondition(part.inputs.count == part.rows * featureNames.count, "inputs of another width")
            precondition(part.targets.count == part.rows * outputWidth, "targets of another width")
        }
        self.task = task
        self.featureNames = featureNames
        self.layout = layout
        self.inputWidth = featureNames.count
        self.outputWidth = outputWidth
        self.train = train
        self.validation = validation
        self.test = test
        self.targetScale = targetScale
        self.groupNames = groupNames
        self.notes = notes
    }
}

/// The rows of one part of a split, as matrices; every number is finite.
public struct Partition: Sendable, Hashable {
    /// The number of rows.
    public var rows: Int
    /// rows × input width, row-major.
    public var inputs: [Float]
    /// rows × output width, row-major: one-hot classes, or the standardised value.
    public var targets: [Float]
    /// The class code of each row; empty for a regression.
    public var labels: [Int]
    /// The target of each row in its original unit; empty for a classification.
    public var values: [Double]
    /// The class code of each row before its label was corrupted; empty where no label of the dataset was.
    public var cleanLabels: [Int] = []
    /// The target of each row before it was corrupted; empty where no target of the dataset was.
    public var cleanValues: [Double] = []
    /// The best prediction of each row where the truth is known: the most probable class; empty elsewhere.
    public var optimalLabels: [Int] = []
    /// The same for a regression: the mean of the target given the inputs.
    public var optimalValues: [Double] = []
    /// The group of each row; empty where the dataset has none.
    public var groups: [Int] = []
    /// How much each row counts in the training loss; empty where all count the same.
    public var weights: [Float] = []

    /// A partition.
    public init(rows: Int, inputs: [Float], targets: [Float], labels: [Int], values: [Double]) {
        self.rows = rows
        self.inputs = inputs
        self.targets = targets
        self.labels = labels
        self.values = values
    }
}
