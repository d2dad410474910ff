/// How the values of a sample came about, which decides how far their mean can be trusted.
public enum Resampling: Sendable, Hashable {
    /// Every value was measured on data of its own.
    case independent

    /// Every value comes from another random split of the same rows, `testToTrain` being n_test / n_train.
    ///
    /// The splits overlap, so the values are correlated and the usual variance of their mean, s² / J, is too
    /// small however many there are. The corrected one is s² · (1 / J + n_test / n_train).
    /// Source: C. Nadeau and Y. Bengio (2003), "Inference for the generalization error", Machine Learning 52,
    /// 239–281, section 5.
    case repeatedSplits(testToTrain: Double)

    /// The variance of the mean of `count` values divided by the variance of one.
    public func meanVarianceFactor(count: Int) -> Double {
        precondition(count > 0, "the mean of nothing has no variance")
        switch self {
        case .independent: return 1 / Double(count)
        case .repeatedSplits(let ratio):
            precondition(ratio >= 0 && ratio.isFinite, "a ratio of row counts is not negative")
            return 1 / Double(count) + ratio
        }
    }
}
