import Reporting

/// The cells of the same question on both sides, by what is known of their bits.
struct BitCounts {
    /// Cells of the same configuration and numerics version.
    var comparable = 0
    /// Those with the same bits.
    var same = 0
    /// Those with other bits.
    var other = 0
    /// The configurations that have cells with other bits.
    var changed: [GateMeasurements.Labels] = []

    /// Counts the cells of configurations that did not change.
    init(_ pairs: [ConfigurationPair]) {
        for pair in pairs where pair.isSameQuestion {
            let others = pair.cells.filter { $0.bits == .other }.count
            comparable += pair.cells.count
            same += pair.cells.filter { $0.bits == .same }.count
            other += others
            if others > 0 { changed.append(pair.labels) }
        }
    }

    /// The row of a suite whose bits may not change: a fact that needs no test.
    var row: GateDecision.Row {
        var row = GateDecision.Row("bits", .suite, .bits, .nothingMeasured, .noPairs, pairs: same + other)
        row.identicalPairs = same
        if other > 0 {
            (row.verdict, row.reason) = (.regressed, .otherBits)
            row.sentence =
                "bits: \(Phrases.count(other, "cell")) of \(same + other) \(other == 1 ? "has" : "have") other bits than in the baseline although "
                + "neither the configuration nor the version of the arithmetic changed "
                + "(\(Phrases.list(changed.map(\.description))))."
        } else if same > 0 {
            (row.verdict, row.reason) = (.pass, .identical)
            row.sentence = "bits: the same in " + (same == 1 ? "the 1 cell" : "all \(same) cells")
            row.sentence += same < comparable ? " of \(comparable) that can be compared." : "."
        } else {
            row.sentence = "bits: no cell can be compared."
        }
        return row
    }

    /// What readers should know where bits may change; nil where none did.
    var notice: String? {
        guard other > 0 else { return nil }
        return
            "\(Phrases.count(other, "cell")) of \(same + other) \(other == 1 ? "has" : "have") other bits than in the "
            + "baseline although the "
            + "configuration is the same (\(Phrases.list(changed.map(\.description)))): the program computes something "
            + "else. Where that is meant, save the baseline again (in bench itself: with a new version)."
    }
}
