import Primitives

/// Every check of data, one line each.
public enum DataCheckCatalogue {
    /// The checks, in the order in which their findings are shown.
    public static let checks: [any DataCheck.Type] = []

    /// What they say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { checks.map { $0.declaration } }
}
