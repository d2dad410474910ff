import Statistics

extension ReportOptions.Aggregate {
    /// What computes it.
    var statistic: Statistics.Aggregate {
        switch self {
        case .mean: .mean
        case .median: .median
        case .iqm: .interquartileMean
        }
    }

    /// Its name in a sentence.
    var noun: String {
        switch self {
        case .mean: "mean"
        case .median: "median"
        case .iqm: "interquartile mean"
        }
    }
}

extension ReportOptions.IntervalKind {
    /// The bootstrap that is taken where an interval is not Student's t.
    var bootstrap: BootstrapKind {
        switch self {
        case .automatic, .t, .bca: .biasCorrectedAccelerated
        case .percentile: .percentile
        case .studentized: .studentized
        }
    }
}

extension ReportOptions.Correction {
    /// The procedure.
    var correction: Statistics.Correction {
        switch self {
        case .holm: .holm
        case .hochberg: .hochberg
        case .bonferroni: .bonferroni
        case .bh: .benjaminiHochberg
        case .by: .benjaminiYekutieli
        case .none: .none
        }
    }

    /// By what the correction multiplies the smallest p of a family of `size` at least.
    ///
    /// Step-up procedures leave the largest p alone, so that equal p-values throughout stay as they are.
    func leastFactor(_ size: Int) -> Double {
        switch self {
        case .holm, .bonferroni: Double(max(1, size))
        case .hochberg, .bh, .none: 1
        case .by: (1...max(1, size)).reduce(0) { $0 + 1 / Double($1) }
        }
    }

    /// Its name with its source; nil for none.
    var title: String? {
        switch self {
        case .holm: "Holm (1979)"
        case .hochberg: "Hochberg (1988)"
        case .bonferroni: "Bonferroni"
        case .bh: "Benjamini and Hochberg (1995; false discovery rate)"
        case .by: "Benjamini and Yekutieli (2001; false discovery rate)"
        case .none: nil
        }
    }

    /// Its name in a column's heading.
    var short: String {
        switch self {
        case .holm: "Holm"
        case .hochberg: "Hochberg"
        case .bonferroni: "Bonferroni"
        case .bh: "BH"
        case .by: "BY"
        case .none: "not corrected"
        }
    }
}
