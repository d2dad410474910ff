/// When a long elementwise program may run part by part: on each part of an assembled vector as soon as that
/// part is there.
///
/// The update of the parameters then finds a layer's gradient, weights and moments still in the cache. Which
/// elements are computed together never changes a bit.
struct EarlyRanges {
    /// What is worth splitting.
    struct Thresholds {
        /// Shorter programs stay whole: their data are in the cache anyway.
        var program = 1 << 15
        /// Shorter ranges wait for their neighbours.
        var range = 1 << 12
    }

    /// The fused unit.
    let unit: Int
    /// The elements that are there once a unit has run.
    private let completed: [Int: [Range<Int>]]
    private var waiting: [Range<Int>] = []
    private var left: Int
    private let thresholds: Thresholds

    /// How `unit` can be split; nil where it cannot.
    init?(
        unit: Int, _ schedule: UnitSchedule, _ placement: Placement, traced: [Int], _ thresholds: Thresholds
    ) {
        // Results in the arena have their place from the unit on only.
        guard case .fused(let count) = schedule.units[unit].kind, count >= thresholds.program,
            schedule.units[unit].sums.isEmpty,
            schedule.units[unit].nodes.allSatisfy({
                placement.states[$0] != nil || schedule.unit[$0] != unit || !schedule.stored.contains($0)
            }),
            let assembly = Self.assembly(readBy: unit, count, schedule)
        else { return nil }
        let graph = schedule.graph
        let offsets = (graph.nodes[assembly].operation as! Assemble).offsets
        var completed: [Int: [Range<Int>]] = [:]
        var end = 0
        for (offset, input) in zip(offsets, graph.nodes[assembly].inputs) {
            let part = schedule.base(input).node
            guard offset == end, placement.parts[part]?.assembly == assembly,
                placement.parts[part]?.offset == offset
            else { return nil }
            end = offset + schedule.count(input)
            completed[schedule.unit[part]!, default: []].append(offset..<end)
        }
        guard end == count, let first = completed.keys.min() else { return nil }
        self.unit = unit
        self.completed = completed
        left = count
        self.thresholds = thresholds

        // All that it reads, but for the element of the assembly that it works on, must be there before the
        // first part: a program may also repeat some element of a part that comes later.
        for id in schedule.units[unit].nodes {
            for input in schedule.operands(of: id) {
                guard
                    case .memory(let node, let offset, _, _, let direct) = schedule.access(
                        input, count: count, from: unit),
                    node != assembly || !direct || offset != 0
                else { continue }
                if let made = schedule.unit[node], made >= first { return nil }
            }
        }
        // What it overwrites must not be read afterwards.
        let overwritten = schedule.units[unit].nodes.compactMap { placement.states[$0] }
            .flatMap(graph.leaves(ofState:))
        guard overwritten.allSatisfy({ !traced.contains($0) }) else { return nil }
        for later in schedule.units.indices where later > first && later != unit {
            for read in schedule.leafReads(of: later) where overwritten.contains(read.leaf) {
                for (made, ranges) in completed
                where made < later && ranges.contains(where: { $0.overlaps(read.elements) }) {
                    return nil
                }
            }
        }
    }

    /// The one assembly of `count` elements that the unit reads element by element.
    private static func assembly(readBy unit: Int, _ count: Int, _ schedule: UnitSchedule) -> Int? {
        var found: Set<Int> = []
        for id in schedule.units[unit].nodes {
            for input in schedule.operands(of: id) {
                if case .memory(let node, let offset, _, _, let direct) = schedule.access(
                    input, count: count, from: unit),
                    direct, offset == 0, case .assemble = schedule.graph.nodes[node].operation.lowering
                {
                    found.insert(node)
                }
            }
        }
        return found.count == 1 ? found.first : nil
    }

    /// The ranges to run now that unit `index` has run.
    mutating func ranges(after index: Int) -> [Range<Int>] {
        guard let new = completed[index] else { return [] }
        waiting += new
        left -= new.reduce(0) { $0 + $1.count }
        waiting.sort { $0.lowerBound < $1.lowerBound }
        var joined: [Range<Int>] = []
        for range in waiting {
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
        let isLast = left == 0, shortest = thresholds.range
        waiting = joined.filter { !isLast && $0.count < shortest }
        return joined.filter { isLast || $0.count >= shortest }
    }
}
