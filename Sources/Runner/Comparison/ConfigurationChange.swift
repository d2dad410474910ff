import Primitives
import Records
import Store

/// How the specifications of two stored cells differ, in words.
public enum ConfigurationChange {
    /// The first differences, as `bench plan` tells them for stale cells; nil where there is none or a store does not
    /// know its cell.
    public static func text(
        from first: CellIdentity, in store: Store, to second: CellIdentity, in other: Store
    ) throws(BenchError) -> String? {
        guard let old = try store.specification(of: first), let new = try other.specification(of: second)
        else { return nil }
        return StaleReason.text(from: old, to: new)
    }
}
