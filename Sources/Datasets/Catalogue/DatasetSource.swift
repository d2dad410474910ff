import Primitives

/// A kind of dataset that a suite can name: a file format or a synthetic generator.
///
/// To add one, write a type in a file of its own and list it in `DatasetCatalogue`.
public protocol DatasetSource: Sendable {
    /// Its id, parameters, formula and citation.
    static var declaration: ComponentDeclaration { get }

    /// A source with arguments checked against `declaration`.
    ///
    /// Relative paths among the arguments are relative to `baseDirectory`, the folder of the suite's file.
    init(arguments: Arguments, baseDirectory: String)

    /// Loads or generates the content: the same for the same arguments (and the same file), on every machine.
    func load() throws(BenchError) -> Dataset
}
