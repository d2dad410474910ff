import Primitives
import Records

extension Suite {
    /// Every cell, in the order datasets × models × methods × seeds (the last varies fastest).
    ///
    /// `contentHashes` gives the content of each dataset by its label; all must be there. Two entries that
    /// resolve to the same specification keep both labels and share one identity. `hash` is a hash of nothing,
    /// perhaps one that the CPU's own instructions do.
    public func cells(
        contentHashes: [String: Digest], numericsVersion: Int, hash: SHA256 = SHA256()
    ) -> PlannedCells {
        let hashes = datasets.map { dataset in
            guard let hash = contentHashes[dataset.label] else {
                preconditionFailure("no content hash for the dataset \(dataset.label)")
            }
            return hash
        }
        // Cells of one dataset, model and stack differ by their seed, and where an override says so of a seed.
        struct Key: Hashable {
            var cell: CellCoordinates
            var overrides: [Int]
        }
        let bySeed = overrides.contains(where: { $0.rule.saysSeed })
        let all = overrides.indices.filter { !overrides[$0].rule.saysSeed }
        var settings: [[Int]: (training: ComponentUse, optimizer: ComponentUse)] = [:]
        var known: [Key: (number: Int, identities: CellConfiguration.Identities)] = [:]
        var last: (cell: CellCoordinates, entry: (number: Int, identities: CellConfiguration.Identities))?
        var cells = PlannedCells()
        cells.reserveCapacity(cellCount)
        grid.forEach { cell in
            var anySeed = cell
            anySeed.seed = 0
            if !bySeed, let last, last.cell == anySeed {
                let seed = seeds[cell.seed]
                cells.append(
                    configuration: last.entry.number, seed: seed,
                    identity: last.entry.identities.identity(seed: seed))
                return true
            }
            let matching = (bySeed ? Array(overrides.indices) : all).filter {
                overrides[$0].rule.matches(cell)
            }
            let key = Key(cell: anySeed, overrides: matching)
            if known[key] == nil {
                if settings[matching] == nil {
                    let applied = self.settings.applying(matching.map { overrides[$0] })
                    settings[matching] = (applied.use, applied.optimizer.use)
                }
                let (training, optimizer) = settings[matching]!
                let (dataset, model, stack) = (datasets[cell.dataset], models[cell.model], stacks[cell.stack])
                let configuration = CellConfiguration(
                    CellSpecification(
                        dataset: dataset.use, datasetHash: hashes[cell.dataset],
                        corruptions: dataset.corruptions, split: dataset.split,
                        preprocessing: dataset.preprocessing, model: model.use,
                        optimizer: stack.optimizer ?? optimizer, methods: stack.methods,
                        training: training, seed: 0, numericsVersion: numericsVersion, probes: probes))
                let number = cells.append(
                    PlannedConfiguration(
                        configuration: configuration, datasetLabel: dataset.label, modelLabel: model.label,
                        methodLabel: stack.label))
                known[key] = (number, CellConfiguration.Identities(configuration, empty: hash))
            }
            let entry = known[key]!
            last = (anySeed, entry)
            let seed = seeds[cell.seed]
            cells.append(
                configuration: entry.number, seed: seed, identity: entry.identities.identity(seed: seed))
            return true
        }
        return cells
    }

    private var grid: CellGrid {
        CellGrid(
            datasets: datasets.count, models: models.count, stacks: stacks.count, seeds: seeds.count,
            exclusions: exclusions)
    }
}
