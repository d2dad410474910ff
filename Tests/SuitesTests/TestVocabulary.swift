import Primitives
import Suites

/// A small vocabulary with every kind of parameter.
func testVocabulary(rateDefault: Double = 0.5) -> Vocabulary {
    Vocabulary(
        models: [
            ComponentDeclaration(id: "linear", family: "linear", summary: "A linear model."),
            ComponentDeclaration(
                id: "mlp", family: "dense", summary: "A perceptron.",
                parameters: [
                    ParameterDeclaration(
                        "hidden", .integers(1...4096, count: 0...8), default: .integers([32]), "Widths."),
                    ParameterDeclaration(
                        "activation", .choice(["relu", "tanh", "gelu"]), default: .text("relu"), "Activation."
                    ),
                    ParameterDeclaration("bias", .boolean, default: .boolean(true), "Biases."),
                ]),
        ],
        methods: [
            ComponentDeclaration(
                id: "sgd", family: "optimiser", summary: "Gradient descent.",
                parameters: [
                    .hyperparameter("learning_rate", in: .positive, default: 0.1, "Step size."),
                    .hyperparameter("momentum", in: .halfOpen(0, 1), default: 0.9, "Momentum."),
                ], isOptimizer: true),
            ComponentDeclaration(
                id: "adamw", family: "optimiser", summary: "Adam.",
                parameters: [
                    .hyperparameter("learning_rate", in: .positive, default: 1e-3, "Step size."),
                    .hyperparameter("weight_decay", in: .nonNegative, default: 1e-2, "Decay."),
                ], isOptimizer: true),
            ComponentDeclaration(
                id: "dropout", family: "noise", summary: "Dropout.",
                parameters: [
                    .hyperparameter("rate", in: .halfOpen(0, 1), default: rateDefault, neutral: 0, "Rate."),
                    ParameterDeclaration("input", .boolean, default: .boolean(false), "Also on inputs."),
                ]),
            ComponentDeclaration(
                id: "mixup", family: "augmentation", summary: "Mixup.",
                parameters: [
                    .hyperparameter("alpha", in: .nonNegative, default: 0.2, neutral: 0, "Beta's α.")
                ]),
            ComponentDeclaration(
                id: "sam", family: "sharpness", summary: "SAM.",
                parameters: [.hyperparameter("rho", in: .nonNegative, default: 0.05, neutral: 0, "Radius.")]),
        ],
        datasets: [
            ComponentDeclaration(
                id: "csv", family: "file", summary: "A CSV file.",
                parameters: [
                    ParameterDeclaration("path", .text, identifying: false, "Its path."),
                    ParameterDeclaration("target", .text, "The target's column."),
                    ParameterDeclaration("drop", .texts, default: .texts([]), "Columns to leave out."),
                    ParameterDeclaration("split_column", .text, optional: true, "The parts."),
                ]),
            ComponentDeclaration(
                id: "moons", family: "synthetic", summary: "Two moons.",
                parameters: [
                    ParameterDeclaration("n", .integer(10...100_000), default: .integer(500), "Rows."),
                    ParameterDeclaration("noise", .real(.nonNegative), default: .real(0.1), "Noise."),
                ]),
            ComponentDeclaration(
                id: "domains", family: "synthetic", summary: "Brings its own split.", split: "kfold"),
        ],
        splits: [
            ComponentDeclaration(
                id: "holdout", family: "split", summary: "One split.",
                parameters: [
                    ParameterDeclaration("test", .real(.open(0, 1)), default: .real(0.2), "Share of test."),
                    ParameterDeclaration("validation", .real(.halfOpen(0, 1)), default: .real(0.2), "Share."),
                ]),
            ComponentDeclaration(
                id: "kfold", family: "split", summary: "Folds.",
                parameters: [ParameterDeclaration("folds", .integer(2...100), default: .integer(5), "Folds.")]
            ),
            ComponentDeclaration(id: "given", family: "split", summary: "The dataset's own parts."),
        ],
        corruptions: [
            ComponentDeclaration(
                id: "flip", family: "corruption", summary: "Flips labels.",
                parameters: [
                    ParameterDeclaration("rate", .real(.closed(0, 1)), default: .real(0.2), "Share.")
                ]),
            ComponentDeclaration(
                id: "blur", family: "corruption", summary: "Adds noise.",
                parameters: [
                    ParameterDeclaration("rate", .real(.closed(0, 1)), default: .real(0.1), "Share.")
                ]),
        ],
        preprocessing: [
            ComponentDeclaration(
                id: "scale", family: "preprocessing", summary: "Scales.",
                parameters: [ParameterDeclaration("columns", .texts, default: .texts([]), "Which.")]),
            ComponentDeclaration(
                id: "encode", family: "preprocessing", summary: "Encodes.",
                parameters: [ParameterDeclaration("levels", .integer(2...9), default: .integer(4), "Most.")]),
        ],
        standardPreprocessing: ["scale", "encode"],
        checks: [ComponentDeclaration(id: "leak", family: "check", summary: "Leaks.")],
        training: ComponentDeclaration(
            id: "training", family: "training", summary: "Training.",
            parameters: [
                ParameterDeclaration("epochs", .integer(1...100_000), default: .integer(20), "Epochs."),
                ParameterDeclaration("batch_size", .integer(1...65_536), default: .integer(32), "Batch."),
            ]),
        defaultOptimizer: "sgd",
        metrics: [
            MetricDeclaration(
                id: "accuracy", summary: "Share right.", formula: "", direction: .higher,
                tasks: [.classification]),
            MetricDeclaration(
                id: "nll", summary: "Loss.", formula: "", direction: .lower,
                tasks: [.classification, .regression]),
            MetricDeclaration(
                id: "rmse", summary: "Error.", formula: "", direction: .lower, tasks: [.regression]),
        ])
}

