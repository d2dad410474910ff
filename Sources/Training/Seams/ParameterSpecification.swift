import TensorCore

/// One parameter tensor of a model.
public struct ParameterSpecification: Sendable, Hashable {
    /// What a parameter is for; decay usually takes the weights only.
    public enum Role: Sendable, Hashable {
        /// A matrix or kernel that is multiplied with activations, or an embedding.
        case weight
        /// An offset.
        case bias
        /// The scale of a normalisation.
        case gain
        /// What a method added.
        case auxiliary
    }

    /// A name that is unique in the model, for example `hidden.0.weight`.
    public let name: String
    /// Its shape; weights are stored inputs × outputs, the outputs along the last axis.
    public let shape: Shape
    /// What it is for.
    public let role: Role
    /// How it starts.
    public let start: ParameterStart
    /// Whether the model's outputs while training stay the same when the parameter is multiplied by any positive number:
    /// a weight whose outputs are normalised over the batch.
    public let isScaleInvariant: Bool

    /// A parameter.
    public init(
        _ name: String, _ shape: Shape, _ role: Role, _ start: ParameterStart, isScaleInvariant: Bool = false
    ) {
        self.name = name
        self.shape = shape
        self.role = role
        self.start = start
        self.isScaleInvariant = isScaleInvariant
    }

    /// A weight of inputs × outputs, drawn by `initializer`.
    public static func weight(_ name: String, _ inputs: Int, _ outputs: Int, _ initializer: Initializer)
        -> ParameterSpecification
    {
        .init(name, [inputs, outputs], .weight, .drawn(initializer, fanIn: inputs, fanOut: outputs))
    }

    /// A bias that starts at 0.
    public static func bias(_ name: String, _ count: Int) -> ParameterSpecification {
        .init(name, [count], .bias, .constant(0))
    }

    /// A weight as a matrix: fan-in × outputs.
    public var matrixShape: Shape {
        shape.rank == 0 ? [1, 1] : [shape.count / shape[-1], shape[-1]]
    }
}
