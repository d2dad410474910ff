import Primitives

/// Every dataset source, one line each.
public enum DatasetCatalogue {
    /// The sources, in the order they are listed.
    public static let sources: [any DatasetSource.Type] = [
        CSVSource.self,
        TwoMoons.self,
        TwoSpirals.self,
        Circles.self,
        XOR.self,
        Parity.self,
        GaussianMixture.self,
        Madelon.self,
        MNIST1D.self,
        ModularArithmetic.self,
        SpuriousDomains.self,
        Friedman1.self,
        Friedman2.self,
        Friedman3.self,
        SparseLinear.self,
        IsotropicRidge.self,
        TeacherStudent.self,
        HiddenManifold.self,
        Compositional.self,
        Piecewise1D.self,
        CovariateShift.self,
    ]

    /// What the sources say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { sources.map { $0.declaration } }

    /// The source with this id; nil where there is none.
    public static func source(_ id: String) -> (any DatasetSource.Type)? {
        sources.first { $0.declaration.id == id }
    }
}