/// A valid suite that uses every section.
let fullSuite = """
    version: 1
    name: full-suite
    description: Everything at once.   # a comment
    seeds: {count: 3, base: 10}
    datasets:
      - {id: iris, kind: csv, path: data/iris.csv, target: species, drop: [row]}
      - id: moons
        kind: moons
        noise: [0.1, 0.3]
    models:
      - kind: linear
      - {kind: mlp, hidden: [[64], [64, 64]], activation: tanh}
    methods:
      - baseline
      - sam
      - {id: dropout, rate: [0.1, 0.3], input: [false, true]}
      - {id: adamw, name: Adam, learning_rate: {schedule: cosine, from: 0.01, to: 0.001}}
      - name: cocktail
        stack:
          - {id: mixup, alpha: 0.4}
          - sam
    training:
      epochs: 5
      batch_size: 16
      optimizer: {id: sgd, learning_rate: 1e-2}
    protocol:
      split: {scheme: holdout, test: 0.3}
      primary_metric: {classification: nll, regression: rmse}
      baseline: sam
    gate:
      metrics:
        - {metric: nll, margin: 5%}
        - {metric: accuracy, part: validation, margin: 0.01}
      costs: [{cost: memory, margin: 10%}]
      by: configuration
      failures: 1%
    exclude:
      - {dataset: iris, method: [cocktail, Adam], seed: 11}
    overrides:
      - match: {dataset: moons}
        training: {epochs: 7}
        optimizer: {id: sgd, momentum: 0}
      - match: {method: sam, model: linear}
        optimizer: adamw

    """

/// The shortest suite, with lines added at its end.
func small(_ more: String = "", methods: String = "methods: [baseline, sam]") -> String {
    """
    version: 1
    name: small
    seeds: 2
    datasets: [{id: moons, kind: moons}]
    models: [linear]
    \(methods)
    \(more)
    """
}

/// A suite that must be valid.
func parse(_ text: String, vocabulary: Vocabulary = testVocabulary()) throws -> Suite {
    try Suite.parse(text: text, path: "dir/suite.yaml", vocabulary: vocabulary)
}

/// The cells of a valid suite, with hashes made of the labels.
func cells(_ text: String, vocabulary: Vocabulary = testVocabulary()) throws -> [CellView] {
    let suite = try parse(text, vocabulary: vocabulary)
    let hashes = Dictionary(
        suite.datasets.map { ($0.label, SHA256.hash($0.label)) }, uniquingKeysWith: { first, _ in first })
    return suite.cells(contentHashes: hashes, numericsVersion: 1).map(CellView.init)
}
