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

/// A generator whose rows are independent draws, so that more of them can be had at any time.
///
/// Such a source declares the parameter `SyntheticParameters.online`; where it is true, every epoch of
/// training sees rows of its own.
public protocol StreamingSource: DatasetSource {
    /// Rows of the same law as `load()`, as many; `draw` 0 are those of `load()` themselves.
    ///
    /// What the law is drawn from (weights of a teacher, centres of clusters) is the same for every draw.
    func rows(draw: Int) throws(BenchError) -> Dataset
}
