/// A figure as values.
///
/// A new kind of figure is a file under Figures/ (its values and how it is drawn) and a case here.
public struct Figure: Sendable, Hashable {
    /// What is drawn.
    public enum Content: Sendable, Hashable {
        /// Values over epochs, with bands.
        case learningCurves(LearningCurves)
        /// Differences with their intervals, one below the other.
        case forest(ForestPlot)
        /// Mean ranks on a line, with bars over what is not told apart.
        case criticalDifference(CriticalDifferenceDiagram)
        /// The share of problems on which a method comes within a factor or distance of the best.
        case performanceProfile(PerformanceProfilePlot)
        /// Ranks by method and dataset.
        case rankHeatMap(RankHeatMap)
        /// How often a model is right when it is so sure.
        case reliability(ReliabilityDiagram)
        /// A metric over a hyperparameter.
        case sensitivity(SensitivityCurves)
        /// Quality over cost, with the front.
        case pareto(ParetoPlot)
        /// The values of all seeds.
        case seedScatter(SeedScatter)
    }

    /// Its name for programs, links and files, unique in the report, like "forest-digits-mlp".
    public var id: String
    /// What stands above it.
    public var title: String
    /// What stands below it: what is shown, of what, and what bands and bars are.
    public var caption: String
    /// What is drawn.
    public var content: Content

    /// A figure.
    public init(id: String, title: String, caption: String, content: Content) {
        self.id = id
        self.title = title
        self.caption = caption
        self.content = content
    }
}
