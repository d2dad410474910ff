import Primitives
import Records
import Reporting

/// Words and numbers of a self-test's report.
enum SelfTestWords {
    /// `test accuracy`.
    static func name(_ metric: GateRules.Metric) -> String { metric.measure.title }

    /// `0.01`, `5 %`.
    static func margin(_ metric: GateRules.Metric) -> String {
        switch metric.margin {
        case .absolute(let margin): NumberText.given(margin)
        case .relative(let share): Phrases.percent(share)
        }
    }

    /// A share that was counted: `0.013`.
    static func share(_ count: Int, of trials: Int) -> Table.Cell {
        let share = Double(count) / Double(trials)
        return Table.Cell(count == 0 ? "0" : NumberText.significant(share, 2), value: .real(share))
    }

    /// A measured number with two digits; blank where there is none.
    static func number(_ value: Double?, showsPlus: Bool = false) -> Table.Cell {
        guard let value else { return .blank }
        return Table.Cell(NumberText.significant(value, 2, showsPlus: showsPlus), value: .real(value))
    }

    /// A number that counts; blank where there is none.
    static func count(_ value: Int?) -> Table.Cell {
        value.map { Table.Cell(String($0), value: .integer($0)) } ?? .blank
    }
}
