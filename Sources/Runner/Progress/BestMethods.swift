import Records

/// Which method is ahead on each dataset, from the cells that have finished.
///
/// A mean over the seeds there are: methods may be at different seeds, so it decides nothing.
struct BestMethods {
    private struct Key: Hashable {
        var dataset: Int
        var method: String
    }

    private struct Tally {
        var sum = 0.0
        var cells = 0
        var mean: Double { sum / Double(cells) }
    }

    private let datasets: [RunOutline.Dataset]
    private let numbers: [String: Int]
    private var places: [Key: Int] = [:]
    private var tallies: [(key: Key, tally: Tally)] = []

    init(_ datasets: [RunOutline.Dataset]) {
        self.datasets = datasets
        numbers = Dictionary(
            datasets.enumerated().map { ($1.label, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// How methods are compared on a dataset.
    func dataset(_ label: String) -> RunOutline.Dataset? { numbers[label].map { datasets[$0] } }

    /// Counts a cell that completed; one whose metric is no number counts for nothing.
    mutating func add(dataset label: String, method: String, value: (RunOutline.Dataset) -> Double?) {
        guard let number = numbers[label], let value = value(datasets[number]), value.isFinite else { return }
        let key = Key(dataset: number, method: method)
        let place = places[key] ?? tallies.count
        if place == tallies.count {
            places[key] = place
            tallies.append((key, Tally()))
        }
        tallies[place].tally.sum += value
        tallies[place].tally.cells += 1
    }

    /// The best of each dataset, in the suite's order; of equal ones the one with more cells, then by name.
    var current: [RunSnapshot.Best] {
        var leaders: [(key: Key, tally: Tally)?] = Array(repeating: nil, count: datasets.count)
        for entry in tallies {
            let dataset = entry.key.dataset
            guard let leader = leaders[dataset] else {
                leaders[dataset] = entry
                continue
            }
            let (mean, other) = (entry.tally.mean, leader.tally.mean)
            let isAhead =
                mean == other
                ? (leader.tally.cells, entry.key.method) < (entry.tally.cells, leader.key.method)
                : (mean > other) == datasets[dataset].isHigherBetter
            if isAhead { leaders[dataset] = entry }
        }
        return zip(datasets, leaders).compactMap { dataset, leader in
            leader.map {
                RunSnapshot.Best(
                    dataset: dataset.label, metric: dataset.metric, part: dataset.part,
                    method: $0.key.method, mean: $0.tally.mean, cells: $0.tally.cells)
            }
        }
    }
}
