/// Gives buffers with known lifetimes places in one arena.
enum ArenaPlanner {
    /// A buffer: as many floats, alive from unit `first` to unit `last`, both included.
    struct Request {
        let count: Int
        let first: Int
        let last: Int
    }

    /// Offsets in floats (multiples of 16, one cache line) and the arena's size.
    ///
    /// Greedy by size: the largest first, each at the lowest place where nothing alive at the same time lies.
    static func plan(_ requests: [Request]) -> (offsets: [Int], total: Int) {
        var offsets = [Int](repeating: 0, count: requests.count)
        var placed: [Int] = []
        var total = 0
        let order = requests.indices.sorted {
            (requests[$0].count, $1) > (requests[$1].count, $0)
        }
        for index in order {
            let request = requests[index]
            let size = (request.count + 15) / 16 * 16
            let rivals = placed.filter {
                requests[$0].first <= request.last && request.first <= requests[$0].last
            }
            .sorted { offsets[$0] < offsets[$1] }
            var offset = 0
            for rival in rivals {
                if offset + size <= offsets[rival] { break }
                offset = max(offset, offsets[rival] + (requests[rival].count + 15) / 16 * 16)
            }
            offsets[index] = offset
            placed.append(index)
            total = max(total, offset + size)
        }
        return (offsets, total)
    }
}
