/// The style sheet of a figure: every rule holds within the figure alone.
enum FigureStyle {
    /// Lines of a colour: series, the baseline, and what stands back.
    enum Ink: Hashable {
        /// A series with a colour of its own, from 0.
        case series(Int)
        /// What the others are compared with: ink.
        case baseline
        /// One of many that do not stand out.
        case background

        /// The ending of its classes.
        var suffix: String {
            switch self {
            case .series(let index): String(index % FigurePalette.count + 1)
            case .baseline: "b"
            case .background: "g"
            }
        }

        /// Where lines of this ink are broken; a second telling besides the colour.
        var dashes: String? {
            guard case .series(let index) = self else { return nil }
            return [nil, "7 3", "2 2.5", "8 3 2 3", "12 4", "5 2 2 2 2 2", "4 5", "1 4"][
                index % FigurePalette.count]
        }

        /// The shape of its marks.
        var marker: Marker {
            guard case .series(let index) = self else { return .circle }
            return Marker.allCases[index % Marker.allCases.count]
        }
    }

    /// The shape of a mark.
    enum Marker: CaseIterable {
        case circle, square, triangle, diamond, triangleDown, plus, cross, bar
    }

    /// The rules of the figure with that id.
    static func sheet(id: String) -> String {
        let scope = "#" + id
        // Programs that know no custom properties skip the second of two declarations.
        func colour(_ property: String, _ index: Int) -> String {
            "\(property):\(FigurePalette.light[index].colour);\(property):var(--f\(index))"
        }
        func variables(_ entries: [FigurePalette.Entry]) -> String {
            entries.enumerated().map { "--f\($0):var(\($1.property),\($1.colour))" }.joined(separator: ";")
        }
        var rules = [
            "\(scope){\(variables(FigurePalette.light));\(fonts)}",
            "@media screen and (prefers-color-scheme:dark){\(scope){\(variables(FigurePalette.dark))}}",
        ]
        func add(_ name: String, _ declarations: String) {
            rules.append("\(scope) .\(name){\(declarations)}")
        }
        add("paper", colour("fill", 1))
        add("t", colour("fill", 0))
        add("m", colour("fill", 0) + ";fill-opacity:.74;font-size:11px")
        add("h", "font-weight:600")
        add("tt", colour("fill", 0) + ";font-size:14px;font-weight:600")
        add("grid", "fill:none;\(colour("stroke", 2));stroke-width:1")
        add("axis", "fill:none;\(colour("stroke", 0));stroke-width:1;stroke-opacity:.7")
        add("zero", "fill:none;\(colour("stroke", 0));stroke-width:1.2")
        add("region", "\(colour("fill", 0));fill-opacity:.08")
        add("thin", "fill:none;\(colour("stroke", 0));stroke-width:.7;stroke-opacity:.28")
        for index in 1...FigurePalette.count {
            add("s\(index)", "fill:none;\(colour("stroke", index + 2));stroke-width:1.8")
            add("f\(index)", colour("fill", index + 2))
            add("a\(index)", colour("fill", index + 2) + ";fill-opacity:.14")
        }
        add("sb", "fill:none;\(colour("stroke", 0));stroke-width:2.4")
        add("fb", colour("fill", 0))
        add("ab", colour("fill", 0) + ";fill-opacity:.12")
        add("sg", "fill:none;\(colour("stroke", 0));stroke-width:1;stroke-opacity:.3")
        add("fg", colour("fill", 0) + ";fill-opacity:.3")
        add("hollow", "\(colour("fill", 1));stroke-width:1.6")
        return rules.joined(separator: "\n")
    }

    private static let fonts =
        "font:12px \"Helvetica Neue\",Helvetica,Arial,\"Liberation Sans\",\"DejaVu Sans\",sans-serif;"
        + "font-variant-numeric:tabular-nums"

    /// The rules of the steps of a heat map.
    static func steps(id: String) -> String {
        FigurePalette.steps.enumerated().map { index, step in
            "#\(id) .q\(index){fill:\(step.fill)}\n#\(id) .i\(index){fill:\(step.ink)}"
        }.joined(separator: "\n")
    }
}
