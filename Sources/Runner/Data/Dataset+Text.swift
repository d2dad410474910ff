import Datasets
import Primitives

extension FeatureColumn {
    /// Whether it holds numbers.
    var isNumeric: Bool { if case .numeric = values { true } else { false } }

    /// The cell in its shortest form that reads back as the same; nil where missing.
    func cellText(_ row: Int) -> String? {
        switch values {
        case .numeric(let numbers): numbers[row].isNaN ? nil : numberText(numbers[row])
        case .categorical(let codes, let levels): codes[row] < 0 ? nil : levels[Int(codes[row])]
        }
    }

    /// The cell as JSON.
    func json(_ row: Int) -> JSONValue {
        switch values {
        case .numeric(let numbers): numbers[row].isNaN ? .null : .real(numbers[row])
        case .categorical(let codes, let levels): codes[row] < 0 ? .null : .string(levels[Int(codes[row])])
        }
    }
}

/// The shortest decimal that reads back as the same Double, the sign of −0 included.
func numberText(_ number: Double) -> String {
    number == 0 && number.sign == .minus ? "-0" : JSONValue.canonicalNumber(number)
}

/// One role of the rows, as texts.
struct RoleText {
    /// The key that names such a column in a suite: group, time, weight, split_column.
    let key: String
    /// A name for a column of it: group, time, weight, split.
    let name: String
    /// The text of a row; nil where it has none.
    let text: (Int) -> String?
}

extension Dataset {
    /// The classes of a classification.
    var classNames: [String]? {
        if case .classification(let classes) = task { classes } else { nil }
    }

    /// The target of a row, as a file would have it.
    func targetText(_ row: Int) -> String {
        switch target {
        case .classes(let codes): classNames![codes[row]]
        case .values(let values): numberText(values[row])
        }
    }

    /// The target of a row as JSON.
    func targetJSON(_ row: Int) -> JSONValue {
        switch target {
        case .classes(let codes): .string(classNames![codes[row]])
        case .values(let values): .real(values[row])
        }
    }

    /// The roles that are present.
    var roleTexts: [RoleText] {
        var result: [RoleText] = []
        if let groups = roles.groups {
            result.append(RoleText(key: "group", name: "group") { groups.names[Int(groups.codes[$0])] })
        }
        if let times = roles.times {
            result.append(RoleText(key: "time", name: "time") { numberText(times[$0]) })
        }
        if let weights = roles.weights {
            result.append(RoleText(key: "weight", name: "weight") { numberText(weights[$0]) })
        }
        switch roles.split {
        case .parts(let parts):
            result.append(RoleText(key: "split_column", name: "split") { parts[$0]?.rawValue })
        case .folds(let folds, _):
            result.append(RoleText(key: "split_column", name: "split") { "\(folds[$0])" })
        case nil: break
        }
        return result
    }

    /// The dataset in one line: rows, inputs, task.
    var headline: String {
        let numeric = columns.count(where: \.isNumeric)
        var kinds: [String] = []
        if numeric > 0 { kinds.append("\(numeric) of numbers") }
        if numeric < columns.count { kinds.append("\(columns.count - numeric) of levels") }
        let task = classNames.map { "classification into \($0.count) classes" } ?? "regression"
        var text =
            "\(name): \(rowCount) \(rowCount == 1 ? "row" : "rows"), \(columns.count) input "
            + "\(columns.count == 1 ? "column" : "columns") (\(kinds.joined(separator: ", "))), \(task)"
        if let shape { text += ", shape " + shape.map(String.init).joined(separator: " × ") }
        return text
    }
}
