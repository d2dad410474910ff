import Numerics

/// The groups of a dataset that have rows, for draws that keep groups whole.
struct GroupDraw {
    /// The rows of each group, ascending; groups in the order of their codes, none empty.
    let rows: [[Int]]

    /// The groups of `groups`.
    init(_ groups: RowRoles.Groups) {
        var rows = [[Int]](repeating: [], count: groups.names.count)
        for (row, code) in groups.codes.enumerated() { rows[Int(code)].append(row) }
        self.rows = rows.filter { !$0.isEmpty }
    }

    /// Takes from `order`, in its order, each group that brings the number of rows nearer to `target`.
    ///
    /// At least one group is taken (where none brings it nearer, the one that misses by least) and at least
    /// `reserve` are left; `order` must hold more than those. No single group left could bring the number
    /// nearer, unless it is one that had to be left.
    func take(nearest target: Double, from order: inout [Int], reserve: Int) -> [Int] {
        var (taken, left): ([Int], [Int]) = ([], [])
        var sum = 0.0
        for group in order {
            let size = Double(rows[group].count)
            if order.count - taken.count > reserve, abs(sum + size - target) < abs(sum - target) {
                sum += size
                taken.append(group)
            } else {
                left.append(group)
            }
        }
        if taken.isEmpty {
            func miss(_ group: Int) -> Double { abs(Double(rows[group].count) - target) }
            var best = 0
            for index in left.indices where miss(left[index]) < miss(left[best]) { best = index }
            taken.append(left.remove(at: best))
        }
        order = left
        return taken
    }

    /// The fold of each group: each goes to the fold that has the fewest rows, the earlier of equal ones.
    ///
    /// Groups come in random order, but those of a larger power of two first, which keeps folds of groups
    /// of very different sizes balanced (Graham 1969 takes the largest first altogether; then no two
    /// partitions would differ).
    func folds(_ count: Int, _ stream: inout RandomStream) -> [Int] {
        func magnitude(_ group: Int) -> Int { rows[group].count.leadingZeroBitCount }
        let order = stream.permutation(of: rows.count).enumerated().sorted {
            let (a, b) = (magnitude($0.element), magnitude($1.element))
            return a == b ? $0.offset < $1.offset : a < b
        }
        var sizes = [Int](repeating: 0, count: count)
        var folds = [Int](repeating: 0, count: rows.count)
        for (_, group) in order {
            let lightest = sizes.indices.min { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] < sizes[$1] }!
            folds[group] = lightest
            sizes[lightest] += rows[group].count
        }
        return folds
    }
}
