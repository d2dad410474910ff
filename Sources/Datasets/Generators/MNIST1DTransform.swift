import Numerics

/// What makes a row of MNIST-1D from a template.
struct MNIST1DTransform {
    /// The numbers of zeros that may follow the template.
    let padding: ClosedRange<Int>
    /// The width of the interval of scales.
    let scale: Double
    /// The number of rotations.
    let translations: Int
    /// The standard deviation of the noise before it is smoothed.
    let correlatedNoise: Double
    /// The standard deviation of the noise on every point.
    let independentNoise: Double
    /// The width of the interval of slopes.
    let shear: Double
    /// The points of a row.
    let length: Int

    /// The points of a template.
    static let templateLength = 12

    /// The points of a template with the longest padding, to which all are dilated.
    var paddedLength: Int { Self.templateLength + padding.upperBound }

    /// The ten templates, as in `mnist1d/data.py`: standardised each, then moved so that they start at 0, over 6.
    static let templates: [[Double]] = {
        let drawn: [[Double]] = [
            [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
            [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
            [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
            [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
            [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
            [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
            [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
            [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
            [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
            [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
        ]
        return drawn.map { points in
            let mean = StableSum.of(points) / Double(points.count)
            let variance = StableSum.of(points.map { ($0 - mean) * ($0 - mean) }) / Double(points.count)
            let deviation = DeterministicMath.sqrt(variance)
            return points.map { ($0 - points[0]) / deviation / 6 }
        }
    }()

    /// The random numbers of one row.
    struct Draws {
        /// The zeros that follow the template.
        var padding: Int
        /// A uniform in [0, 1) for the scale.
        var scale: Double
        /// How far the row is rotated to the right.
        var translation: Int
        /// Normals that are smoothed.
        var correlated: [Double]
        /// Normals for every point.
        var independent: [Double]
        /// A uniform in [0, 1) for the slope.
        var shear: Double

        /// Draws them in the order of the construction; always as many.
        init(_ transform: MNIST1DTransform, _ stream: inout RandomStream) {
            padding = transform.padding.lowerBound + stream.integer(below: transform.padding.count)
            scale = stream.uniform()
            translation = stream.integer(below: transform.translations)
            correlated = (0..<transform.paddedLength).map { _ in stream.normal() }
            independent = (0..<transform.paddedLength).map { _ in stream.normal() }
            shear = stream.uniform()
        }

        /// Given draws.
        init(
            padding: Int, scale: Double, translation: Int, correlated: [Double], independent: [Double],
            shear: Double
        ) {
            self.padding = padding
            self.scale = scale
            self.translation = translation
            self.correlated = correlated
            self.independent = independent
            self.shear = shear
        }
    }

    /// The row of `length` points, not standardised yet.
    func callAsFunction(_ template: [Double], _ draws: Draws) -> [Double] {
        // The small number tells a template's own zeros from the padding, which alone gets the smooth noise.
        let padded = template.map { $0 + 1e-8 } + [Double](repeating: 0, count: draws.padding)
        var points = Self.interpolated(padded, count: paddedLength)
        let factor = 1 + scale * (draws.scale - 0.5)
        for index in points.indices { points[index] *= factor }
        points = Array(points.suffix(draws.translation) + points.dropLast(draws.translation))
        let smooth = GaussianFilter.smoothed(draws.correlated.map { correlatedNoise * $0 })
        let slope = shear * (draws.shear - 0.5)
        let last = Double(paddedLength - 1)
        for index in points.indices {
            if points[index] == 0 { points[index] = smooth[index] }
            points[index] += independentNoise * draws.independent[index]
            points[index] -= slope * (Double(index) / last - 0.5)
        }
        return Self.interpolated(points, count: length)
    }

    /// `points` at `count` (two or more) evenly spaced places from the first to the last, by linear interpolation.
    static func interpolated(_ points: [Double], count: Int) -> [Double] {
        let (steps, places) = (points.count - 1, count - 1)
        return (0..<count).map { index in
            // Whole numbers tell on which segment a place lies, without a rounding.
            let (segment, rest) = (index * steps).quotientAndRemainder(dividingBy: places)
            if rest == 0 { return points[segment] }
            let share = Double(rest) / Double(places)
            return points[segment] + share * (points[segment + 1] - points[segment])
        }
    }
}
