import Primitives
import Testing

@testable import Datasets

@Suite("MNIST-1D")
struct MNIST1DTests {
    @Test("The templates are those of the paper's repository")
    func templates() throws {
        let reference = try GeneratorTruths.read().mnist1d.templates
        #expect(MNIST1DTransform.templates.count == 10)
        for (found, expected) in zip(MNIST1DTransform.templates, reference) {
            #expect(found.count == 12 && found[0] == 0)
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-15) }
        }
    }

    @Test("A row is NumPy's and SciPy's for the same random numbers")
    func transform() throws {
        let transform = MNIST1DTransform(
            padding: 36...60, scale: 0.4, translations: 48, correlatedNoise: 0.25, independentNoise: 0.02,
            shear: 0.75, length: 40)
        let rows = try GeneratorTruths.read().mnist1d.rows
        #expect(rows.map(\.label) == Array(0..<10))
        for row in rows {
            let found = transform(
                MNIST1DTransform.templates[row.label],
                .init(
                    padding: row.padding, scale: row.scale, translation: row.translation,
                    correlated: row.correlated, independent: row.independent, shear: row.slope))
            #expect(found.count == 40)
            for (a, b) in zip(found, row.values) { #expect(abs(a - b) < 1e-14) }
        }
    }

    @Test("Random numbers lie where the construction wants them, evenly")
    func draws() {
        let transform = MNIST1DTransform(
            padding: 36...60, scale: 0.4, translations: 48, correlatedNoise: 0.25, independentNoise: 0.02,
            shear: 0.75, length: 40)
        var stream = DrawStream.rows(seed: 0, draw: 0)
        let draws = (0..<5000).map { _ in MNIST1DTransform.Draws(transform, &stream) }
        for (values, least, largest) in [
            (draws.map(\.padding), 36, 60), (draws.map(\.translation), 0, 47),
        ] {
            #expect(values.min() == least && values.max() == largest)
            let steps = Double(largest - least + 1)
            let error = ((steps * steps - 1) / 12 / 5000).squareRoot()
            #expect(abs(mean(values.map(Double.init)) - Double(least + largest) / 2) < 4 * error)
        }
        for values in [draws.map(\.scale), draws.map(\.shear)] {
            #expect(abs(mean(values) - 0.5) < 4 * (1 / 12.0 / 5000).squareRoot())
        }
        for values in [draws.flatMap(\.correlated), draws.flatMap(\.independent)] {
            #expect(values.count == 72 * 5000)
            #expect(
                abs(mean(values)) < 4 / 600
                    && abs(covariance(values, values) - 1) < 4 * 2.0.squareRoot() / 600)
        }
    }

    @Test("5000 rows of 40 columns in ten equal classes, standardised as a whole")
    func shape() throws {
        let dataset = try generated("mnist-1d")
        #expect(dataset.rowCount == 5000 && dataset.columns.count == 40 && dataset.shape == [40])
        for label in 0..<10 { #expect(dataset.codes.count { $0 == label } == 500) }
        let values = dataset.numericColumns.flatMap { $0 }
        #expect(abs(mean(values)) < 1e-12 && abs(covariance(values, values) - 1) < 1e-12)
    }

    @Test("It is as difficult for nearest neighbours as the paper's construction")
    func difficulty() throws {
        let reference = try GeneratorTruths.read().mnist1d.nearest_neighbour
        let dataset = try generated("mnist-1d")
        let columns = dataset.numericColumns
        let rows = (0..<5000).map { row in columns.map { Float($0[row]) } }
        var right = 0
        let tested = stride(from: 0, to: 5000, by: 1).filter { $0 / 10 % 5 == 4 }
        let known = (0..<5000).filter { $0 / 10 % 5 != 4 }
        for row in tested {
            var nearest = (distance: Float.infinity, row: 0)
            rows[row].withUnsafeBufferPointer { point in
                for other in known {
                    rows[other].withUnsafeBufferPointer { neighbour in
                        var distance: Float = 0
                        var column = 0
                        while column < 40 && distance < nearest.distance {
                            let difference = point[column] - neighbour[column]
                            distance += difference * difference
                            column += 1
                        }
                        if distance < nearest.distance { nearest = (distance, other) }
                    }
                }
            }
            if dataset.codes[nearest.row] == dataset.codes[row] { right += 1 }
        }
        // Four standard errors of the difference of one table and the mean of five.
        let accuracy = Double(right) / Double(tested.count)
        let error = max(reference.sd, (0.25 / Double(tested.count)).squareRoot()) * 1.2.squareRoot()
        #expect(abs(accuracy - reference.mean) < 4 * error, "\(accuracy)")
    }

    @Test("Shuffled columns are the same columns in another order")
    func shuffled() throws {
        let plain = try generated("mnist-1d", ["n": .integer(50)])
        let shuffled = try generated("mnist-1d", ["n": .integer(50), "shuffle_seq": .boolean(true)])
        #expect(Set(plain.numericColumns) == Set(shuffled.numericColumns))
        #expect(plain.numericColumns != shuffled.numericColumns)
        #expect(shuffled.columns.map(\.name) == plain.columns.map(\.name))
    }

    @Test("Contradictory arguments are refused by name")
    func refusals() throws {
        let padding = try failure { try generated("mnist-1d", ["padding": .integers([60, 36])]) }
        #expect(padding.exitCode == .usage && padding.description.contains("padding: [least, largest]"))
        let translation = try failure { try generated("mnist-1d", ["max_translation": .integer(73)]) }
        #expect(translation.exitCode == .usage && translation.description.contains("72 points"))
    }
}
