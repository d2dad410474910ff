import Primitives
import Statistics

/// What a design can show and what it cannot, said before the run.
///
/// The paired t test, as the report makes it, at the level that Holm's first step gives one of the family; what tests on
/// signs and ranks can reach at best; how many datasets a statement about others takes.
public struct DesignAdvice: Sendable {
    /// What is wanted of a design.
    public struct Wish: Sendable, Hashable {
        /// A corrected p-value below this counts as a difference.
        public var threshold: Double
        /// With what chance a difference should show.
        public var power: Double
        /// The difference that should show, in the unit of the metric; nil where none was named.
        public var difference: Double?
        /// The standard deviation of the paired differences; nil to take that of stored results.
        public var deviation: Double?

        /// What is usual.
        public init(
            threshold: Double = 0.05, power: Double = 0.8, difference: Double? = nil, deviation: Double? = nil
        ) {
            precondition(threshold > 0 && threshold < power && power < 1, "levels lie between 0 and 1")
            self.threshold = threshold
            self.power = power
            self.difference = difference
            self.deviation = deviation
        }
    }

    /// What one panel can show.
    struct PanelAdvice: Sendable {
        var panel: PlannedDesign.Panel
        /// The smallest difference that shows with the wanted chance, in standard deviations of the paired
        /// differences; nil where nothing can show.
        var smallestEffect: Double?
        /// The same with infinitely many seeds: 0 for independent ones.
        var limitingEffect: Double?
        /// The smallest p-value of tests on signs and ranks, before any correction.
        var smallestSignP: Double
        /// Whether such a test can call anything a difference, corrected over the family.
        var canSignsDecide: Bool
        /// The spread that the needed seeds rest on.
        var deviation: Double?
        /// The seeds that the wanted difference needs; nil where none was named, nothing is known of the spread, or no
        /// number suffices.
        var seedsNeeded: Int?
        /// Whether no number of seeds shows the wanted difference.
        var isOutOfReach = false
    }

    /// The datasets that a task's methods are compared over.
    struct DatasetAdvice: Sendable {
        var metric: String
        var datasets: Int
        var methods: Int
        var smallestP: Double
        var datasetsNeeded: Int
        var canDecide: Bool
    }

    let design: PlannedDesign
    let wish: Wish
    let panels: [PanelAdvice]
    let overDatasets: [DatasetAdvice]
    let pilotSource: String?

    /// Advice on a design; `pilot` is what stored results say of the spread.
    public init(_ design: PlannedDesign, _ wish: Wish = Wish(), pilot: DesignPilot? = nil) {
        self.design = design
        self.wish = wish
        pilotSource = wish.deviation == nil ? pilot?.source : nil
        let family = max(1, design.familySize)
        panels = design.panels.map { Self.advice($0, family: family, wish, pilot) }
        let groups = Grouping(design.panels.filter { $0.comparisons > 0 && $0.metric != nil }, by: \.metric!)
            .groups
        overDatasets = groups.compactMap { group in
            let datasets = Grouping(group.values, by: \.dataset).groups.count
            guard datasets > 1, let methods = group.values.map(\.comparisons).min() else { return nil }
            let level = wish.threshold / Double(methods)
            return DatasetAdvice(
                metric: group.key, datasets: datasets, methods: methods,
                smallestP: smallestPossibleP(pairs: datasets, of: .signedRank),
                datasetsNeeded: Self.fewestPairs(below: level),
                canDecide: smallestPossibleP(pairs: datasets, of: .signedRank) < level)
        }
    }

    /// The fewest pairs with which a test on signs or ranks can give a p-value below a level.
    private static func fewestPairs(below level: Double) -> Int {
        let fewest = Statistics.fewestPairs(reaching: level, of: .signedRank)
        return smallestPossibleP(pairs: fewest, of: .signedRank) < level ? fewest : fewest + 1
    }

    private static func advice(
        _ panel: PlannedDesign.Panel, family: Int, _ wish: Wish, _ pilot: DesignPilot?
    ) -> PanelAdvice {
        let smallest = smallestPossibleP(pairs: panel.pairs, of: .permutation)
        var advice = PanelAdvice(
            panel: panel, smallestSignP: smallest,
            canSignsDecide: smallest * Double(family) < wish.threshold)
        guard panel.comparisons > 0, let resampling = panel.resampling else { return advice }
        let design = PairedDesign(
            pairs: panel.pairs, threshold: wish.threshold, familySize: family, resampling: resampling)
        advice.smallestEffect = design.smallestDetectableEffect(power: wish.power)
        if case .repeatedSplits(let ratio) = resampling {
            // (z_α + z_β) √c with c = n_test / n_train, which no number of seeds makes smaller.
            let normal = Normal()
            advice.limitingEffect =
                (normal.quantile(upperTail: design.thresholdOfOne / 2) + normal.quantile(wish.power))
                * ratio.squareRoot()
        } else {
            advice.limitingEffect = 0
        }
        advice.deviation = wish.deviation ?? pilot?.deviation(dataset: panel.dataset, model: panel.model)
        guard let difference = wish.difference, let deviation = advice.deviation, deviation > 0 else {
            return advice
        }
        advice.seedsNeeded = design.wholePairsNeeded(effect: difference / deviation, power: wish.power)
        advice.isOutOfReach = advice.seedsNeeded == nil
        return advice
    }
}
