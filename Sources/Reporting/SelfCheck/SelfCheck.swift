import Primitives

/// Our numbers beside published ones and those of other programs: what `bench selfcheck` shows.
public struct SelfCheck: Sendable {
    /// The checks, by procedure, in the order in which each procedure first occurs.
    public let checks: [ReferenceCheck]

    /// A self-check of these.
    public init(_ checks: [ReferenceCheck]) {
        self.checks = Grouping(checks, by: \.procedure).groups.flatMap(\.values)
    }

    /// The checks that do not agree as far as they have to, and say no reason for it.
    public var failures: [ReferenceCheck] { checks.filter { !$0.agrees && $0.remark == nil } }

    /// Those that do not agree and say why: the published number is wrong, say.
    public var deviations: [ReferenceCheck] { checks.filter { !$0.agrees && $0.remark != nil } }

    /// One sentence: how many, of how many procedures, how many agree.
    public var summary: String {
        let procedures = Grouping(checks, by: \.procedure).groups.count
        var text =
            "\(Phrases.count(checks.count, "number")) of \(Phrases.count(procedures, "procedure")): "
            + "\(checks.count - failures.count - deviations.count) agree"
        let exact = checks.filter { if case .digits = $0.tolerance { $0.agrees } else { false } }
        if let least = exact.map(\.agreeingDigits).min() {
            text +=
                ", where the reference has all its digits in at least \(NumberText.given(Self.floor(least)))"
        }
        if !deviations.isEmpty { text += ", \(deviations.count) deviate for a reason that is given" }
        if !failures.isEmpty { text += ", \(failures.count) do not agree" }
        return text + "."
    }

    /// Digits are cut, not rounded up.
    private static func floor(_ digits: Double) -> Double { (digits * 10).rounded(.down) / 10 }

    /// How far a check had to agree, in words.
    static func words(_ tolerance: ReferenceCheck.Tolerance) -> String {
        switch tolerance {
        case .digits(let digits): "\(NumberText.given(digits)) digits"
        case .decimals(let places): "\(places) decimals"
        case .within(let distance): "±\(NumberText.significant(distance, 1))"
        }
    }

    /// What came of a check.
    static func verdict(_ check: ReferenceCheck) -> String {
        check.agrees ? "agrees" : (check.remark == nil ? "DOES NOT AGREE" : "deviates")
    }

    /// As a report: a table per procedure, for every format.
    public var report: Report {
        var sections = [
            Section(id: "summary", title: "Summary", blocks: [.paragraph(summary), .paragraph(Self.reading)])
        ]
        var names: Set<String> = []
        for (number, group) in Grouping(checks, by: \.procedure).groups.enumerated() {
            var id = "procedure-\(group.key.slug)"
            if !names.insert(id).inserted { id += "-\(number + 1)" }
            names.insert(id)
            sections.append(
                Section(id: id, title: group.key, blocks: [.table(Self.table(group.values, id: id))]))
        }
        return Report(title: "Self-check against published values", sections: sections)
    }

    private static let reading =
        "Digits: −log₁₀ of the relative distance, at most 16 (McCullough 1998). A value that was printed rounded "
        + "has to agree in its decimals, one that somebody drew at random to within the distance that is named, every "
        + "other in the digits that are named."

    private static func table(_ checks: [ReferenceCheck], id: String) -> Table {
        let rows = checks.map { check -> [Table.Cell] in
            [
                Table.Cell(check.quantity), Table.Cell(check.source),
                Table.Cell(number(check.expected), value: .real(check.expected)),
                Table.Cell(number(check.obtained), value: .real(check.obtained)),
                Table.Cell(
                    DecimalText(floor(check.agreeingDigits)).fixed(places: 1),
                    value: .real(check.agreeingDigits)),
                Table.Cell(words(check.tolerance)), Table.Cell(verdict(check), isStrong: !check.agrees),
            ]
        }
        let notes = checks.compactMap { check in check.remark.map { "\(check.quantity): \($0)" } }
        return Table(
            id: id,
            columns: [
                Table.Column("quantity", "quantity"), Table.Column("source", "source"),
                Table.Column("expected", "expected", .right), Table.Column("obtained", "ours", .right),
                Table.Column("digits", "digits", .right), Table.Column("required", "required"),
                Table.Column("verdict", "verdict"),
            ],
            rows: rows, rowIDs: checks.enumerated().map { "\($0 + 1) \($1.quantity)" }, notes: notes)
    }

    private static func number(_ value: Double) -> String {
        value.isFinite ? value.description : (value.isNaN ? "NaN" : (value < 0 ? "−∞" : "∞"))
    }

    /// For people at a terminal: a line per check.
    public var text: String {
        var lines: [String] = []
        for group in Grouping(checks, by: \.procedure).groups {
            lines.append(group.key)
            for check in group.values {
                let digits = DecimalText(Self.floor(check.agreeingDigits)).fixed(places: 1)
                let space = String(repeating: " ", count: max(0, 4 - digits.count))
                lines.append(
                    "  \(check.agrees ? "ok  " : (check.remark == nil ? "FAIL" : "dev ")) \(space)\(digits)  "
                        + "\(check.quantity): \(Self.number(check.obtained))"
                        + (check.obtained == check.expected
                            ? "" : " (expected \(Self.number(check.expected)))")
                        + "  [\(check.source)]")
                if let remark = check.remark { lines.append("             \(remark)") }
            }
        }
        return (lines + [summary]).joined(separator: "\n") + "\n"
    }

    /// For programs.
    public var json: String {
        let rows = checks.map { check -> JSONValue in
            [
                "procedure": .string(check.procedure), "quantity": .string(check.quantity),
                "source": .string(check.source), "expected": .real(check.expected),
                "obtained": .real(check.obtained), "digits": .real(check.agreeingDigits),
                "required": .string(Self.words(check.tolerance)), "agrees": .boolean(check.agrees),
                "remark": check.remark.map(JSONValue.string) ?? .null,
            ]
        }
        let document: JSONValue = [
            "checks": .array(rows), "count": .integer(checks.count),
            "failures": .integer(failures.count), "deviations": .integer(deviations.count),
        ]
        return document.canonical + "\n"
    }
}
