import Numerics
import Primitives
import TensorCore
import Training

/// A multilayer perceptron whose categorical columns pass through an embedding each.
struct EmbeddingMultilayerPerceptron: Model {
    static let declaration = ComponentDeclaration(
        id: "embedding-mlp", family: "feed-forward",
        summary: "An embedding for each categorical column, then fully connected hidden layers.",
        formula: "e_c = x_c E_c per categorical column c,  h_0 = [numeric inputs, e_1, e_2, …],  then as mlp",
        citations: [
            "Guo & Berkhahn 2016, Entity embeddings of categorical variables, section 3",
            "Howard & Gugger 2020, fastai: a layered API for deep learning (tabular, emb_sz_rule: the dimension)",
            "Gorishniy, Rubachev, Khrulkov & Babenko 2021, Revisiting deep learning models for tabular data, "
                + "section 3.3 and its code (the initial embeddings)",
        ] + Initializer.citations,
        parameters: [
            ParameterDeclaration(
                "embedding_dimension", symbol: "d", .integer(1...65_536), optional: true,
                "The dimension of every embedding; none: min(600, round(1.6 m^0.56)) for a column of m levels."
            ),
            MultilayerPerceptron.hiddenDeclaration,
            Activation.declaration,
            Initializer.declaration,
        ],
        remarks: [
            "An embedding is the product of the column's one-hot inputs with its matrix: the row of the level where one "
                + "input is 1, the mean of two rows where mixup mixes two levels, and 0 for a level unseen in training.",
            "Embeddings start uniformly in ±1/√d, and decay with the weights.",
            "The product costs rows × levels × d multiply-adds; for columns of thousands of levels it outweighs the "
                + "rest of the network. A column encoded by embedding-index is looked up instead, at the cost of d.",
            "Without categorical columns it is the mlp, to the bit.",
        ])

    /// Neighbouring inputs that take the same way.
    private enum Group {
        case numeric(first: Int, width: Int)
        case embedded(name: String, first: Int, levels: Int)
        case looked(name: String, first: Int)
    }

    static let takesIndices = true

    private let groups: [Group]
    private let layers: MultilayerPerceptron
    let parameters: [ParameterSpecification]
    let forwardCost: ForwardCost

    init(arguments: Arguments, inputs: InputLayout, outputWidth: Int) {
        var numeric: [Group] = []
        var embedded: [Group] = []
        var matrices: [ParameterSpecification] = []
        var width = 0
        var multiplications = 0.0
        func embed(_ levels: Int) -> String {
            let dimension = arguments.optionalInteger("embedding_dimension") ?? Self.dimension(levels: levels)
            let name = "embedding.\(embedded.count)"
            matrices.append(
                ParameterSpecification(
                    name, [levels, dimension], .weight,
                    .uniform(bound: 1 / Double(dimension).squareRoot())))
            width += dimension
            return name
        }
        for (column, first) in inputs.placed {
            switch column.kind {
            case .numeric:
                width += column.width
                if case .numeric(let start, let count)? = numeric.last, start + count == first {
                    numeric[numeric.count - 1] = .numeric(first: start, width: count + column.width)
                } else {
                    numeric.append(.numeric(first: first, width: column.width))
                }
            case .categorical:
                embedded.append(.embedded(name: embed(column.width), first: first, levels: column.width))
                multiplications += Double(matrices.last!.shape.count)
            case .index(let levels):
                embedded.append(.looked(name: embed(levels), first: first))
            }
        }
        groups = numeric + embedded
        layers = MultilayerPerceptron(
            arguments: arguments, inputs: InputLayout(numeric: width), outputWidth: outputWidth)
        parameters = matrices + layers.parameters
        let cost = layers.forwardCost
        forwardCost = ForwardCost(
            multiplications: cost.multiplications + multiplications, activations: cost.activations)
    }

    /// fastai's rule for a column of so many levels.
    static func dimension(levels: Int) -> Int {
        let power = DeterministicMath.exp(0.56 * DeterministicMath.log(Double(levels)))
        return min(600, Int((1.6 * power).rounded()))
    }

    func forward(_ inputs: Tensor, _ context: ForwardContext) -> Tensor {
        let inputs = context.hook(inputs, at: .input)
        var parts: [Tensor] = []
        for group in groups {
            switch group {
            case .numeric(let first, let width):
                parts.append(inputs.slice(axis: 1, from: first, count: width))
            case .embedded(let name, let first, let levels):
                let levels = inputs.slice(axis: 1, from: first, count: levels)
                parts.append(matmul(levels, context.parameters[name]))
            case .looked(let name, let first):
                let number = inputs.slice(axis: 1, from: first, count: 1)
                let rows = number.shape[0]
                let row = context.parameters[name].gatheringRows(number.reshaped([rows]) - 1)
                parts.append(select(number, row, row.graph.scalar(0)))
            }
        }
        let joined = concatenate(parts, axis: 1)
        return layers.layers(context.hook(joined, at: .embedding), context)
    }
}
