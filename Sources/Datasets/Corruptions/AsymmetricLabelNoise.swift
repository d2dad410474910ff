import Numerics
import Primitives

/// Labels that are taken for those of particular other classes.
struct AsymmetricLabelNoise: Corruption {
    static let declaration = ComponentDeclaration(
        id: "asymmetric-label-noise", family: "corruption",
        summary: "Replace a share of each class's labels by the class that it is taken for.",
        formula: "P(ỹ = f(i) | y = i) = rate; f(i) = i + 1 mod K unless a map is given",
        citations: [
            "Patrini, Rozza, Menon, Nock & Qu 2017, Making deep neural networks robust to label noise: a loss "
                + "correction approach, CVPR (a map of similar classes)",
            "Han et al. 2018, Co-teaching: robust training of deep neural networks with extremely noisy labels, "
                + "NeurIPS (pair flipping)",
        ],
        parameters: [
            CorruptionParameters.rate(
                default: 0.2, "The share of the labels of each class that are replaced, in each part."),
            .init(
                "map", .mapping(words: [], lists: true), default: .mapping([:]),
                "The classes that a class is taken for, for example {cat: [dog], truck: [car, bus]}; of several one "
                    + "at random; {} for each class the next, the last the first."),
            CorruptedParts.declaration(default: .trainAndValidation),
        ],
        remarks: [
            "Exactly the nearest whole number of labels is replaced in each class of the map and each part.",
            CorruptionParameters.cleanRemark,
        ], tasks: [.classification])

    private let rate: Double
    private let map: [String: [String]]
    private let parts: CorruptedParts

    init(arguments: Arguments) {
        rate = arguments.real("rate")
        map = arguments.mapping("map").mapValues { value in
            switch value {
            case .word(let word): [word]
            case .texts(let texts): texts
            }
        }
        parts = CorruptedParts(arguments)
    }

    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError) {
        let (old, classes) = try sample.labels(Self.declaration.id)
        let targets = try targets(classes, dataset: sample.dataset.name)
        var codes = old
        for rows in sample.rowsByPart(of: parts) {
            for (code, others) in targets.enumerated() where !others.isEmpty {
                let members = rows.filter { old[$0] == code }
                let order = stream.permutation(of: members.count)
                let count = ExactShare.of(members.count, share: rate)
                for (position, index) in order.enumerated() {
                    let draw = stream.integer(below: others.count)
                    if position < count { codes[members[index]] = others[draw] }
                }
            }
        }
        if rate > 0 { sample.forgetBestPrediction(of: parts) }
        sample.replaceTarget(.classes(codes))
    }

    /// What each class is taken for, as codes; none for a class that stays.
    private func targets(_ classes: [String], dataset: String) throws(BenchError) -> [[Int]] {
        guard !map.isEmpty else { return classes.indices.map { [($0 + 1) % classes.count] } }
        var result = [[Int]](repeating: [], count: classes.count)
        for from in map.keys.sorted() {
            for name in [from] + map[from]! where !classes.contains(name) {
                throw BenchError(
                    .data,
                    "dataset \"\(dataset)\": asymmetric-label-noise: there is no class \"\(name)\""
                        + Suggestion.hint(for: name, among: classes),
                    remedy: "name classes of the dataset in map")
            }
            result[classes.firstIndex(of: from)!] = map[from]!.map { classes.firstIndex(of: $0)! }
        }
        return result
    }
}
