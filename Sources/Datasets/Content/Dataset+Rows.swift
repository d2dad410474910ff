extension Dataset {
    /// The dataset of the given rows, in their order; a row may stand several times.
    public func taking(rows: [Int]) -> Dataset {
        var result = self
        result.columns = columns.map { $0.taking(rows: rows) }
        result.target = target.taking(rows: rows)
        result.roles = roles.taking(rows: rows)
        result.truth = truth?.taking(rows: rows)
        return result
    }
}

extension Dataset.Target {
    /// The targets of the given rows, in their order.
    public func taking(rows: [Int]) -> Dataset.Target {
        switch self {
        case .classes(let codes): .classes(rows.map { codes[$0] })
        case .values(let numbers): .values(rows.map { numbers[$0] })
        }
    }
}

extension FeatureColumn {
    /// The column's cells in the given rows, in their order.
    public func taking(rows: [Int]) -> FeatureColumn {
        var result = self
        switch values {
        case .numeric(let numbers): result.values = .numeric(rows.map { numbers[$0] })
        case .categorical(let codes, let levels):
            result.values = .categorical(codes: rows.map { codes[$0] }, levels: levels)
        }
        return result
    }
}
