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
        var settings: [[Int]: (training: ComponentUse, optimizer: ComponentUse)] = [:]
        var cells = PlannedCells()
        cells.reserveCapacity(cellCount)
        grid.forEach { place, places in
            let candidates = overrides.indices.filter { overrides[$0].rule.matches(place) }
            let bySeed = candidates.contains { overrides[$0].rule.saysSeed }
            var known: [[Int]: (number: Int, identities: CellConfiguration.Identities)] = [:]
            var entry: (number: Int, identities: CellConfiguration.Identities)?
            for seed in places {
                if bySeed || entry == nil {
                    let matching =
                        bySeed
                        ? candidates.filter { overrides[$0].rule.matches(seed: seed) } : candidates
                    if known[matching] == nil {
                        if settings[matching] == nil {
                            let applied = self.settings.applying(matching.map { overrides[$0] })
                            settings[matching] = (applied.use, applied.optimizer.use)
                        }
                        let configuration = configuration(
                            place, settings[matching]!, datasetHash: hashes[place.dataset],
                            numericsVersion: numericsVersion)
                        let number = cells.append(
                            PlannedConfiguration(
                                configuration: configuration, datasetLabel: datasets[place.dataset].label,
                                modelLabel: models[place.model].label,
                                methodLabel: stacks[place.stack].label))
                        known[matching] = (
                            number, CellConfiguration.Identities(configuration, empty: hash)
                        )
                    }
                    entry = known[matching]
                }
                let value = seeds[seed]
                cells.append(
                    configuration: entry!.number, seed: value,
                    identity: entry!.identities.identity(seed: value))
            }
            return true
        }
        return cells
    }

    private func configuration(
        _ place: GridPlace, _ settings: (training: ComponentUse, optimizer: ComponentUse),
        datasetHash: Digest, numericsVersion: Int
    ) -> CellConfiguration {
        let (dataset, stack) = (datasets[place.dataset], stacks[place.stack])
        var specification = CellSpecification(
            dataset: dataset.use, datasetHash: datasetHash, corruptions: dataset.corruptions,
            split: dataset.split, preprocessing: dataset.preprocessing, model: models[place.model].use,
            optimizer: stack.optimizer ?? settings.optimizer, methods: stack.methods,
            training: settings.training, seed: 0, numericsVersion: numericsVersion, probes: probes,
            metrics: metrics, evaluations: evaluations)
        for variation in variations { variation.apply(&specification) }
        return CellConfiguration(specification)
    }

    var grid: CellGrid {
        CellGrid(
            datasets: datasets.count, models: models.count, stacks: stacks.count, seeds: seeds.count,
            exclusions: exclusions)
    }
}
