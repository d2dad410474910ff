/// How many rows of each class were classified as each.
struct ConfusionMatrix {
    /// The number of classes.
    let classes: Int
    /// Classes × classes: `counts[truth * classes + predicted]`.
    private var counts: [Int]
    /// Rows of each class.
    private(set) var truths: [Int]
    /// Rows classified as each class.
    private(set) var predicted: [Int]
    /// All rows.
    let rows: Int

    /// Of the most probable classes of `predictions`.
    init(_ predictions: Predictions) {
        classes = predictions.classes
        rows = predictions.labels.count
        counts = [Int](repeating: 0, count: classes * classes)
        truths = [Int](repeating: 0, count: classes)
        predicted = truths
        for (label, guess) in zip(predictions.labels, predictions.predictedLabels) {
            truths[label] += 1
            guard let guess else { continue }
            predicted[guess] += 1
            counts[label * classes + guess] += 1
        }
    }

    /// Rows of class `index` that were classified so.
    func hits(_ index: Int) -> Int { counts[index * classes + index] }

    /// Rows that were classified rightly.
    var hits: Int { (0..<classes).reduce(0) { $0 + hits($1) } }

    /// The harmonic mean of precision and recall of a class, 2 TP / (2 TP + FP + FN); 0 where none was hit, nil where
    /// the class has no rows and none were classified as it.
    func f1(_ index: Int) -> Double? {
        let total = truths[index] + predicted[index]
        return total == 0 ? nil : Double(2 * hits(index)) / Double(total)
    }
}
