/// What is to be predicted.
public enum LearningTask: Sendable, Hashable {
    /// One of `classes`, which are in the order of their codes; at least two.
    case classification(classes: [String])
    /// A real number.
    case regression
}
