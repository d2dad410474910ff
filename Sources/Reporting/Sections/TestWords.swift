import Statistics

/// What the test of a panel is, in words: the null, the sides, ties and zeros, exact or not.
struct TestWords {
    private let panel: Panel
    private let options: ReportOptions

    init(_ panel: Panel, _ options: ReportOptions) {
        self.panel = panel
        self.options = options
    }

    private var isResampled: Bool {
        if case .repeatedSplits? = panel.resampling { true } else { false }
    }

    /// The test's name.
    var name: String {
        if options.aggregate == .mean {
            return isResampled ? "corrected resampled t (Nadeau and Bengio 2003)" : "Student's paired t"
        }
        return isResampled ? "sign flips, stretched for overlapping splits" : "sign flips"
    }

    /// Everything one must know to make it again.
    var sentence: String {
        if options.aggregate == .mean {
            return
                "two-sided for \"the mean difference is 0\", by \(name), pairs − 1 degrees of freedom; ties and "
                + "zeros count as they are; exact for normal differences, and an approximation for others."
        }
        let method =
            "two-sided for \"the differences are symmetric about 0\", by flipping their signs, statistic the "
            + "\(options.aggregate.noun); zeros stay; exact up to 14 pairs, 9,999 draws beyond"
        return method
            + (isResampled
                ? "; since splits overlap, the statistic is divided by the deviation of the differences from it, and flipped "
                    + "ones are stretched by √(1 + pairs · n_test/n_train)."
                : ".")
    }
}
