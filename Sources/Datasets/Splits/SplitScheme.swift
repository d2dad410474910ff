import Primitives

/// A way of dividing the rows of a dataset.
///
/// To add one, write a type in a file of its own and list it in `SplitCatalogue`.
public protocol SplitScheme: Sendable {
    /// Its id, parameters and citation.
    static var declaration: ComponentDeclaration { get }

    /// A scheme; throws (exit code `usage`) when the arguments contradict each other.
    init(arguments: Arguments) throws(BenchError)

    /// Whether other seeds divide the rows of `dataset` otherwise; where not, seeds repeat the training only.
    func resamples(_ dataset: Dataset) -> Bool

    /// The split of `dataset` under a cell's seed; throws (exit code `data`) when the rows do not suffice.
    ///
    /// All randomness comes from the streams "split" and "split/…" of the seed, or of the repeat that it
    /// stands for, so every method sees the same split.
    func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split
}

extension SplitScheme {
    /// Most schemes draw at random.
    public func resamples(_ dataset: Dataset) -> Bool { true }
}
