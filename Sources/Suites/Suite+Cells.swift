import Primitives
import Records

extension Suite {
    /// Every cell, in the order datasets × models × methods × seeds (the last varies fastest).
    ///
    /// `contentHashes` gives the content of each dataset by its label; all must be there. Two entries that
    /// resolve to the same specification keep both labels and share one identity.
    public func cells(contentHashes: [String: Digest], numericsVersion: Int) -> [PlannedCell] {
        let hashes = datasets.map { dataset in
            guard let hash = contentHashes[dataset.label] else {
                preconditionFailure("no content hash for the dataset \(dataset.label)")
            }
            return hash
        }
        var resolved: [[Int]: (training: ComponentUse, optimizer: ComponentUse)] = [:]
        func settings(for cell: CellCoordinates) -> (training: ComponentUse, optimizer: ComponentUse) {
            let matching = overrides.indices.filter { overrides[$0].rule.matches(cell) }
            if let known = resolved[matching] { return known }
            let settings = self.settings.applying(matching.map { overrides[$0] })
            resolved[matching] = (settings.use, settings.optimizer.use)
            return (settings.use, settings.optimizer.use)
        }
        var cells: [PlannedCell] = []
        cells.reserveCapacity(cellCount)
        grid.forEach { cell in
            let settings = settings(for: cell)
            let (dataset, model, stack) = (datasets[cell.dataset], models[cell.model], stacks[cell.stack])
            let specification = CellSpecification(
                dataset: dataset.use, datasetHash: hashes[cell.dataset], corruptions: dataset.corruptions,
                split: dataset.split, preprocessing: dataset.preprocessing, model: model.use,
                optimizer: stack.optimizer ?? settings.optimizer, methods: stack.methods,
                training: settings.training, seed: seeds[cell.seed],
                numericsVersion: numericsVersion, probes: probes)
            cells.append(
                PlannedCell(
                    specification: specification, datasetLabel: dataset.label, modelLabel: model.label,
                    methodLabel: stack.label, position: cells.count))
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
