/// The version of the arithmetic.
public enum NumericsVersion {
    /// Raised whenever any change alters the bits of any outcome (docs/numerics.md); part of a cell's identity.
    public static let current = 2
}
