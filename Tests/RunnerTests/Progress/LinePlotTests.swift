import Primitives
import Testing

@testable import Runner

@Suite("Plots of learning curves")
struct LinePlotTests {
    private func points(_ values: [Double], from first: Int = 1) -> [CurveTrace.Point] {
        values.enumerated().map { .init(epoch: first + $0, value: $1) }
    }

    private func plot(_ values: [Double], columns: Int = 20, rows: Int = 5, style: LinePlot.Style = .braille)
        -> String
    {
        LinePlot(columns: columns, rows: rows, style: style).lines(points(values)).joined(separator: "\n")
    }

    @Test("a falling line, in dots and in marks")
    func falling() {
        #expect(
            plot([4, 3, 2, 1]) == """
                4 ┤⠉⠒⠤⣀
                  │    ⠉⠒⠢⢄⡀
                  │        ⠈⠑⠢⠤⣀
                1 ┤             ⠉⠒⠤⣀
                  └1───────────────4
                """)
        #expect(
            plot([4, 3, 2, 1], style: .plain) == """
                4 +***
                  |   *****
                  |        ******
                1 +              ***
                  +1---------------4
                """)
    }

    @Test("values that are no numbers leave gaps; where there are no others it is said so")
    func gaps() {
        #expect(
            plot([0, 0, .nan, 1, 1], columns: 13, rows: 3, style: .plain) == """
                1 +       ***
                0 +***
                  +1--------5
                """)
        #expect(plot([.nan, .infinity], rows: 3) == "(no points yet)\n\n")
        #expect(plot([], rows: 3) == "(no points yet)\n\n")
    }

    @Test("a constant, a single point, huge and tiny numbers")
    func edges() {
        #expect(
            plot([0.5], columns: 14, rows: 3, style: .plain) == """
                0.55 +
                0.45 +*
                     +1-------
                """)
        #expect(
            plot([0, 0], columns: 14, rows: 3, style: .plain) == """
                 1 +
                -1 +**********
                   +1--------2
                """)
        #expect(
            plot([-1.7e308, 1.7e308], columns: 24, rows: 3, style: .plain) == """
                 1.7e+308 +      *******
                -1.7e+308 +******
                          +1-----------2
                """)
        #expect(
            plot([1e-300, 2e-300], columns: 24, rows: 3, style: .plain) == """
                2e-300 +        ********
                1e-300 +********
                       +1--------------2
                """)
    }

    @Test("always the size that was asked for", arguments: [12, 13, 40, 200], [3, 4, 9, 50])
    func size(columns: Int, rows: Int) {
        for style in [LinePlot.Style.braille, .plain] {
            let values = (0..<500).map { Double($0 * 7919 % 101) - 50.123 }
            let lines = LinePlot(columns: columns, rows: rows, style: style).lines(points(values))
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { TextWidth.of($0) <= columns })
            #expect(lines[0].contains("┤") || lines[0].contains("+"))
        }
    }
}
