/// What the rows of a dataset are known by beside their inputs and target.
public struct RowRoles: Sendable, Hashable {
    /// Which rows belong together: patients, sites, domains.
    public struct Groups: Sendable, Hashable {
        /// The group of each row, an index into `names`.
        public var codes: [Int32]
        /// The names of the groups, sorted by Unicode scalar where they come from a file.
        public var names: [String]

        /// Groups.
        public init(codes: [Int32], names: [String]) {
            precondition(codes.allSatisfy { names.indices.contains(Int($0)) }, "a group without a name")
            self.codes = codes
            self.names = names
        }
    }

    /// A split that the dataset itself brings.
    public enum GivenSplit: Sendable, Hashable {
        /// The part of each row; nil for rows that are in none.
        case parts([Part?])
        /// The fold of each row, from 0; each is tested on in turn.
        case folds([Int32], count: Int)
    }

    /// A part of a split.
    public enum Part: String, Sendable, Hashable, CaseIterable { case train, validation, test }

    /// Groups that a grouped split keeps whole and that metrics tell apart.
    public var groups: Groups?
    /// When each row was measured; finite, in any unit.
    public var times: [Double]?
    /// How much each row counts in the training loss; finite and not negative.
    public var weights: [Double]?
    /// The split that the dataset brings.
    public var split: GivenSplit?

    /// Roles; all absent by default.
    public init(
        groups: Groups? = nil, times: [Double]? = nil, weights: [Double]? = nil, split: GivenSplit? = nil
    ) {
        self.groups = groups
        self.times = times
        self.weights = weights
        self.split = split
    }

    /// Whether every role that is present has this many rows.
    func fits(rows: Int) -> Bool {
        var counts = [groups?.codes.count, times?.count, weights?.count]
        switch split {
        case .parts(let parts): counts.append(parts.count)
        case .folds(let folds, _): counts.append(folds.count)
        case nil: break
        }
        return counts.allSatisfy { $0 == nil || $0 == rows }
    }

    /// The roles of the given rows, in their order.
    func taking(rows: [Int]) -> RowRoles {
        var result = self
        if let groups {
            result.groups = Groups(codes: rows.map { groups.codes[$0] }, names: groups.names)
        }
        result.times = times.map { times in rows.map { times[$0] } }
        result.weights = weights.map { weights in rows.map { weights[$0] } }
        switch split {
        case .parts(let parts): result.split = .parts(rows.map { parts[$0] })
        case .folds(let folds, let count): result.split = .folds(rows.map { folds[$0] }, count: count)
        case nil: break
        }
        return result
    }
}
