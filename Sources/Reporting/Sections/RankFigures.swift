import Primitives
import Statistics

/// The figures of the ranks over datasets.
struct RankFigures {
    let across: AcrossDatasets
    let analysis: Analysis

    private static let mostMethods = 60
    private static let mostProfiles = 40
    private static let fewestProfileDatasets = 3

    var all: [Figure] {
        guard across.table.methods.count <= Self.mostMethods else { return [] }
        return [diagram, heatMap, profile].compactMap { $0 }
    }

    private var diagram: Figure {
        let (table, options) = (across.table, analysis.options)
        let entries = across.groups.order.map {
            CriticalDifferenceDiagram.Entry(label: table.methods[$0], meanRank: across.friedman.meanRanks[$0])
        }
        let isNemenyi = across.procedure == .nemenyi
        let how =
            isNemenyi
            ? "Nemenyi's test"
            : "Wilcoxon's signed-rank test"
                + (options.correction == .none ? "" : ", \(options.correction.short) over all pairs")
        return Figure(
            id: "critical-difference", title: "Mean ranks",
            caption:
                "Mean ranks over \(Phrases.count(table.datasets.count, "dataset")), 1 is best. A bar joins "
                + "methods that are not told apart (\(how), p at least \(NumberText.given(options.threshold)))"
                + (across.friedman.p < options.threshold
                    ? "." : "; Friedman's test shows no difference, so that one bar joins all."),
            content: .criticalDifference(
                CriticalDifferenceDiagram(
                    entries: entries, groups: across.groups.groups,
                    criticalDifference: across.criticalDifference)))
    }

    private var heatMap: Figure {
        let (table, order) = (across.table, across.groups.order)
        return Figure(
            id: "ranks-by-dataset", title: "Ranks by dataset",
            caption: "The rank of each method on each dataset, 1 is best; methods by mean rank.",
            content: .rankHeatMap(
                RankHeatMap(
                    methods: order.map { table.methods[$0] }, datasets: table.datasets,
                    ranks: order.map { method in across.ranks.map { $0[method] } })))
    }

    /// The share of datasets on which a method comes within a distance of the best.
    private var profile: Figure? {
        let table = across.table
        guard let metric = table.commonMetric, table.methods.count <= Self.mostProfiles,
            table.datasets.count >= Self.fewestProfileDatasets
        else { return nil }
        let best = table.values.map { block in
            metric.direction == .higher ? block.max()! : block.min()!
        }
        guard best.allSatisfy(\.isFinite) else { return nil }
        let regrets = table.methods.indices.map { method in
            zip(table.values, best).map { abs($0[method] - $1) }
        }
        let count = Double(table.datasets.count)
        let series = across.groups.order.map { method -> LearningCurves.Series in
            let finite = regrets[method].filter(\.isFinite).sorted()
            var points: [LearningCurves.Point] = []
            if finite.first != 0 { points.append(LearningCurves.Point(x: 0, y: 0)) }
            for (index, value) in finite.enumerated() {
                if index + 1 < finite.count, finite[index + 1] == value { continue }
                points.append(LearningCurves.Point(x: value, y: Double(index + 1) / count))
            }
            return LearningCurves.Series(
                name: table.methods[method], points: points,
                isBaseline: table.methods[method] == analysis.baseline)
        }
        return Figure(
            id: "performance-profile", title: "Performance profile",
            caption:
                "The share of \(Phrases.count(table.datasets.count, "dataset")) on which a method's \(metric.id) "
                + "lies within the distance on the horizontal axis of the best method's (Dolan and Moré 2002, by "
                + "differences). A dataset with a failed cell counts as never reached.",
            content: .performanceProfile(
                PerformanceProfilePlot(
                    xTitle: "distance to the best \(metric.id)", yTitle: "share of datasets", series: series))
        )
    }
}
