import Primitives

/// A way of dividing the rows of a dataset.
///
/// To add one, write a type in a file of its own and list it in `SplitCatalogue`.
public protocol SplitScheme: Sendable {
    /// Its id, parameters and citation.
    static var declaration: ComponentDeclaration { get }

    /// A scheme; throws (exit code `usage`) when the arguments contradict each other.
    init(arguments: Arguments) throws(BenchError)

    /// The split of `dataset` under a cell's seed; throws (exit code `data`) when the rows do not suffice.
    ///
    /// All randomness comes from the stream "split" of the seed, so every method sees the same split.
    func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split
}

/// Every split scheme, one line each; the first is the default.
public enum SplitCatalogue {
    /// The schemes, in the order they are listed.
    public static let schemes: [any SplitScheme.Type] = [
        HoldoutSplit.self
    ]

    /// What the schemes say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { schemes.map { $0.declaration } }

    /// The scheme with this id; nil where there is none.
    public static func scheme(_ id: String) -> (any SplitScheme.Type)? {
        schemes.first { $0.declaration.id == id }
    }
}
