import Primitives

/// Divisions by time: what is trained on comes before what is tested on.
public struct TemporalSplit: SplitScheme {
    /// The declaration of `temporal`.
    public static let declaration = ComponentDeclaration(
        id: "temporal", family: "split",
        summary:
            "The earliest rows for training, then validation, the latest for testing; or a rolling origin.",
        formula: "folds: seed s tests on window s mod k of the last k n_w rows, n_w = ⌊n/(k + 1)⌋, "
            + "and trains on what is before it",
        citations: [
            "Tashman 2000, Out-of-sample tests of forecasting accuracy: an analysis and review, International "
                + "Journal of Forecasting 16, sec. 3",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, TimeSeriesSplit",
        ],
        parameters: [
            SplitParameters.test("The fraction of the rows that are tested on: the latest; without folds."),
            SplitParameters.validation(
                "The fraction of the rows for tuning and stopping, the latest before those tested on; with "
                    + "folds, of the rows before the window; 0 for none."),
            .init(
                "gap", .real(.closed(0, 1e18)), default: .real(0),
                "How long before the first row of the next part rows are left out, in the unit of the times; a "
                    + "row exactly so long before it is left out too."),
            .init(
                "folds", symbol: "k", .integer(2...10_000), optional: true,
                "The number of test windows of a rolling origin; none for a single division."),
        ],
        remarks: [
            "The dataset must bring times. Rows of the same time are never divided: a boundary inside of them "
                + "moves to their nearer end.",
            "Nothing is random. Without folds every seed has the same parts and repeats the training only.",
        ])

    private let test: Double
    private let validation: Double
    private let gap: Double
    private let folds: Int?

    /// A division by time; throws where no rows would be left for training.
    public init(arguments: Arguments) throws(BenchError) {
        (test, validation) = (arguments.real("test"), arguments.real("validation"))
        gap = arguments.real("gap")
        folds = arguments.optionalInteger("folds")
        if folds == nil { try SplitParameters.checkFractions(test: test, validation: validation) }
    }

    /// Only windows differ between seeds.
    public func resamples(_ dataset: Dataset) -> Bool { folds != nil }

    /// The latest rows, or the window of the seed, for testing, and earlier ones for the rest.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        guard let times = dataset.roles.times else {
            throw BenchError(
                .data, "dataset \"\(dataset.name)\" has no times to be divided by",
                remedy: "name their column in the dataset's \"time\", or use another split")
        }
        let line = TimeLine(times)
        let count = dataset.rowCount
        var (start, end) = (0, count)
        var rowsValidated: Int
        if let folds {
            let fold = FoldSchedule(seed: seed, folds: folds).fold
            let window = count / (folds + 1)
            start = line.nearestBoundary(to: count - (folds - fold) * window)
            end = line.nearestBoundary(to: count - (folds - fold - 1) * window)
            guard window > 0, start > 0, start < end else {
                throw BenchError(
                    .data,
                    "dataset \"\(dataset.name)\": \(count) rows at \(line.boundaries.count - 1) different times "
                        + "are too few for \(folds) windows of \(window) rows (window \(fold + 1))",
                    remedy: "use fewer folds, or finer times")
            }
            rowsValidated = LargestRemainder.shares(of: start, fractions: [1 - validation, validation])[1]
        } else {
            let sizes = LargestRemainder.shares(
                of: count, fractions: [1 - test - validation, validation, test])
            start = line.nearestBoundary(to: count - sizes[2], from: validation > 0 ? 2 : 1, before: count)
            rowsValidated = sizes[1]
        }
        var middle = start
        if validation > 0 {
            middle = line.nearestBoundary(to: start - rowsValidated, from: 1, before: start)
        }
        let split = Split(
            train: line.rows(0..<middle, endingBefore: line.time(middle), gap: gap),
            validation: line.rows(middle..<start, endingBefore: line.time(start), gap: gap),
            test: Array(line.order[start..<end]))
        try split.check(
            on: dataset, needsValidation: validation > 0,
            remedy: "use more rows at different times, a smaller gap, fewer folds or other fractions",
            classRemedy:
                "remove or merge the class, or use smaller test and validation parts: it occurs late only"
        )
        return split
    }
}

/// The rows of a dataset in the order of their times.
private struct TimeLine {
    /// Row indices by time; rows of the same time in their own order.
    let order: [Int]
    /// Where in `order` a time begins, ascending, from 0 to the number of rows inclusive.
    let boundaries: [Int]
    private let times: [Double]

    init(_ times: [Double]) {
        self.times = times
        let order = times.indices.sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        self.order = order
        boundaries =
            order.indices.filter { $0 == 0 || times[order[$0]] != times[order[$0 - 1]] } + [order.count]
    }

    /// The time of the row at `position`; infinity behind the last.
    func time(_ position: Int) -> Double { position < order.count ? times[order[position]] : .infinity }

    /// The boundary nearest to `position`, the earlier of equally near ones.
    ///
    /// Where possible it is at least the boundary number `first` and lies before the position `limit`; `position`
    /// itself only where there is none.
    func nearestBoundary(to position: Int, from first: Int = 0, before limit: Int = .max) -> Int {
        let allowed = boundaries.dropFirst(first).prefix { $0 < limit }
        return allowed.min { abs($0 - position) < abs($1 - position) } ?? 0
    }

    /// The rows at `positions` whose time is more than `gap` before `end`, or that are before it for no gap.
    func rows(_ positions: Range<Int>, endingBefore end: Double, gap: Double) -> [Int] {
        guard gap > 0 else { return Array(order[positions]) }
        return order[positions].filter { end - times[$0] > gap }
    }
}
