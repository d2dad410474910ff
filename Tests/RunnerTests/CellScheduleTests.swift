import Testing

@testable import Runner

@Suite("which worker trains which cell next")
struct CellScheduleTests {
    /// Workers on a simulated clock: each takes the next cell when it is done with one.
    ///
    /// Gives the time when the last is done, and every cell in the order of its beginning; `dies` says after which
    /// hand-out a worker loses its cell at once.
    private func simulate(
        _ seconds: [Double], groups: [Int32]? = nil, workers: Int, order: CellOrder = .longest,
        seed: UInt64 = 0, expected: [Double]? = nil, dies: (Int) -> Bool = { _ in false }
    ) -> (makespan: Double, begun: [Int]) {
        var schedule = CellSchedule(
            expected: (expected ?? seconds).map { Float($0) },
            groups: groups ?? seconds.indices.map { Int32($0) }, workers: workers, order: order, seed: seed)
        var free = [Double](repeating: 0, count: workers)
        var begun: [Int] = []
        var handed = 0
        while true {
            let worker = free.indices.min { (free[$0], $0) < (free[$1], $1) }!
            guard let cell = schedule.next(for: worker) else { break }
            handed += 1
            if dies(handed) {
                schedule.giveBack([cell])
                continue
            }
            begun.append(cell)
            free[worker] += seconds[cell]
        }
        #expect(schedule.count == 0)
        return (free.max()!, begun)
    }

    private func lengths(_ count: Int, _ random: inout SplitMix64) -> [Double] {
        (0..<count).map { _ in Double(1 + random.below(100)) * (random.below(10) == 0 ? 20 : 1) }
    }

    @Test("every cell is trained exactly once, whatever is expected and whoever dies when")
    func exactlyOnce() {
        var random = SplitMix64(1)
        for round in 0..<300 {
            let count = random.below(60)
            let seconds = lengths(count, &random)
            let groups = seconds.map { _ in Int32(random.below(5)) }
            let wrong = seconds.map { _ in [0, -1, .nan, .infinity, 3][random.below(5)] }
            var deaths = SplitMix64(UInt64(round))
            let result = simulate(
                seconds, groups: groups, workers: 1 + random.below(8),
                order: CellOrder.allCases[random.below(3)], seed: random.next(),
                expected: random.below(2) == 0 ? wrong : nil, dies: { _ in deaths.below(4) == 0 })
            #expect(result.begun.sorted() == Array(0..<count))
        }
    }

    @Test("longest first keeps Graham's bound of 4/3 − 1/3m against the best of all schedules")
    func grahamsBound() {
        var random = SplitMix64(2)
        for _ in 0..<200 {
            let workers = 2 + random.below(2)
            let seconds = lengths(1 + random.below(8), &random)
            let result = simulate(seconds, workers: workers, seed: random.next())
            let best = optimum(seconds, workers)
            let bound = 4 / 3 - 1 / (3 * Double(workers))
            #expect(result.makespan <= bound * best + 1e-9, "\(seconds) on \(workers)")
        }
    }

    /// By trying everything.
    private func optimum(_ seconds: [Double], _ workers: Int) -> Double {
        var best = Double.infinity
        func place(_ cell: Int, _ load: [Double]) {
            guard load.max()! < best else { return }
            guard cell < seconds.count else {
                best = load.max()!
                return
            }
            for worker in load.indices {
                var load = load
                load[worker] += seconds[cell]
                place(cell + 1, load)
            }
        }
        place(0, [Double](repeating: 0, count: workers))
        return best
    }

    @Test("no worker idles while cells wait: with wrong expectations it is at most twice the best")
    func stealing() {
        var random = SplitMix64(3)
        for _ in 0..<200 {
            let workers = 2 + random.below(6)
            let seconds = lengths(20 + random.below(80), &random)
            let result = simulate(
                seconds, groups: seconds.map { _ in 0 }, workers: workers, expected: seconds.map { _ in 1 })
            let bound = seconds.reduce(0, +) / Double(workers) + seconds.max()!
            #expect(result.makespan <= bound + 1e-9)
        }
    }

    @Test("one large group is shared, and cells of a group mostly stay with one worker")
    func groups() {
        let seconds = [Double](repeating: 1, count: 400)
        #expect(simulate(seconds, groups: seconds.map { _ in 0 }, workers: 4).makespan <= 101)
        var schedule = CellSchedule(
            expected: seconds.map { Float($0) }, groups: seconds.indices.map { Int32($0 / 50) }, workers: 4,
            order: .longest, seed: 0)
        var owners = [Set<Int>](repeating: [], count: 8)
        for turn in 0..<400 {
            let cell = schedule.next(for: turn % 4)!
            owners[cell / 50].insert(turn % 4)
        }
        #expect(owners.allSatisfy { $0.count == 1 })
    }

    @Test("in the suite's order, shuffled by the seed, the longest first")
    func orders() {
        let seconds: [Double] = [1, 5, 3, 9, 2]
        #expect(simulate(seconds, workers: 1, order: .suite).begun == [0, 1, 2, 3, 4])
        #expect(simulate(seconds, workers: 1, order: .longest).begun == [3, 1, 2, 4, 0])
        let many = [Double](repeating: 1, count: 50)
        let first = simulate(many, workers: 1, order: .shuffled, seed: 1).begun
        #expect(first == simulate(many, workers: 1, order: .shuffled, seed: 1).begun)
        #expect(first != simulate(many, workers: 1, order: .shuffled, seed: 2).begun)
        #expect(first != Array(0..<50) && first.sorted() == Array(0..<50))
        // Ties between equal groups are the seed's, too.
        #expect(
            simulate(many, workers: 1, seed: 1).begun != simulate(many, workers: 1, seed: 2).begun)
    }

    @Test("short cells are handed out in advance, long and unknown ones are not")
    func pace() {
        var pace = CellPace()
        #expect(pace.depth(configuration: 0, expected: 1e-9) == 1)
        pace.learn(configuration: 0, expected: 1, actual: 0.002)
        #expect(pace.depth(configuration: 0, expected: 1) == 16)
        // Of others that are thought to be short, one: they may not be.
        #expect(pace.depth(configuration: 1, expected: 1) == 2)
        #expect(pace.depth(configuration: 1, expected: 1000) == 1)
        pace.learn(configuration: 2, expected: 1, actual: 60)
        #expect(pace.depth(configuration: 2, expected: 1) == 1)
        #expect(pace.depth(configuration: 0, expected: 1) == 16)
        pace = CellPace()
        pace.learn(configuration: 0, expected: 1, actual: 0.002)
        #expect(pace.seconds(expected: 500) == 1)
    }

    @Test("time in which nothing ran is found, a long round is not")
    func lostTime() {
        let start = SuspendingClock.now
        var time = LostTime(start)
        #expect(time.lost(start + .milliseconds(1900), asked: .zero) == .zero)
        #expect(time.lost(start + .milliseconds(3900), asked: .milliseconds(100)) == .zero)
        #expect(time.lost(start + .milliseconds(14_000), asked: .milliseconds(100)) == .seconds(10))
        #expect(time.lost(start + .milliseconds(14_100), asked: .milliseconds(100)) == .zero)
        var slot = WorkerSlot()
        slot.assignments = [.init(cell: 0, configuration: 0, expected: 1, began: start)]
        slot.assignments.append(.init(cell: 1, configuration: 0, expected: 1, began: nil))
        slot.forgive(.seconds(10))
        #expect(slot.current?.began == start + .seconds(10) && slot.assignments[1].began == nil)
    }
}
