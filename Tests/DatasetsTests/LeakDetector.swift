import Numerics
import Primitives
import Testing

@testable import Datasets

/// Changes everything about validation and test rows, and sees what of the training rows changes with it.
struct LeakDetector {
    /// What may not depend on other rows, bit for bit.
    private struct Fingerprint: Equatable {
        let inputs: [UInt32]
        let targets: [UInt32]
        let labels: [Int]
        let layout: InputLayout
        let names: [String]
        let mean: UInt64?
        let deviation: UInt64?
        let inverses: [TargetInverse]

        init(_ data: PreparedData) {
            inputs = data.train.inputs.map(\.bitPattern)
            targets = data.train.targets.map(\.bitPattern)
            labels = data.train.labels
            layout = data.layout
            names = data.featureNames
            mean = data.targetScale?.mean.bitPattern
            deviation = data.targetScale?.standardDeviation.bitPattern
            inverses = data.targetScale?.inverses ?? []
        }
    }

    /// How a held-out row is changed.
    enum Change: CaseIterable { case missing, large, levels, newLevels, targets, rows }

    static let rows = 40
    static let split = Split(
        train: (0..<rows).filter { $0 % 5 <= 2 }, validation: (0..<rows).filter { $0 % 5 == 3 },
        test: (0..<rows).filter { $0 % 5 == 4 })

    let dataset: Dataset

    /// Numbers with gaps, equal numbers, levels with gaps, ordered levels.
    init(classes: Int) {
        var stream = RandomStream(seed: 3, name: "leak detector")
        let numbers = (0..<Self.rows).map { _ in 3 * stream.normal() + 1 }
        let gaps = (0..<Self.rows).map { $0 % 7 == 5 ? .nan : (4 * stream.uniform()).rounded() }
        let letters = (0..<Self.rows).map { row in
            row % 11 == 2 ? nil : ["p", "q", "r", "s"][stream.integer(below: 4)]
        }
        let sizes = (0..<Self.rows).map { _ in ["small", "medium", "large"][stream.integer(below: 3)] }
        let labels = (0..<Self.rows).map {
            $0 < 5 * classes ? ($0 / 5) % max(classes, 1) : $0 % max(classes, 1)
        }
        let values = (0..<Self.rows).map { _ in DeterministicMath.exp(stream.normal()) }
        dataset = inMemoryDataset(
            [
                .numeric("a", numbers), .numeric("b", gaps), .categorical("c", letters),
                .categorical("d", sizes, levels: ["small", "medium", "large"]),
            ], classes > 0 ? .classes(labels) : .values(values), classes: classes)
    }

    /// The dataset with every held-out row changed.
    func changed(_ change: Change) -> Dataset {
        var result = dataset
        let held = Self.split.validation + Self.split.test
        for index in result.columns.indices {
            switch result.columns[index].values {
            case .numeric(var numbers):
                for row in held {
                    switch change {
                    case .missing: numbers[row] = .nan
                    case .large: numbers[row] = row.isMultiple(of: 2) ? 1e6 : -1e6
                    case .rows: numbers[row] = numbers[(row + 13) % Self.rows] + 0.125
                    default: break
                    }
                }
                result.columns[index].values = .numeric(numbers)
            case .categorical(var codes, var levels):
                for row in held {
                    switch change {
                    case .missing: codes[row] = -1
                    case .levels: codes[row] = (codes[row] + 1) % Int32(levels.count)
                    case .rows: codes[row] = codes[(row + 17) % Self.rows]
                    default: break
                    }
                }
                if change == .newLevels, !result.columns[index].isOrdinal {
                    // Levels that only held-out rows have, before, among and after the others, two of them
                    // with names that steps give to levels of their own.
                    let all = (levels + ["aa", "missing", "other", "zz"]).sorted()
                    let place = levels.map { Int32(all.firstIndex(of: $0)!) }
                    codes = codes.map { $0 < 0 ? -1 : place[Int($0)] }
                    for (position, row) in held.enumerated() {
                        let name = ["aa", "missing", "other", "zz"][position % 4]
                        codes[row] = Int32(all.firstIndex(of: name)!)
                    }
                    levels = all
                }
                result.columns[index].values = .categorical(codes: codes, levels: levels)
            }
        }
        guard change == .targets || change == .large else { return result }
        switch result.target {
        case .classes(var codes):
            guard case .classification(let classes) = result.task else { break }
            for row in held { codes[row] = (codes[row] + 1) % classes.count }
            result.target = .classes(codes)
        case .values(var values):
            for row in held { values[row] = -100 * Double(row) }
            result.target = .values(values)
        }
        return result
    }

    /// What is wrong with `pipeline`: the changes that reach the training rows, or that none reaches the test rows.
    ///
    /// Nil where no change can be prepared.
    func findings(_ pipeline: PreprocessingPipeline) throws -> [String]? {
        let before = try prepare(Sample(dataset, Self.split), pipeline: pipeline, seed: 5)
        var findings: [String] = []
        var compared = 0
        var isSeen = false
        for change in Change.allCases {
            let after: PreparedData
            do throws(BenchError) {
                after = try prepare(Sample(changed(change), Self.split), pipeline: pipeline, seed: 5)
            } catch {
                // A step may refuse a held-out value, such as an unseen level.
                guard error.exitCode == .data else { throw error }
                continue
            }
            compared += 1
            if Fingerprint(before) != Fingerprint(after) {
                findings.append("\(change) reaches the training rows")
            }
            isSeen = isSeen || before.test.inputs != after.test.inputs
        }
        if compared > 0, !isSeen { findings.append("nothing reaches the test rows") }
        return compared > 0 ? findings : nil
    }
}
