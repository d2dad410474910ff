import Records

/// What the probes of a suite found: means with intervals, and no tests.
enum ProbeTable {
    /// A row per value and a column per method; nil where nothing was probed.
    static func table(_ panel: Panel, _ analysis: Analysis) -> Table? {
        MeasureTable.table(
            panel, analysis, id: "probes", heading: ("probe", "probe"), part: .train,
            notes: ["Probes look at training rows and at the loss without the methods of the stack."]
        ) { _ in true }
    }
}
