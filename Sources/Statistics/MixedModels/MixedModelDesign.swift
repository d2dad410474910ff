/// The observations of a mixed model as sums: per dataset, all cross products of its random columns with
/// themselves, with the fixed columns (one per method) and with the values.
///
/// Datasets share no random effect, so the covariance of the values is a block per dataset, and the
/// likelihood needs nothing but these sums (D. Bates, M. Mächler, B. Bolker and S. Walker 2015, "Fitting
/// linear mixed-effects models using lme4", Journal of Statistical Software 67(1), section 3).
struct MixedModelDesign {
    /// A dataset's sums; Z are its random columns, X the fixed ones, y the values less their overall mean.
    struct Block {
        /// The effect each random column belongs to, as its position among the model's effects.
        var effectOfColumn: [Int]
        /// Z′Z.
        var zz: SymmetricMatrix
        /// X′Z: a row per method.
        var xz: [[Double]]
        /// Z′y.
        var zy: [Double]
    }

    var effects: [RandomEffect]
    var blocks: [Block]
    /// Observations per method: X′X, which is diagonal.
    var perMethod: [Double]
    /// X′y.
    var xy: [Double]
    /// y′y.
    var yy: Double
    /// The mean of the values, taken off for the digits.
    var centre: Double
    var observations: Int

    var methods: Int { perMethod.count }

    init(_ observations: [MixedModelObservation], methods: Int, effects: [RandomEffect]) {
        self.effects = effects
        self.observations = observations.count
        let centre = mean(observations.map(\.value)) ?? 0
        self.centre = centre
        perMethod = [Double](repeating: 0, count: methods)
        var terms = [[Double]](repeating: [], count: methods)
        for observation in observations {
            perMethod[observation.method] += 1
            terms[observation.method].append(observation.value - centre)
        }
        xy = terms.map(compensatedSum)
        yy = compensatedSum(observations.map { ($0.value - centre) * ($0.value - centre) })
        let datasets = (observations.map(\.dataset).max() ?? -1) + 1
        var members = [[MixedModelObservation]](repeating: [], count: datasets)
        for observation in observations { members[observation.dataset].append(observation) }
        blocks = members.filter { !$0.isEmpty }.map {
            MixedModelDesign.block($0, methods: methods, effects: effects, centre: centre)
        }
    }

    private static func block(
        _ members: [MixedModelObservation], methods: Int, effects: [RandomEffect], centre: Double
    ) -> Block {
        // Columns: one for the dataset, one per method in it, one per seed in it.
        var effectOfColumn: [Int] = []
        var columnOfMethod = [Int](repeating: 0, count: methods)
        var columnOfSeed = [Int](repeating: 0, count: (members.map(\.seed).max() ?? 0) + 1)
        var columnOfDataset = 0
        for (position, effect) in effects.enumerated() {
            switch effect {
            case .dataset:
                columnOfDataset = effectOfColumn.count
                effectOfColumn.append(position)
            case .interaction:
                for method in Set(members.map(\.method)).sorted() {
                    columnOfMethod[method] = effectOfColumn.count
                    effectOfColumn.append(position)
                }
            case .seed:
                for seed in Set(members.map(\.seed)).sorted() {
                    columnOfSeed[seed] = effectOfColumn.count
                    effectOfColumn.append(position)
                }
            }
        }
        let count = effectOfColumn.count
        var block = Block(
            effectOfColumn: effectOfColumn, zz: SymmetricMatrix(order: count),
            xz: [[Double]](repeating: [Double](repeating: 0, count: count), count: methods),
            zy: [Double](repeating: 0, count: count))
        for member in members {
            let columns = effects.map { effect in
                switch effect {
                case .dataset: columnOfDataset
                case .interaction: columnOfMethod[member.method]
                case .seed: columnOfSeed[member.seed]
                }
            }
            for (index, column) in columns.enumerated() {
                block.xz[member.method][column] += 1
                block.zy[column] += member.value - centre
                for other in columns[index...] { block.zz[column, other] += 1 }
            }
        }
        return block
    }
}
