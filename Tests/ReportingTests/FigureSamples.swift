import Numerics

@testable import Reporting

/// Figures of every kind: small ones that are kept as files, and ones that go to extremes.
enum FigureSamples {
    /// Draws without a generator's state: the same for the same name.
    private static func draws(_ name: String, _ count: Int) -> [Double] {
        var stream = RandomStream(seed: 7, name: name)
        return (0..<count).map { _ in stream.uniform() }
    }

    private static let names = [
        "baseline", "dropout rate=0.2", "weight-decay", "sam", "mixup", "label-smoothing", "early dropout",
        "cutout",
    ]

    static func series(_ count: Int, points: Int = 40, bands: Bool = true) -> [LearningCurves.Series] {
        (0..<count).map { index in
            let noise = draws("series \(index)", points)
            let level = 0.78 + 0.17 * draws("level", count)[index]
            let values = (1...points).map { epoch -> LearningCurves.Point in
                let rise = 1 - 1 / (1 + 0.25 * Double(epoch))
                let y = level * rise + 0.012 * (noise[epoch - 1] - 0.5)
                return .init(x: Double(epoch), y: y, band: bands ? (y - 0.02)...(y + 0.015) : nil)
            }
            let name = index < names.count ? names[index] : "method \(index)"
            return .init(name: name, points: values, isBaseline: index == 0)
        }
    }

    static let curves = Figure(
        id: "curves-digits-mlp", title: "Accuracy on validation over training, digits small, mlp",
        caption: "c",
        content: .learningCurves(
            LearningCurves(
                xTitle: "epochs completed", yTitle: "accuracy on validation (higher is better)",
                series: series(4), isHigherBetter: true)))

    static let forest: Figure = {
        let groups = ["digits small", "mixture noisy"]
        let rows = groups.enumerated().flatMap { place, group in
            names.dropFirst().prefix(5).enumerated().map { index, name -> ForestPlot.Row in
                let centre = 0.03 * (draws("forest \(place)", 5)[index] - 0.4)
                let reach = 0.006 + 0.01 * draws("reach \(place)", 5)[index]
                let isKnown = !(place == 1 && index == 3)
                return ForestPlot.Row(
                    label: name, group: group, estimate: isKnown ? centre : nil,
                    interval: isKnown ? (centre - reach)...(centre + reach) : nil,
                    text: isKnown
                        ? "\(NumberText.significant(centre, 2, showsPlus: true)) ± "
                            + "\(NumberText.significant(reach, 2)), p = 0.03" : "failed on every seed",
                    isSignificant: abs(centre) > reach)
            }
        }
        return Figure(
            id: "forest", title: "Difference from the baseline", caption: "c",
            content: .forest(
                ForestPlot(
                    xTitle: "accuracy, method − baseline (right is better)", rows: rows, margin: 0.005)))
    }()

    static let criticalDifference = Figure(
        id: "cd", title: "Mean ranks over 14 datasets", caption: "c",
        content: .criticalDifference(
            CriticalDifferenceDiagram(
                entries: [
                    .init(label: "C4.5+m+cf", meanRank: 1.964), .init(label: "C4.5+m", meanRank: 2.0),
                    .init(label: "C4.5+cf", meanRank: 2.893), .init(label: "C4.5", meanRank: 3.143),
                ], groups: [0...2, 2...3], criticalDifference: 1.25)))

    static let profiles: Figure = {
        let series = (0..<5).map { index -> LearningCurves.Series in
            let steps = draws("profile \(index)", 12).sorted()
            let points = steps.enumerated().map { place, x in
                LearningCurves.Point(x: x * 0.2, y: Double(place + 1) / 12)
            }
            return .init(
                name: names[index], points: [.init(x: 0, y: 0)] + points, isBaseline: index == 0)
        }
        return Figure(
            id: "profiles", title: "Performance profiles", caption: "c",
            content: .performanceProfile(
                PerformanceProfilePlot(
                    xTitle: "distance from the best accuracy", yTitle: "share of datasets within it",
                    series: series)))
    }()

    static func ranks(_ methods: Int, _ datasets: Int) -> RankHeatMap {
        let ranks = (0..<methods).map { method in
            (0..<datasets).map { dataset -> Double? in
                if method == 2, dataset == 1 { return nil }
                let rank = 1 + Double((method * 7 + dataset * 3 + method * dataset) % methods)
                return (method + dataset) % 5 == 0 ? rank + 0.5 : rank
            }
        }
        return RankHeatMap(
            methods: (0..<methods).map { $0 < names.count ? names[$0] : "method \($0)" },
            datasets: (0..<datasets).map {
                ["digits small", "wine", "moons", "breast cancer"][$0 % 4] + " \($0)"
            },
            ranks: ranks)
    }

