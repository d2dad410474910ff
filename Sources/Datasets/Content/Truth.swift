/// What is known of a synthetic dataset: how well it can be predicted at best, and by what.
public struct Truth: Sendable, Hashable {
    /// A known number or vector, such as an optimal penalty.
    public struct Quantity: Sendable, Hashable {
        /// The field's name for it, in snake_case: "optimal_lambda".
        public var name: String
        /// Its value or values.
        public var values: [Double]
        /// Where it comes from: a formula in plain text.
        public var formula: String

        /// A quantity.
        public init(_ name: String, _ values: [Double], formula: String) {
            self.name = name
            self.values = values
            self.formula = formula
        }
    }

    /// The least possible error rate of a classifier, in [0, 1].
    public var bayesErrorRate: Double?
    /// The least possible root mean squared error: the noise's standard deviation.
    public var leastRootMeanSquaredError: Double?
    /// The best prediction of each row: the most probable class, or the mean of the target given the inputs.
    public var optimalPredictions: Dataset.Target?
    /// The columns that the target depends on; nil where it is all of them or not a matter of columns.
    public var relevantColumns: [String]?
    /// Other known quantities, in a fixed order.
    public var quantities: [Quantity]

    /// A truth; what is not given is not known.
    public init(
        bayesErrorRate: Double? = nil, leastRootMeanSquaredError: Double? = nil,
        optimalPredictions: Dataset.Target? = nil, relevantColumns: [String]? = nil,
        quantities: [Quantity] = []
    ) {
        self.bayesErrorRate = bayesErrorRate
        self.leastRootMeanSquaredError = leastRootMeanSquaredError
        self.optimalPredictions = optimalPredictions
        self.relevantColumns = relevantColumns
        self.quantities = quantities
    }

    /// The truth of the given rows, in their order.
    func taking(rows: [Int]) -> Truth {
        var result = self
        result.optimalPredictions = optimalPredictions?.taking(rows: rows)
        return result
    }
}
