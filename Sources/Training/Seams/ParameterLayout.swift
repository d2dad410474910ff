import TensorCore

/// Where each parameter lies in the flat buffer that holds them all.
public struct ParameterLayout: Sendable, Hashable {
    /// Where in the model a weight stands.
    public enum Position: Sendable, Hashable {
        /// The first weight, which multiplies the inputs.
        case input
        /// Neither the first nor the last.
        case hidden
        /// The last weight, which makes the outputs; also the only one of a linear model.
        case output
    }

    /// The parameters, in order.
    public let specifications: [ParameterSpecification]
    /// Their offsets.
    public let offsets: [Int]
    /// How many numbers there are in all.
    public let count: Int

    /// The layout of `specifications`, one after the other.
    public init(_ specifications: [ParameterSpecification]) {
        var offset = 0
        self.specifications = specifications
        offsets = specifications.map { specification in
            defer { offset += specification.shape.count }
            return offset
        }
        count = offset
    }

    /// 1 for weights, 0 for the rest; as long as the buffer.
    public var weightMask: [Float] {
        specifications.flatMap { [Float](repeating: $0.role == .weight ? 1 : 0, count: $0.shape.count) }
    }

    /// The weights' places among the parameters, from the inputs to the outputs: their order is the layer's number.
    public var weights: [Int] { specifications.indices.filter { specifications[$0].role == .weight } }

    /// The number of the layer that the parameter at `index` belongs to, from 0: that of the last weight up to it, or
    /// of the weight that a method added it to, whose name its own ends with.
    public func layer(of index: Int) -> Int {
        let name = specifications[index].name
        return weights.firstIndex { name.hasSuffix("/" + specifications[$0].name) }
            ?? weights.lastIndex { $0 <= index } ?? 0
    }

    /// Where the weight at `index` stands.
    public func position(of index: Int) -> Position {
        if index == weights.last { return .output }
        return index == weights.first ? .input : .hidden
    }

    /// The place of the parameter `name`; nil where there is none.
    public func index(of name: String) -> Int? { specifications.firstIndex { $0.name == name } }
}

/// Named views into a flat parameter tensor.
public struct ParameterView {
    /// The flat tensor.
    public let flat: Tensor
    /// Where each parameter lies in it.
    public let layout: ParameterLayout
    private let effective: ((Tensor, ParameterSpecification) -> Tensor)?

    /// Views into `flat`; `effective` makes what is used from what is stored.
    public init(
        _ flat: Tensor, _ layout: ParameterLayout,
        effective: ((Tensor, ParameterSpecification) -> Tensor)? = nil
    ) {
        self.flat = flat
        self.layout = layout
        self.effective = effective
    }

    /// The parameter `name`.
    public subscript(name: String) -> Tensor {
        guard let index = layout.index(of: name) else { preconditionFailure("no parameter \(name)") }
        let specification = layout.specifications[index]
        let stored = flat.slice(from: layout.offsets[index], specification.shape)
        return effective?(stored, specification) ?? stored
    }
}
