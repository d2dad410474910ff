/// Which worker trains which cell next: a queue per worker, filled by longest processing time first over groups
/// of cells that belong together; a worker whose queue is empty takes over the end of the fullest.
///
/// A value without a clock: the same calls give the same answers. Every cell is handed out exactly once, but for
/// those that are given back.
struct CellSchedule {
    /// A worker's cells: those from `first` on wait.
    private struct Queue {
        var cells: ArraySlice<Int32> = []
        /// The expected seconds of all that wait.
        var seconds = 0.0
    }

    private var queues: [Queue]
    /// Cells that were given back; they come before all others.
    private var returned: [Int] = []
    private let expected: [Float]
    /// Whether every worker has cells of its own, rather than all the next of one list.
    private let isDivided: Bool
    /// How many cells wait.
    private(set) var count: Int

    /// Cells from 0 up to the number of `expected` seconds; `groups` has a number for each.
    init(expected: [Float], groups: [Int32], workers: Int, order: CellOrder, seed: UInt64) {
        self.expected = expected.map { $0.isFinite && $0 > 0 ? $0 : 1e-9 }
        count = expected.count
        var random = SplitMix64(seed)
        switch order {
        case .suite, .shuffled:
            var cells = (0..<Int32(expected.count)).map { $0 }
            if order == .shuffled {
                for place in cells.indices.dropFirst().reversed() {
                    cells.swapAt(place, random.below(place + 1))
                }
            }
            isDivided = false
            queues = [Queue(cells: cells[...], seconds: 0)]
        case .longest:
            isDivided = true
            queues = Self.divide(self.expected, groups, workers, &random)
        }
    }

    /// The cells of a batch.
    init(_ batch: CellBatch, workers: Int, _ options: DispatchOptions) {
        let isDivided = options.order == .longest
        self.init(
            expected: (0..<batch.count).map { isDivided ? Float(batch.expectedSeconds($0)) : 1 },
            groups: isDivided ? (0..<batch.count).map { Int32(truncatingIfNeeded: batch.group($0)) } : [],
            workers: workers, order: options.order, seed: options.scheduleSeed)
    }

    /// Longest processing time first: groups by their work, the largest first, each to the worker with the least.
    private static func divide(
        _ expected: [Float], _ groups: [Int32], _ workers: Int, _ random: inout SplitMix64
    ) -> [Queue] {
        var members: [[Int32]] = []
        var work: [Double] = []
        var numbers: [Int32: Int] = [:]
        for cell in expected.indices {
            let number: Int
            if let known = numbers[groups[cell]] {
                number = known
            } else {
                number = members.count
                numbers[groups[cell]] = number
                members.append([])
                work.append(0)
            }
            members[number].append(Int32(cell))
            work[number] += Double(expected[cell])
        }
        let ties = members.map { _ in random.next() }
        let order = members.indices.sorted { (work[$1], ties[$1]) < (work[$0], ties[$0]) }
        var load = [Double](repeating: 0, count: max(1, workers))
        var owned = [[Int]](repeating: [], count: load.count)
        for group in order {
            let least = load.indices.min { (load[$0], $0) < (load[$1], $1) }!
            load[least] += work[group]
            owned[least].append(group)
        }
        return load.indices.map { worker in
            // Within a queue the longest cells come first, so that what is left to take over is short.
            let longest = owned[worker].map { group in
                (group: group, mean: work[group] / Double(members[group].count))
            }
            let sorted = longest.sorted { ($1.mean, ties[$1.group]) < ($0.mean, ties[$0.group]) }
            return Queue(cells: sorted.flatMap { members[$0.group] }[...], seconds: load[worker])
        }
    }

    /// The next cell for a worker; nil when none waits.
    mutating func next(for worker: Int) -> Int? {
        if let cell = returned.popLast() {
            count -= 1
            return cell
        }
        let own = isDivided ? worker : 0
        if queues[own].cells.isEmpty, isDivided { steal(for: worker) }
        guard let cell = queues[own].cells.popFirst() else { return nil }
        queues[own].seconds -= Double(expected[Int(cell)])
        count -= 1
        return Int(cell)
    }

    /// Cells that were handed out and are not done come back, to be handed out first.
    mutating func giveBack(_ cells: [Int]) {
        returned += cells.reversed()
        count += cells.count
    }

    /// The end of the queue with most work left, up to half of it but one cell at least.
    private mutating func steal(for thief: Int) {
        let victims = queues.indices.filter { !queues[$0].cells.isEmpty }
        guard let victim = victims.max(by: { (queues[$0].seconds, $1) < (queues[$1].seconds, $0) }) else {
            return
        }
        let half = queues[victim].seconds / 2
        var seconds = 0.0
        var taken = 0
        for cell in queues[victim].cells.reversed() {
            let next = Double(expected[Int(cell)])
            guard taken == 0 || seconds + next <= half else { break }
            seconds += next
            taken += 1
        }
        queues[thief] = Queue(cells: queues[victim].cells.suffix(taken), seconds: seconds)
        queues[victim].cells.removeLast(taken)
        queues[victim].seconds -= seconds
    }
}

/// Steele, Lea & Flood's generator: for ties and shuffles, which no result depends on.
struct SplitMix64 {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `count`, each about equally often.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }
}