    static let heatMap = Figure(
        id: "ranks", title: "Ranks by dataset", caption: "c", content: .rankHeatMap(ranks(6, 5)))

    static let reliability: Figure = {
        let series = (0..<4).map { index -> ReliabilityDiagram.Series in
            let shares = draws("shares \(index)", 10).map { $0 * $0 }
            let total = shares.reduce(0, +)
            return .init(
                name: names[index],
                bins: (0..<10).map { bin in
                    let confidence = (Double(bin) + 0.5) / 10
                    let accuracy = min(1, max(0, confidence - 0.06 * Double(index) + 0.05 * shares[bin]))
                    return .init(confidence: confidence, accuracy: accuracy, share: shares[bin] / total)
                })
        }
        return Figure(
            id: "reliability", title: "Reliability on digits small", caption: "c",
            content: .reliability(ReliabilityDiagram(series: series)))
    }()

    static let sensitivity = Figure(
        id: "sensitivity", title: "Accuracy over the decay of weights", caption: "c",
        content: .sensitivity(
            SensitivityCurves(
                xTitle: "weight-decay: strength, logarithmic", yTitle: "accuracy on test (higher is better)",
                isLogarithmic: true,
                series: [
                    .init(
                        name: "mlp",
                        points: zip([0, 1e-4, 1e-3, 1e-2, 1e-1], [0.9, 0.905, 0.917, 0.914, 0.86]).map {
                            .init(x: $0, y: $1, band: ($1 - 0.008)...($1 + 0.008))
                        }),
                    .init(
                        name: "residual",
                        points: zip([0, 1e-4, 1e-3, 1e-2, 1e-1], [0.88, 0.88, 0.895, 0.921, 0.9]).map {
                            .init(x: $0, y: $1, band: ($1 - 0.011)...($1 + 0.011))
                        }),
                ], baseline: .init(x: 0, y: 0.901, band: 0.893...0.909))))

    static func pareto(_ count: Int) -> ParetoPlot {
        let costs = draws("cost", count)
        let qualities = draws("quality", count)
        let points = (0..<count).map { index -> (Double, Double) in
            let cost = (1 + 30 * costs[index] * costs[index])
            return (cost, 0.85 + 0.1 * qualities[index] * (cost / 31).squareRoot())
        }
        return ParetoPlot(
            xTitle: "forward-backward passes per step", yTitle: "accuracy on test (higher is better)",
            isHigherBetter: true,
            points: points.enumerated().map { index, point in
                let isBeaten = points.contains { $0.0 < point.0 && $0.1 > point.1 }
                return .init(
                    label: index < names.count ? names[index] : "method \(index)", cost: point.0,
                    quality: point.1, interval: (point.1 - 0.006)...(point.1 + 0.006), isOnFront: !isBeaten)
            })
    }

    static let paretoFront = Figure(
        id: "pareto", title: "Quality over cost", caption: "c", content: .pareto(pareto(8)))

    static func scatter(_ methods: Int, _ seeds: Int) -> SeedScatter {
        SeedScatter(
            xTitle: "accuracy on test (higher is better)",
            rows: (0..<methods).map { method in
                let values = zip(draws("seeds", seeds), draws("scatter \(method)", seeds)).map {
                    0.85 + 0.06 * $0 + 0.01 * $1 + 0.004 * Double(method)
                }
                return .init(
                    label: method < names.count ? names[method] : "method \(method)",
                    values: values.enumerated().map { .init(seed: $0, value: $1) },
                    mean: values.reduce(0, +) / Double(seeds))
            })
    }

    static let seeds = Figure(
        id: "seeds", title: "Accuracy by seed, digits small", caption: "c",
        content: .seedScatter(scatter(5, 10)))

    /// One of each kind.
    static let all = [
        curves, forest, criticalDifference, profiles, heatMap, reliability, sensitivity, paretoFront, seeds,
    ]

    static func named(_ id: String) -> Figure? { (all + extremes).first { $0.id == id } }

    // MARK: Extremes

    /// Figures that nobody wishes for, by name.
    static let extremes: [Figure] = many + odd + empty

    private static func figure(_ id: String, _ content: Figure.Content) -> Figure {
        Figure(id: id, title: "Extreme: \(id)", caption: "c", content: content)
    }

    private static func curves(_ series: [LearningCurves.Series]) -> Figure.Content {
        .learningCurves(LearningCurves(xTitle: "x", yTitle: "y", series: series, isHigherBetter: true))
    }

