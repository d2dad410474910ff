/// One value of one method, on one dataset, with one seed.
public struct MixedModelObservation: Sendable, Hashable {
    /// The method, from 0.
    public var method: Int
    /// The dataset, from 0.
    public var dataset: Int
    /// The seed, from 0; equal numbers on different datasets have nothing in common.
    public var seed: Int
    /// The value.
    public var value: Double

    /// An observation.
    public init(method: Int, dataset: Int, seed: Int, value: Double) {
        self.method = method
        self.dataset = dataset
        self.seed = seed
        self.value = value
    }
}

/// A random effect of a mixed model.
public enum RandomEffect: String, Sendable, Hashable, CaseIterable {
    /// What all values on a dataset have in common.
    case dataset
    /// What all values of a method on a dataset have in common, beyond both.
    case interaction
    /// What all values with a seed on a dataset have in common: the split, the initial weights.
    case seed
}
