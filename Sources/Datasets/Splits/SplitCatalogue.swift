import Primitives

/// Every split scheme, one line each; the first is the default.
public enum SplitCatalogue {
    /// The schemes, in the order they are listed.
    public static let schemes: [any SplitScheme.Type] = [
        HoldoutSplit.self,
        KFoldSplit.self,
        GroupedSplit.self,
        TemporalSplit.self,
        GivenSplit.self,
    ]

    /// What the schemes say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { schemes.map { $0.declaration } }

    /// The scheme with this id; nil where there is none.
    public static func scheme(_ id: String) -> (any SplitScheme.Type)? {
        schemes.first { $0.declaration.id == id }
    }
}
