/// One input column of a dataset, as loaded: nothing imputed, scaled or encoded yet.
public struct FeatureColumn: Sendable, Hashable {
    /// The cells of a column, one per row.
    public enum Values: Sendable, Hashable {
        /// Finite numbers in the file's unit; NaN where missing.
        case numeric([Double])
        /// Indices into `levels`, −1 where missing.
        ///
        /// `levels` are sorted by Unicode scalar, or stand in their own order where the column is ordinal.
        case categorical(codes: [Int32], levels: [String])
    }

    /// The column's name, as in the header.
    public var name: String
    /// Its cells.
    public var values: Values
    /// Whether the levels have an order, which `values` keeps.
    public var isOrdinal: Bool

    /// A column.
    public init(name: String, values: Values, isOrdinal: Bool = false) {
        self.name = name
        self.values = values
        self.isOrdinal = isOrdinal
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numeric(let numbers): numbers.count
        case .categorical(let codes, _): codes.count
        }
    }
}