    private static let many: [Figure] = [
        figure("curves-40", curves(series(40))),
        figure("curves-9", curves(series(9))),
        figure(
            "forest-60",
            .forest(
                ForestPlot(
                    xTitle: "x",
                    rows: (0..<60).map { index in
                        let centre = draws("many", 60)[index] - 0.5
                        return .init(
                            label: "a method with quite a long label and more of it, number \(index)",
                            group: "dataset \(index / 20)", estimate: centre,
                            interval: (centre - 0.1)...(centre + 0.1),
                            text: "+0.0123 ± 0.0456, p = 0.0123, corrected 0.456",
                            isSignificant: index % 3 == 0)
                    }, margin: 0.05))),
        figure(
            "cd-40",
            .criticalDifference(
                CriticalDifferenceDiagram(
                    entries: (0..<40).map {
                        .init(label: "a rather long method label \($0)", meanRank: 9 + 0.6 * Double($0))
                    },
                    groups: [0...12, 5...20, 15...30, 25...39], criticalDifference: nil))),
        figure(
            "profiles-20",
            .performanceProfile(
                PerformanceProfilePlot(xTitle: "x", yTitle: "y", series: series(20, bands: false)))),
        figure("ranks-40", .rankHeatMap(ranks(40, 40))),
        figure("pareto-40", .pareto(pareto(40))),
        figure("seeds-30", .seedScatter(scatter(30, 20))),
        figure(
            "reliability-20",
            .reliability(
                ReliabilityDiagram(
                    series: (0..<20).map { index in
                        .init(
                            name: "method \(index)", bins: [.init(confidence: 0.9, accuracy: 0.8, share: 1)])
                    }))),
    ]

    private static func line(_ values: [(Double, Double)], band: ClosedRange<Double>? = nil) -> Figure.Content
    {
        curves([.init(name: "<&\"'>", points: values.map { .init(x: $0.0, y: $0.1, band: band) })])
    }

    private static let odd: [Figure] = [
        figure("curves-equal", line([(1, 0.5), (2, 0.5), (3, 0.5)])),
        figure("curves-zero", line([(1, 0), (2, 0)])),
        figure("curves-one", line([(1, 0.5)], band: 0.4...0.6)),
        figure("curves-huge", line([(1, 1e299), (2, -1e299), (3, 5)])),
        figure("curves-small", line([(1, 1e-12), (2, 3e-12), (3, 2e-12)])),
        figure("curves-offset", line([(1, 1_000_000.001), (2, 1_000_000.002)])),
        figure(
            "curves-infinite",
            line([(1, .nan), (2, .infinity), (3, 1), (4, 2)], band: -Double.infinity...Double.infinity)),
        figure(
            "forest-<&\"'>",
            .forest(
                ForestPlot(
                    xTitle: "<&\"'>\u{1}",
                    rows: [
                        .init(
                            label: "<script>alert('&')</script>", group: "", estimate: .nan, interval: nil,
                            text: "]]>", isSignificant: false),
                        .init(
                            label: "方法 一", group: "", estimate: 1e-7, interval: -Double.infinity...2e-7,
                            text: "é", isSignificant: true),
                    ]))),
        figure(
            "cd-equal",
            .criticalDifference(
                CriticalDifferenceDiagram(
                    entries: (0..<3).map { .init(label: "m\($0)", meanRank: 2) }, groups: [0...2]))),
        figure("ranks-one", .rankHeatMap(RankHeatMap(methods: ["a"], datasets: ["b"], ranks: [[1]]))),
        figure(
            "pareto-equal",
            .pareto(
                ParetoPlot(
                    xTitle: "x", yTitle: "y", isHigherBetter: false,
                    points: (0..<12).map {
                        .init(label: "point \($0)", cost: 1, quality: 2, interval: nil, isOnFront: true)
                    }))),
        figure(
            "sensitivity-negative",
            .sensitivity(
                SensitivityCurves(
                    xTitle: "x", yTitle: "y", isLogarithmic: true,
                    series: [.init(name: "a", points: [.init(x: -1, y: 0), .init(x: 100, y: 1)])]))),
        figure("seeds-one", .seedScatter(scatter(1, 1))),
    ]

    private static let empty: [Figure] = [
        figure("empty-curves", curves([])),
        figure("empty-forest", .forest(ForestPlot(xTitle: "x", rows: []))),
        figure("empty-cd", .criticalDifference(CriticalDifferenceDiagram(entries: [], groups: []))),
        figure(
            "empty-profiles", .performanceProfile(PerformanceProfilePlot(xTitle: "", yTitle: "", series: []))),
        figure("empty-ranks", .rankHeatMap(RankHeatMap(methods: [], datasets: [], ranks: []))),
        figure("empty-reliability", .reliability(ReliabilityDiagram(series: []))),
        figure(
            "empty-sensitivity",
            .sensitivity(SensitivityCurves(xTitle: "", yTitle: "", isLogarithmic: true, series: []))),
        figure(
            "empty-pareto",
            .pareto(ParetoPlot(xTitle: "", yTitle: "", isHigherBetter: true, points: []))),
        figure("empty-seeds", .seedScatter(SeedScatter(xTitle: "", rows: []))),
    ]
}
