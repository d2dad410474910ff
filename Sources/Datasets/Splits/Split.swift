/// Which rows of a dataset are trained on, tuned on and tested on.
public struct Split: Sendable, Hashable {
    /// The rows that parameters are fitted to, ascending.
    public var train: [Int]
    /// The rows for choosing hyperparameters and when to stop, ascending; may be empty.
    public var validation: [Int]
    /// The rows that nothing but the final metrics may see, ascending.
    public var test: [Int]

    /// A split; the lists are sorted here.
    public init(train: [Int], validation: [Int], test: [Int]) {
        self.train = train.sorted()
        self.validation = validation.sorted()
        self.test = test.sorted()
    }
}
