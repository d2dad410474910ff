import Numerics

/// Forecasts of an event, grouped by the probability that they gave it.
struct CalibrationBins {
    /// How many bins calibration is measured with unless something else is said.
    static let usual = 15

    /// The forecasts of a bin.
    struct Bin {
        /// How many there are.
        var count = 0
        /// How often the event came.
        var events = 0
        /// The sum of the forecasts.
        var forecasts = StableSum()

        /// The mean forecast.
        var meanForecast: Double { forecasts.value / Double(count) }
        /// How often the event came, as a share.
        var frequency: Double { Double(events) / Double(count) }
    }

    /// The bins from the lowest forecasts to the highest; some may be empty.
    private(set) var bins: [Bin]
    /// The bin of every forecast.
    private(set) var places: [Int] = []
    private let count: Double

    /// In bins of equal width, (m/M, (m+1)/M]; a forecast of 0 is in the first.
    init(_ forecasts: [Double], _ events: [Bool], equalWidth width: Int) {
        self.init(forecasts, events, bounds: (1...width).map { Double($0) / Double(width) })
    }

    /// In bins of about equal size: their upper bounds are the forecasts of rank ⌈m n / M⌉, so that equal forecasts
    /// are in one bin.
    init(_ forecasts: [Double], _ events: [Bool], equalMass number: Int) {
        let sorted = forecasts.sorted()
        let bounds = (1...number).map { sorted[($0 * sorted.count + number - 1) / number - 1] }
        self.init(forecasts, events, bounds: bounds)
    }

    /// With these upper bounds, in rising order, which belong to the bins.
    private init(_ forecasts: [Double], _ events: [Bool], bounds: [Double]) {
        count = Double(forecasts.count)
        bins = [Bin](repeating: Bin(), count: bounds.count)
        places.reserveCapacity(forecasts.count)
        for (forecast, event) in zip(forecasts, events) {
            // The first bound that is not below the forecast.
            var (low, high) = (0, bounds.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if bounds[middle] < forecast { low = middle + 1 } else { high = middle }
            }
            places.append(low)
            bins[low].count += 1
            bins[low].forecasts.add(forecast)
            if event { bins[low].events += 1 }
        }
    }

    /// Σ (n_b / n) |frequency − mean forecast|.
    var expectedError: Double {
        StableSum.of(bins.map { abs(Double($0.events) - $0.forecasts.value) }) / count
    }

    /// √ Σ (n_b / n) (frequency − mean forecast)².
    var rootMeanSquaredError: Double { reliability.squareRoot() }

    /// The largest |frequency − mean forecast| of a bin that is not empty.
    var largestError: Double {
        bins.filter { $0.count > 0 }.map { abs($0.frequency - $0.meanForecast) }.max() ?? .nan
    }

    /// Σ (n_b / n) (frequency − mean forecast)².
    var reliability: Double {
        StableSum.of(
            bins.filter { $0.count > 0 }.map {
                let gap = $0.frequency - $0.meanForecast
                return Double($0.count) * gap * gap
            }) / count
    }

    /// How often the event came, as a share of all.
    var frequency: Double { Double(bins.reduce(0) { $0 + $1.events }) / count }

    /// Σ (n_b / n) (frequency of the bin − frequency of all)².
    var resolution: Double {
        let frequency = frequency
        return StableSum.of(
            bins.filter { $0.count > 0 }.map {
                let gap = $0.frequency - frequency
                return Double($0.count) * gap * gap
            }) / count
    }

    /// The variance of the event.
    var uncertainty: Double { frequency * (1 - frequency) }

    /// What the forecasts' spread within bins adds to the Brier score: their variance less twice their covariance with
    /// the event.
    func withinBins(_ forecasts: [Double], _ events: [Bool]) -> Double {
        var sum = StableSum()
        for (row, place) in places.enumerated() {
            let bin = bins[place]
            let spread = forecasts[row] - bin.meanForecast
            sum.add(spread * (spread - 2 * ((events[row] ? 1 : 0) - bin.frequency)))
        }
        return sum.value / count
    }
}

extension Predictions {
    /// The probability of the predicted class of each row, and whether it was right.
    var confidences: (forecasts: [Double], events: [Bool]) {
        var (forecasts, events): ([Double], [Bool]) = ([], [])
        for (row, guess) in predictedLabels.enumerated() {
            forecasts.append(guess.map { probabilities[row * classes + $0] } ?? .nan)
            events.append(guess == labels[row])
        }
        return (forecasts, events)
    }

    /// The probability of class `index` of each row, and whether it is the row's.
    func forecasts(of index: Int) -> (forecasts: [Double], events: [Bool]) {
        (labels.indices.map { probabilities[$0 * classes + index] }, labels.map { $0 == index })
    }

    /// Σ over the classes of `term` of their forecasts in bins of equal width.
    func sumOverClasses(_ term: (CalibrationBins, [Double], [Bool]) -> Double) -> Double {
        StableSum.of(
            (0..<classes).map { index in
                let (forecasts, events) = forecasts(of: index)
                return term(
                    CalibrationBins(forecasts, events, equalWidth: CalibrationBins.usual), forecasts, events)
            })
    }
}
