import Numerics
import Primitives

/// Ten digit-like curves of one dimension, moved, scaled, sheared and covered with noise.
public struct MNIST1D: StreamingSource {
    /// The declaration of `mnist-1d`.
    public static let declaration = ComponentDeclaration(
        id: "mnist-1d", family: "synthetic",
        summary:
            "Ten digit-like sequences, padded, scaled, moved, sheared and covered with noise: MNIST made small.",
        formula:
            "template of 12 points → padded with zeros → dilated → scaled → rotated cyclically → smooth noise "
            + "where there is no signal → + N(0, iid_noise_scale²) → sheared → 40 points → standardised as a whole",
        citations: [
            "Greydanus & Kobak 2024, Scaling down deep learning with MNIST-1D, ICML (arXiv:2011.14439)",
            "Greydanus 2020, https://github.com/greydanus/mnist1d (defaults and details)",
        ],
        parameters: [
            SyntheticParameters.count(default: 5000, least: 10),
            .init(
                "padding", .integers(0...1000, count: 2...2), default: .integers([36, 60]),
                "The least and the largest number of zeros that follow the template."),
            .init(
                "scale_coeff", .real(.closed(0, 2)), default: .real(0.4),
                "The width of the interval about 1 that the scale is drawn from."),
            .init(
                "max_translation", .integer(1...1012), default: .integer(48),
                "The number of possible rotations, from 0 on; at most 12 + the largest padding."),
            .init(
                "corr_noise_scale", .real(.closed(0, 1e3)), default: .real(0.25),
                "The standard deviation of the noise that is smoothed and put where there is no signal."),
            .init(
                "iid_noise_scale", .real(.closed(0, 1e3)), default: .real(0.02),
                "The standard deviation of the independent noise on every point."),
            .init(
                "shear_scale", .real(.closed(0, 1e3)), default: .real(0.75),
                "The width of the interval about 0 that the slope is drawn from."),
            .init(
                "final_seq_length", .integer(2...1000), default: .integer(40), "The number of columns."),
            .init(
                "shuffle_seq", .boolean, default: .boolean(false),
                "Whether the columns are permuted, alike in all rows: the control without locality."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "The construction and defaults are the authors'; the random numbers are this program's, so the rows are "
                + "others than in the authors' file. Rows take the classes in turn instead of being shuffled, and "
                + "where n is no multiple of 10 none are dropped. The split is the suite's: theirs trains on 4000 "
                + "of 5000 rows.",
            "Fresh rows of an online stream are standardised by the mean and deviation of the first draw.",
        ])

    private let count: Int
    private let transform: MNIST1DTransform
    private let paddingIsOrdered: Bool
    private let isShuffled: Bool
    private let seed: Int

    /// Sequences of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        let padding = arguments.integers("padding")
        paddingIsOrdered = padding[0] <= padding[1]
        transform = MNIST1DTransform(
            padding: min(padding[0], padding[1])...padding[1], scale: arguments.real("scale_coeff"),
            translations: arguments.integer("max_translation"),
            correlatedNoise: arguments.real("corr_noise_scale"),
            independentNoise: arguments.real("iid_noise_scale"), shear: arguments.real("shear_scale"),
            length: arguments.integer("final_seq_length"))
        isShuffled = arguments.boolean("shuffle_seq")
        seed = arguments.integer("data_seed")
    }

    /// Generates the sequences, the classes in turn; throws (exit code `usage`) when the arguments contradict
    /// each other.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Fresh sequences.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        try check()
        let length = transform.length
        var values = sequences(draw: draw)
        let scale = standardisation(of: draw == 0 ? values : sequences(draw: 0))
        for index in values.indices { values[index] = (values[index] - scale.mean) / scale.deviation }
        var table = SyntheticTable(rows: values, width: length)
        if isShuffled {
            var law = DrawStream.law(seed: seed)
            let order = law.permutation(of: length)
            let columns = table.columns
            for (column, source) in order.enumerated() {
                table.columns[column].values = columns[source].values
            }
        }
        return table.dataset(
            name: Self.declaration.id,
            task: .classification(classes: (0..<10).map(String.init)),
            target: .classes((0..<count).map { $0 % 10 }), shape: [length])
    }

    private func check() throws(BenchError) {
        let id = Self.declaration.id
        guard paddingIsOrdered else {
            throw BenchError(
                .usage, "dataset \"\(id)\": padding: the least is above the largest",
                remedy: "write padding: [least, largest], such as [36, 60]")
        }
        guard transform.translations <= transform.paddedLength else {
            throw BenchError(
                .usage,
                "dataset \"\(id)\": max_translation: \(transform.translations) is more than the "
                    + "\(transform.paddedLength) points of a padded template",
                remedy: "set max_translation to 12 + the largest padding, or less")
        }
        // Counted in the padded points too, which every row passes through.
        try TableSize.check(
            rows: count, columns: max(transform.length, transform.paddedLength), of: id,
            parameters: "n, final_seq_length or padding")
    }

    private func sequences(draw: Int) -> [Double] {
        var stream = DrawStream.rows(seed: seed, draw: draw)
        let templates = MNIST1DTransform.templates
        var values: [Double] = []
        values.reserveCapacity(count * transform.length)
        for row in 0..<count {
            let draws = MNIST1DTransform.Draws(transform, &stream)
            values += transform(templates[row % 10], draws)
        }
        return values
    }

    private func standardisation(of values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = StableSum.of(values) / Double(values.count)
        let variance = StableSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(values.count)
        return (mean, variance > 0 ? DeterministicMath.sqrt(variance) : 1)
    }
}
