/// A dataset with its split, on its way to be prepared: what corruptions change.
public struct Sample: Sendable {
    /// The rows, perhaps corrupted.
    public var dataset: Dataset
    /// Which rows belong to which part.
    public var split: Split
    /// The target of every row before any corruption of labels; nil while it is the dataset's own.
    public var cleanTarget: Dataset.Target?

    /// An uncorrupted sample.
    public init(_ dataset: Dataset, _ split: Split) {
        self.dataset = dataset
        self.split = split
    }

    /// Replaces targets and keeps the clean ones; does nothing where `target` is the present one.
    public mutating func replaceTarget(_ target: Dataset.Target) {
        guard target != dataset.target else { return }
        if cleanTarget == nil { cleanTarget = dataset.target }
        dataset.target = target
    }

    /// Appends copies of `rows` to the dataset and to its training part; returns where the first copy stands.
    public mutating func appendTrainingCopies(of rows: [Int]) -> Int {
        let first = dataset.rowCount
        guard !rows.isEmpty else { return first }
        let all = Array(0..<first) + rows
        cleanTarget = cleanTarget?.taking(rows: all)
        dataset = dataset.taking(rows: all)
        split.train += Array(first..<first + rows.count)
        return first
    }

    /// The rows of the parts named by a corruption's parameter `parts`, ascending.
    public func rows(of parts: CorruptedParts) -> [Int] {
        switch parts {
        case .train: split.train
        case .trainAndValidation: (split.train + split.validation).sorted()
        case .all: (split.train + split.validation + split.test).sorted()
        }
    }
}
