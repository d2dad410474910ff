import Primitives
import Training

/// All models; adding one is a file and a line here.
public enum ModelCatalogue {
    /// One line per model.
    public static let all: [any Model.Type] = [
        Linear.self,
        MultilayerPerceptron.self,
        ResidualMultilayerPerceptron.self,
        MultiBranchMultilayerPerceptron.self,
        EmbeddingMultilayerPerceptron.self,
        ConvolutionalNetwork.self,
    ]

    /// What all of them declare.
    public static var declarations: [ComponentDeclaration] { all.map { $0.declaration } }

    /// The model named `id`.
    public static func type(named id: String) -> (any Model.Type)? { all.first { $0.declaration.id == id } }
}
