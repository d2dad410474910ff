import Primitives

/// Every check of data, one line each.
public enum DataCheckCatalogue {
    /// The checks, in the order in which their findings are shown.
    public static let checks: [any DataCheck.Type] = [
        TargetLeak.self,
        DuplicateRows.self,
        ConflictingTargets.self,
        SplitRoles.self,
        SplitColumns.self,
        IdentifierColumns.self,
        DuplicateColumns.self,
        ConstantColumns.self,
        MissingValues.self,
        HighCardinality.self,
        SmallClasses.self,
        ClassImbalance.self,
        TargetOutliers.self,
        RowOrder.self,
        ConstantBaseline.self,
    ]

    /// What they say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { checks.map { $0.declaration } }

    /// The checks with their default thresholds, in the same order.
    static var standard: [any DataCheck] {
        checks.map { type in
            guard let arguments = try? Arguments(for: type.declaration.parameters) else {
                preconditionFailure("a check needs a default for every threshold")
            }
            return type.init(arguments: arguments)
        }
    }
}
