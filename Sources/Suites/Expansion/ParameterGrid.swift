import Primitives

/// The parameters that an entry gives to a component: a list in place of a value makes a grid.
struct ParameterGrid {
    /// One way to set the parameters.
    struct Variant {
        var use: ComponentUse
        /// The parameters given, in the order of declaration.
        var given: [String]
        /// Those of them that vary over the grid.
        var varying: [String]
    }

    /// The most variants one entry may expand to.
    static let most = 10_000

    private struct Axis {
        var name: String
        var values: [ParameterValue]
    }

    private let declaration: ComponentDeclaration
    private var axes: [Axis] = []

    /// Reads the parameters in `node`, leaving out the `reserved` keys; nil when something is wrong.
    ///
    /// `what` names the entry in messages: "method \"sam\"".
    init?(
        _ node: YAMLNode, of declaration: ComponentDeclaration, what: String, reserved: [String],
        _ findings: inout Findings
    ) {
        self.declaration = declaration
        let known = reserved + declaration.parameters.map(\.name)
        let before = findings.count
        // A bare word has no parameters.
        let fields = node.text == nil ? Fields(node, of: what, known: known, &findings) : nil
        guard fields != nil || node.text != nil else { return nil }
        for parameter in declaration.parameters {
            if let value = fields?[parameter.name] {
                if let values = parameter.gridValues(reading: value, &findings) {
                    axes.append(Axis(name: parameter.name, values: values))
                }
            } else if parameter.defaultValue == nil {
                parameter.reportMissing(in: what, at: node.place, &findings)
            }
        }
        guard findings.count == before, !node.isFaulty else { return nil }
        var count = 1
        for axis in axes {
            count *= axis.values.count
            guard count <= Self.most else {
                findings.report(
                    "the grid of \(what) has more than \(Self.most) entries", at: node.place,
                    remedy: "shorten its lists")
                return nil
            }
        }
    }

    /// Every combination; the parameter declared first varies slowest.
    var variants: [Variant] {
        let given = axes.map(\.name)
        let varying = axes.filter { $0.values.count > 1 }.map(\.name)
        return Product.of(axes.map(\.values)).map { values in
            let pairs = Dictionary(zip(given, values), uniquingKeysWith: { first, _ in first })
            return Variant(use: ComponentUse(checked: declaration, pairs), given: given, varying: varying)
        }
    }
}

/// Cartesian products.
enum Product {
    /// Every choice of one element of each list; the first list varies slowest.
    static func of<Element>(_ lists: [[Element]]) -> [[Element]] {
        lists.reduce([[]]) { chosen, list in
            chosen.flatMap { prefix in list.map { prefix + [$0] } }
        }
    }
}
