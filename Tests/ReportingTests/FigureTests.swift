import Foundation
import Primitives
import Testing

@testable import Reporting

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Figures") struct FigureTests {
    /// Set to a folder to look at what the tests draw.
    private static let folder = ProcessInfo.processInfo.environment["FIGURES_FOLDER"]

    @Test("are the committed drawings, byte for byte, twice", arguments: FigureSamples.all.map(\.id))
    func golden(_ id: String) throws {
        let figure = try #require(FigureSamples.named(id))
        let text = figure.svg
        #expect(text == figure.svg)
        let name = "\(figure.id).svg"
        try Self.keep(text, name)
        if (try? Samples.file("figures/\(name)")) != text {
            let actual = FileManager.default.temporaryDirectory.appendingPathComponent(name)
            try text.write(to: actual, atomically: true, encoding: .utf8)
            Issue.record("the figure differs from Reference/figures/\(name); it is in \(actual.path)")
        }
    }

    private static func keep(_ text: String, _ name: String) throws {
        guard let folder else { return }
        let safe = name.replacingOccurrences(of: "/", with: "_")
        try text.write(toFile: "\(folder)/\(safe)", atomically: true, encoding: .utf8)
    }

    @Test(
        "are well-formed, within their edges, without a number that is none, and of one document's ids",
        arguments: (FigureSamples.all + FigureSamples.extremes).map(\.id))
    func wellFormed(_ id: String) throws {
        let figure = try #require(FigureSamples.named(id))
        let text = figure.svg
        try Self.keep(text, "\(figure.id).svg")
        let reader = SVGReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(figure.id): \(String(describing: parser.parserError))")
        #expect(reader.root["role"] == "img")
        #expect(reader.texts["title"]?.first == figure.title)
        #expect(reader.texts["desc"]?.first?.isEmpty == false)
        // Ids are of this figure, and each stands once.
        #expect(reader.ids.allSatisfy { $0.hasPrefix(reader.root["id"]!) })
        #expect(Set(reader.ids).count == reader.ids.count)
        let numbers = reader.numbers
        #expect(!numbers.isEmpty && numbers.allSatisfy { $0.isFinite })
        for word in ["nan", "inf,", "e+"] { #expect(!reader.geometry.lowercased().contains(word)) }
        let height = try #require(reader.root["height"].flatMap(Double.init))
        #expect(reader.xs.allSatisfy { (-1...721).contains($0) }, "\(figure.id): \(reader.xs)")
        #expect(reader.ys.allSatisfy { (-1...(height + 1)).contains($0) }, "\(figure.id): \(height)")
        #expect(text.utf8.count < 400_000)
    }

    @Test("have as many numbers behind them as they show, and programs get all digits") func data() throws {
        for figure in FigureSamples.all + FigureSamples.extremes {
            let table = figure.data
            #expect(Set(table.columns.map(\.id)).count == table.columns.count)
            #expect(Set(table.rowIDs).count == table.rowIDs.count)
        }
        // Of 40 epochs every fifth, counted from the last.
        #expect(FigureSamples.curves.data.rows.count == 4 * 8)
        #expect(FigureSamples.curves.data.rows[7][1].value == .real(40))
        #expect(FigureSamples.forest.data.rows.count == 10)
        #expect(FigureSamples.criticalDifference.data.rows[1][1].value == .real(2.0))
        #expect(FigureSamples.criticalDifference.data.rows.map(\.[2].text) == ["1", "1", "1 2", "2"])
        #expect(FigureSamples.heatMap.data.rows[2][2].value == .null)
        #expect(FigureSamples.sensitivity.data.rows.count == 11)
    }

    @Test("say their values in words") func words() {
        #expect(
            FigureSamples.criticalDifference.svg.contains(
                "Critical difference: 1.250. C4.5+m+cf: mean rank 1.964."))
        let forest = ForestPlot(
            xTitle: "x",
            rows: [
                .init(
                    label: "dropout", group: "", estimate: 0.012, interval: -0.001...0.025, text: "",
                    isSignificant: false)
            ])
        #expect(forest.words == ["dropout: 0.01200, interval −0.001000 to 0.02500."])
    }

    @Test("make what has a meaning in XML harmless, and cut long labels with the whole in a title")
    func escapes() {
        let label = "a label that is much too long for the room beside a plot of any kind <&>"
        let figure = Figure(
            id: "a b/ü", title: "<&\"'>", caption: "",
            content: .forest(
                ForestPlot(
                    xTitle: "",
                    rows: [
                        .init(
                            label: label, group: "", estimate: 1, interval: nil, text: "",
                            isSignificant: true)
                    ])))
        let text = figure.svg
        #expect(text.contains("<title>\(MarkupText.escape(label))</title>a label that is much"))
        #expect(text.contains("&lt;&amp;&quot;&#39;&gt;"))
        #expect(text.contains("id=\"svg-a_32b_47_252\""))
        #expect(MarkupText.escape("a\u{0}b\u{FFFE}\n") == "a\u{FFFD}b\u{FFFD} ")
    }

    @Test("with more lines than colours show the best and the baseline") func many() {
        let series = FigureSamples.series(40)
        let inks = SeriesInks.assign(series) { $0.points.last?.y }
        #expect(inks[0] == .baseline)
        #expect(inks.count { $0 == .background } == 39 - SeriesInks.most)
        let least = zip(series, inks).filter { if case .series = $0.1 { true } else { false } }
            .map { $0.0.points.last!.y }.min()!
        let others = zip(series, inks).filter { $0.1 == .background }.map { $0.0.points.last!.y }
        #expect(others.allSatisfy { $0 <= least })
        #expect(
            SeriesInks.assign(FigureSamples.series(9)) { _ in nil } == [.baseline]
                + (0..<8).map { .series($0) })
    }

    @Test("have ticks at numbers that people count in") func ticks() {
        func labels(_ values: [Double]) -> [String] {
            let scale = AxisScale.linear(values, start: 0, end: 100)
            return scale.ticks.map(\.label) + [scale.exponentText].filter { !$0.isEmpty }
        }
        #expect(labels([0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels([-0.012, 0.031]) == ["−0.01", "0.00", "0.01", "0.02", "0.03"])
        #expect(labels([0, 3e-9]) == ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "×10⁻⁹"])
        #expect(labels([2e7, 9e7]) == ["2", "3", "4", "5", "6", "7", "8", "9", "×10⁷"])
        #expect(labels([5, 5]) == ["4.8", "4.9", "5.0", "5.1", "5.2"])
        func logarithmic(_ values: [Double]) -> [String] {
            AxisScale.logarithmic(values, start: 0, end: 100).ticks.map(\.label)
        }
        #expect(logarithmic([1e-4, 0.1]) == ["0.0001", "0.001", "0.01", "0.1"])
        #expect(logarithmic([1, 30]) == ["1", "2", "5", "10", "20"])
        #expect(logarithmic([1e-20, 1e20]) == ["10⁻¹⁸", "10⁻¹²", "10⁻⁶", "1", "10⁶", "10¹²", "10¹⁸"])
    }

    @Test("cut lines where they leave the plot") func clipping() {
        func pieces(_ heights: [Double]) -> [[String]] {
            let line = heights.enumerated().map { Canvas.Place(x: Double($0) * 10, y: $1) }
            return Clipping.pieces(line, top: 0, bottom: 100).map { $0.map { "\($0.x) \($0.y)" } }
        }
        #expect(pieces([10, 20]) == [["0.0 10.0", "10.0 20.0"]])
        #expect(pieces([0, 100, 100, 0]).map(\.count) == [4])
        #expect(pieces([50, 150, 50]) == [["0.0 50.0", "5.0 100.0"], ["15.0 100.0", "20.0 50.0"]])
        #expect(pieces([-100, 200]).map(\.count) == [2])
        #expect(pieces([200, 300]).isEmpty)
        #expect(Clipping.core([1, 2, 3, 4, 5, 6, 7, 8]) == nil)
        #expect(Clipping.core([1, 2, 3, 4, 5, 6, 7, 900]) == 1...7)
    }

    @Test("place labels apart and near where they belong") func spread() {
        let places = SeriesLabels.spread([5, 6, 50, 99, 99], distance: 10, within: 0...100)
        #expect(places == [5, 15, 50, 90, 100])
        #expect(SeriesLabels.spread([1, 1, 1], distance: 10, within: 0...5) == [0, 10, 20])
    }
}

/// What the tests look at in an SVG.
private final class SVGReader: NSObject, XMLParserDelegate {
    var root: [String: String] = [:]
    var ids: [String] = []
    var texts: [String: [String]] = [:]
    var geometry = ""
    var xs: [Double] = []
    var ys: [Double] = []
    private var open: [(String, String)] = []

    var numbers: [Double] { xs + ys }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if open.isEmpty { root = attributes }
        open.append((name, ""))
        if let id = attributes["id"] { ids.append(id) }
        for (key, value) in attributes {
            switch key {
            case "x", "x1", "x2", "cx": xs.append(Double(value) ?? .nan)
            case "y", "y1", "y2", "cy": ys.append(Double(value) ?? .nan)
            case "d":
                let parts = value.split { "MLZ ".contains($0) }.map { Double($0) ?? .nan }
                for (index, part) in parts.enumerated() {
                    if index % 2 == 0 { xs.append(part) } else { ys.append(part) }
                }
            case "width", "height", "r": geometry += value + " "
            default: continue
            }
            if key == "d" { geometry += value }
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if !open.isEmpty { open[open.count - 1].1 += string }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        if let (name, text) = open.popLast() { texts[name, default: []].append(text) }
    }
}
