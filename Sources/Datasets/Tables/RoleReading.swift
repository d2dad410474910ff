import Primitives

/// Reads the columns that are neither inputs nor the target: groups, times, weights, a given split.
struct RoleReading {
    let table: Table

    private var reading: ColumnReading { ColumnReading(table: table) }

    /// The roles; `given` is a split from elsewhere.
    ///
    /// Throws (exit code `data`) for a cell that does not fit.
    func roles(given: RowRoles.GivenSplit?, notes: inout [Diagnostic]) throws(BenchError) -> RowRoles {
        var roles = RowRoles()
        roles.split = given
        if let index = index(.group) {
            let subject = "the group \"\(table.name(index))\""
            try reading.refuseMissing(index, subject: subject, remedy: "give it a value or remove the row")
            let (codes, names) = reading.levels(index)
            roles.groups = .init(codes: codes, names: names)
        }
        if let index = index(.weight) { roles.weights = try weights(index) }
        if let index = index(.time) { roles.times = try times(index, notes: &notes) }
        if let index = index(.split) {
            guard given == nil else {
                throw BenchError(
                    .usage, "split_column and split_file cannot be used together", at: table.plan.location,
                    remedy: "remove one of them")
            }
            roles.split = try split(index)
        }
        return roles
    }

    private func index(_ role: ColumnPlan.Role) -> Int? { table.plan.roles.firstIndex(of: role) }

    private func weights(_ index: Int) throws(BenchError) -> [Double] {
        let subject = "the weight \"\(table.name(index))\""
        try reading.refuseMissing(index, subject: subject, remedy: "give it a value or remove the row")
        let weights = try reading.numbers(index, subject: subject, remedy: "correct it")
        if let row = weights.firstIndex(where: { $0 < 0 }) {
            throw BenchError(
                .data, "\(subject) is negative: \(JSONValue.canonicalNumber(weights[row]))",
                at: table.location(row), remedy: "weights are 0 or above")
        }
        guard weights.contains(where: { $0 > 0 }) else {
            throw BenchError(
                .data, "\(subject) is 0 in every row", at: table.plan.location, remedy: "name another column")
        }
        return weights
    }

    // MARK: Times

    private func times(_ index: Int, notes: inout [Diagnostic]) throws(BenchError) -> [Double] {
        let subject = "the time \"\(table.name(index))\""
        try reading.refuseMissing(index, subject: subject, remedy: "give it a value or remove the row")
        let column = table.column(index)
        if column.pointee.mode == .numbers {
            return try reading.numbers(index, subject: subject, remedy: "correct it")
        }
        let levels = column.pointee.table
        var dates: [CalendarDate] = []
        for code in 0..<levels.count {
            guard let date = levels.bytes(code).withUnsafeBytes({ CalendarDate($0) }) else {
                throw BenchError(
                    .data, "\(subject) is neither a number nor a date: \(Table.quoted(levels.text(code)))",
                    at: table.location(levels.firstRows[code]),
                    remedy: "write it as 2020-12-31 or 2020-12-31T23:59:59")
            }
            dates.append(date)
        }
        let stamps = try timestamps(dates, subject)
        notes.append(
            Diagnostic(
                "\(subject) holds dates: they count in seconds since 1970", at: .init(file: table.file),
                severity: .note))
        return column.pointee.codes.take().map { stamps[Int($0)] }
    }

    /// Day and month are told apart by all dates together.
    private func timestamps(_ dates: [CalendarDate], _ subject: String) throws(BenchError) -> [Double] {
        let isMonthFirst = dates.contains { $0.order == .monthFirst }
        let isDayFirst = dates.contains { $0.order == .dayFirst }
        let isOpen = dates.contains { $0.order == .open && $0.day != $0.month }
        guard !(isMonthFirst && isDayFirst), isMonthFirst || isDayFirst || !isOpen else {
            let reason = isMonthFirst ? "some dates have" : "nothing tells whether the dates have"
            throw BenchError(
                .data,
                "\(subject): \(reason) the month first\(isMonthFirst ? ", others the day" : " or the day")",
                at: table.plan.location, remedy: "write dates as 2020-12-31")
        }
        return dates.map { $0.timestamp(monthFirst: isMonthFirst) }
    }

    // MARK: The split

    private func split(_ index: Int) throws(BenchError) -> RowRoles.GivenSplit {
        let column = table.column(index)
        let levels = column.pointee.table
        let texts = (0..<levels.count).map { levels.text($0) }
        let name = "the split \"\(table.name(index))\""
        let words = try SplitWords(texts, subject: name) {
            texts.isEmpty ? table.plan.location : table.location(levels.firstRows[$0])
        }
        switch words {
        case .parts(let parts):
            return .parts(column.pointee.codes.take().map { $0 < 0 ? nil : parts[Int($0)] })
        case .folds(let folds, let count):
            try reading.refuseMissing(index, subject: name, remedy: "every row needs a fold")
            return .folds(column.pointee.codes.take().map { folds[Int($0)] }, count: count)
        }
    }
}
