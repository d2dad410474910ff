import Primitives
import Records

extension Suite {
    /// Something done to every cell of a suite after it was read.
    struct Variation: Sendable {
        /// What, for the record.
        var summary: String
        /// Does it.
        var apply: @Sendable (inout CellSpecification) -> Void
    }

    /// The suite with `change` made to every cell's specification, seeds and data apart; labels stay.
    ///
    /// The resolved suite tells `summary`. What a cell's data are made of is not to be changed here but in the
    /// datasets, which are loaded from what they say.
    public func varied(_ summary: String, _ change: @escaping @Sendable (inout CellSpecification) -> Void)
        -> Suite
    {
        var suite = self
        suite.variations.append(Variation(summary: summary, apply: change))
        return suite
    }

    /// The suite with another start of every training: other initial weights, batches and noise on the same rows.
    public func restarted(by offset: Int) -> Suite {
        offset == 0
            ? self
            : varied("training seeds + \(offset)") { $0.trainingSeedOffset &+= offset }
    }

    /// The suite with `change` made to every dataset; labels stay.
    public func replacingDatasets<Failure: Error>(_ change: (Dataset) throws(Failure) -> Dataset)
        throws(Failure) -> Suite
    {
        var suite = self
        suite.datasets = try datasets.map { dataset throws(Failure) in try change(dataset) }
        precondition(suite.datasets.map(\.label) == datasets.map(\.label), "labels stay")
        return suite
    }

    /// The suite with `change` made to every method stack; labels stay.
    public func replacingStacks(_ change: (Stack) -> Stack) -> Suite {
        var suite = self
        suite.stacks = stacks.map(change)
        precondition(suite.stacks.map(\.label) == stacks.map(\.label), "labels stay")
        return suite
    }
}
