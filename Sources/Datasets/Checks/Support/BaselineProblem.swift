import Numerics

/// Simple predictors that need no tuning.
enum BaselinePredictor: String, CaseIterable {
    /// One column, one threshold.
    case stump = "the stump"
    /// Least squares with a penalty of the number of rows.
    case ridge = "the ridge regression"
    /// The mean of the ten nearest rows.
    case neighbours = "the nearest neighbours"
}

/// A dataset as a small matrix with numeric targets, for cross-validation of simple predictors.
struct BaselineProblem {
    /// More inputs than this are screened by their correlation with the target, on training rows.
    static let mostInputs = 100
    /// More columns than this are thinned out.
    static let mostColumns = 2000
    /// Levels of a column, and classes, that get a number of their own: the most frequent.
    static let mostLevels = 20

    /// The number of rows.
    let count: Int
    /// Inputs by column; 0 where missing, with a column more that says so.
    private var inputs: [[Double]] = []
    /// Targets by output.
    private let outputs: [[Double]]
    /// The fold of each row.
    private let folds: [Int]

    /// The problem on at most `rows` rows.
    init(_ dataset: Dataset, rows: Int) {
        let sample = RowSample.rows(of: dataset.rowCount, atMost: rows)
        count = sample.count
        var stream = RandomStream(seed: 0, name: "data check folds")
        var folds = [Int](repeating: 0, count: sample.count)
        for (place, row) in stream.permutation(of: sample.count).enumerated() { folds[row] = place % 5 }
        self.folds = folds
        switch dataset.target {
        case .values(let values): outputs = [Self.scaled(sample.map { values[$0] })]
        case .classes(let codes): outputs = Self.indicators(sample.map { codes[$0] })
        }
        let columns = dataset.columns
        for place in RowSample.rows(of: columns.count, atMost: Self.mostColumns) {
            let column = columns[place].taking(rows: sample)
            switch column.values {
            case .numeric(let numbers):
                inputs.append(Self.scaled(numbers))
                if numbers.contains(where: \.isNaN) { inputs.append(numbers.map { $0.isNaN ? 1 : 0 }) }
            case .categorical(let codes, _): inputs += Self.indicators(codes.map(Int.init))
            }
        }
    }

    /// Mean 0 and largest size 1, 0 where missing: no later square can overflow.
    private static func scaled(_ numbers: [Double]) -> [Double] {
        let present = numbers.filter { !$0.isNaN }
        let size = present.reduce(0) { max($0, abs($1)) }
        guard size > 0 else { return numbers.map { _ in 0 } }
        let mean = present.reduce(0) { $0 + $1 / size } / Double(present.count)
        let centred = numbers.map { $0.isNaN ? 0 : $0 / size - mean }
        let reach = centred.reduce(0) { max($0, abs($1)) }
        return reach > 0 ? centred.map { $0 / reach } : centred
    }

    /// One column of 0 and 1 per code, for the most frequent ones.
    private static func indicators(_ codes: [Int]) -> [[Double]] {
        var counts: [Int: Int] = [:]
        for code in codes { counts[code, default: 0] += 1 }
        let order = counts.keys.sorted { counts[$0]! == counts[$1]! ? $0 < $1 : counts[$0]! > counts[$1]! }
        return order.prefix(mostLevels).map { wanted in codes.map { $0 == wanted ? 1 : 0 } }
    }

    /// The constant predictor's mean squared error in the whole sample, outputs together.
    var constantLoss: Double {
        outputs.reduce(0) { total, output in
            let mean = output.reduce(0, +) / Double(count)
            return total + output.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        }
    }

    /// How much smaller the squared error of `predictor` is than the constant's, for every row as a test row.
    func gains(of predictor: BaselinePredictor) -> [Double] {
        var gains = [Double](repeating: 0, count: count)
        for fold in 0..<5 {
            let training = folds.indices.filter { folds[$0] != fold }
            let test = folds.indices.filter { folds[$0] == fold }
            let means = outputs.map { output in
                training.reduce(0) { $0 + output[$1] } / Double(training.count)
            }
            // Centred targets: the constant predicts 0.
            let targets = outputs.indices.map { index in training.map { outputs[index][$0] - means[index] } }
            let columns = screened(training, targets).map { BaselineFold.Column(inputs[$0], training, test) }
            let fitted = BaselineFold(columns: columns, targets: targets, tests: test.count)
            let predictions = fitted.predictions(of: predictor)
            for (index, output) in outputs.enumerated() {
                for (place, row) in test.enumerated() {
                    let truth = output[row] - means[index]
                    let error = truth - predictions[index][place]
                    gains[row] += truth * truth - error * error
                }
            }
        }
        return gains
    }

    /// The inputs that vary most with a target on the training rows, in their order.
    private func screened(_ training: [Int], _ targets: [[Double]]) -> [Int] {
        guard inputs.count > Self.mostInputs else { return Array(inputs.indices) }
        let scores = inputs.map { input -> Double in
            let mean = training.reduce(0) { $0 + input[$1] } / Double(training.count)
            let centred = training.map { input[$0] - mean }
            let square = centred.reduce(0) { $0 + $1 * $1 }
            guard square > 0 else { return 0 }
            return targets.reduce(0) { best, target in
                var product = 0.0
                for place in centred.indices { product += centred[place] * target[place] }
                return max(best, product * product / square)
            }
        }
        let order = scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
        return order.prefix(Self.mostInputs).sorted()
    }
}
