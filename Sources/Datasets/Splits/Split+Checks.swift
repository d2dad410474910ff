import Primitives

extension Split {
    /// Throws (exit code `data`) unless rows are left for training, for testing and, where wanted, for
    /// validation, and every class of `dataset` is trained on.
    func check(
        on dataset: Dataset, needsValidation: Bool,
        remedy: String = "use more rows or other fractions",
        classRemedy: String = "remove or merge the class, use smaller test and validation parts, or stratify"
    ) throws(BenchError) {
        guard !train.isEmpty, !test.isEmpty, !validation.isEmpty || !needsValidation else {
            throw Self.tooFewRows(
                of: dataset, sizes: [train.count, validation.count, test.count], remedy: remedy)
        }
        guard case .classes(let codes) = dataset.target, case .classification(let classes) = dataset.task
        else { return }
        var counts = [Int](repeating: 0, count: classes.count)
        for row in train { counts[codes[row]] += 1 }
        guard let code = counts.firstIndex(of: 0) else { return }
        let total = codes.count { $0 == code }
        throw BenchError(
            .data,
            "dataset \"\(dataset.name)\": class \"\(classes[code])\" has "
                + "\(total) \(total == 1 ? "row" : "rows"), and none is left for training",
            remedy: classRemedy)
    }

    /// The error of parts that would be empty; `sizes` are those of training, validation and test.
    static func tooFewRows(
        of dataset: Dataset, sizes: [Int], remedy: String = "use more rows or other fractions"
    ) -> BenchError {
        BenchError(
            .data,
            "dataset \"\(dataset.name)\": \(dataset.rowCount) rows are too few to split: "
                + "\(sizes[0]) for training, \(sizes[1]) for validation, \(sizes[2]) for testing",
            remedy: remedy)
    }
}
