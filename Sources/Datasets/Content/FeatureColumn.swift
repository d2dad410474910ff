/// One input column of a dataset, as loaded: nothing imputed, scaled or encoded yet.
public struct FeatureColumn: Sendable, Hashable {
    /// The cells of a column, one per row.
    public enum Values: Sendable, Hashable {
        /// Finite numbers in the file's unit; NaN where missing.
        case numeric([Double])
        /// Indices into `levels`, −1 where missing; `levels` are sorted by Unicode scalar.
        case categorical(codes: [Int], levels: [String])
    }

    /// The column's name, as in the header.
    public var name: String
    /// Its cells.
    public var values: Values

    /// A column.
    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numeric(let numbers): numbers.count
        case .categorical(let codes, _): codes.count
        }
    }
}
