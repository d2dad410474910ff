import TensorCore

/// Seam "reparameterisation": what the model multiplies with is a function of what is stored and trained.
///
/// Applied in the order of the stack, in training and evaluation (`MethodContext.mode`). Penalties, decay and
/// optimisers see what is stored; `ForwardPass.parameters` gives effective values by name.
public protocol Reparameterization: Method {
    /// The effective value of `parameter`, of the same shape.
    ///
    /// `stored` gives every stored tensor by name, also those that the method added.
    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor
    /// Whether the method changes `parameter`.
    func acts(on parameter: ParameterSpecification) -> Bool
}

extension Reparameterization {
    /// On weights.
    public func acts(on parameter: ParameterSpecification) -> Bool { parameter.role == .weight }
}

/// Seam "parameters": tensors beside the model's that are trained with them, by the same optimiser.
public protocol ParameterAddition: Method {
    /// The tensors to be added to those of the model, in order.
    ///
    /// Names begin with the method's id and a slash; the role is `.auxiliary` for what decay should leave alone.
    func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification]
    /// Changes how the cell starts: `values` holds every parameter, the model's and the added ones.
    func initialize(_ values: inout InitialParameters)
}

extension ParameterAddition {
    /// None: a method may only change how the model starts.
    public func addedParameters(for model: [ParameterSpecification]) -> [ParameterSpecification] { [] }
    /// As the specifications say.
    public func initialize(_ values: inout InitialParameters) {}
}

/// The parameters of a cell before its first step, by name.
public struct InitialParameters: Sendable {
    /// Where each lies.
    public let layout: ParameterLayout
    /// All of them.
    public private(set) var values: [Float]
    /// The cell's seed, for methods that draw how the model starts.
    public let seed: Int

    /// The values that the specifications in `layout` give.
    init(_ layout: ParameterLayout, seed: Int) {
        self.layout = layout
        self.seed = seed
        values = layout.initialValues(seed: seed)
    }

    /// The values of the parameter `name`, row-major.
    public subscript(name: String) -> [Float] {
        get { Array(values[range(name)]) }
        set {
            precondition(newValue.count == range(name).count, "\(name) has another size")
            values.replaceSubrange(range(name), with: newValue)
        }
    }

    private func range(_ name: String) -> Range<Int> {
        guard let index = layout.specifications.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no parameter \(name)")
        }
        return layout.offsets[index]..<layout.offsets[index] + layout.specifications[index].shape.count
    }
}
