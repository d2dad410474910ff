import Primitives

/// A dataset, model and stack by their places on the axes.
struct GridPlace: Sendable {
    var dataset: Int
    var model: Int
    var stack: Int
}

/// The cells of a suite in order: datasets × models × methods × seeds less what is excluded.
struct CellGrid {
    /// The most cells of a suite, before exclusion.
    static let most = 1_000_000

    var datasets: Int
    var models: Int
    var stacks: Int
    var seeds: Int
    var exclusions: [CellRule]

    /// Whether there are more cells than allowed.
    var isTooLarge: Bool {
        var product = 1
        for count in [datasets, models, stacks, seeds] {
            let (value, overflows) = product.multipliedReportingOverflow(by: count)
            if overflows || value > Self.most { return true }
            product = value
        }
        return false
    }

    /// How many cells there are.
    var count: Int {
        var count = 0
        forEach { _, seeds in
            count += seeds.count
            return true
        }
        return count
    }

    /// Calls `body` with every dataset, model and stack that have cells, and the places of their seeds; stops
    /// when it returns false.
    ///
    /// A rule is asked once for all seeds, so that many seeds and many rules do not multiply.
    func forEach(_ body: (GridPlace, [Int]) -> Bool) {
        let all = Array(0..<seeds)
        for dataset in 0..<datasets {
            for model in 0..<models {
                for stack in 0..<stacks {
                    let place = GridPlace(dataset: dataset, model: model, stack: stack)
                    let rules = exclusions.filter { $0.matches(place) }
                    if rules.contains(where: { !$0.saysSeed }) { continue }
                    let left =
                        rules.isEmpty
                        ? all : all.filter { seed in !rules.contains { $0.matches(seed: seed) } }
                    if left.isEmpty { continue }
                    guard body(place, left) else { return }
                }
            }
        }
    }
}

extension SuiteDraft {
    /// The cells, when all axes are known.
    var grid: CellGrid? {
        guard let datasets, let models, let stacks, let seeds else { return nil }
        return CellGrid(
            datasets: datasets.count, models: models.count, stacks: stacks.count, seeds: seeds.count,
            exclusions: exclusions)
    }

    /// Reports a suite of too many cells, or of none.
    func checkCells(_ findings: inout Findings) {
        guard let grid else { return }
        if grid.isTooLarge {
            findings.report(
                "the suite has more than \(CellGrid.most) cells", at: nil,
                remedy: "use fewer seeds, shorter grids, or several suites")
            return
        }
        var isEmpty = true
        grid.forEach { _, _ in
            isEmpty = false
            return false
        }
        if isEmpty {
            findings.report("\"exclude\" leaves no cell", at: excludePlace, remedy: "exclude less")
        }
    }
}
