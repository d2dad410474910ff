import Datasets
import Methods
import Models
import Primitives
import Records
import Training

/// All catalogues together: what a suite may say, and how a cell's parts are made from what it said.
public enum Catalogue {
    /// Everything a suite may say.
    public static var vocabulary: Vocabulary {
        Vocabulary(
            models: ModelCatalogue.declarations, methods: MethodCatalogue.declarations,
            datasets: DatasetCatalogue.declarations, splits: SplitCatalogue.declarations,
            corruptions: CorruptionCatalogue.declarations,
            preprocessing: PreprocessingCatalogue.declarations,
            standardPreprocessing: PreprocessingCatalogue.standard,
            checks: DataCheckCatalogue.declarations,
            training: TrainingSettings.declaration, defaultOptimizer: MethodCatalogue.defaultOptimizer,
            metrics: MetricCatalogue.declarations, probes: ProbeCatalogue.declarations,
            evaluations: EvaluationCatalogue.declarations)
    }

    /// What the catalogue says of the file format `id`; nil for a generator or an unknown one.
    public static func fileFormat(_ id: String) -> ComponentDeclaration? {
        DatasetCatalogue.declarations.first { $0.id == id && DataSelection.isFileKind($0) }
    }

    /// What the catalogue says of a method.
    public static func method(_ id: String) -> ComponentDeclaration? {
        MethodCatalogue.type(named: id)?.declaration
    }

    /// The parts of a cell.
    ///
    /// Throws `.usage` for a component that this program does not have.
    public static func blueprint(_ cell: CellSpecification, data: PreparedData) throws(BenchError)
        -> CellBlueprint
    {
        guard let optimizer = MethodCatalogue.type(named: cell.optimizer.id) as? any Optimizer.Type else {
            throw unknown("optimiser", cell.optimizer.id)
        }
        var methods: [(method: any Method, use: ComponentUse)] = []
        for use in cell.methods {
            guard let type = MethodCatalogue.type(named: use.id) else { throw unknown("method", use.id) }
            if let refusal = refusal(of: use, inputs: data.layout) {
                throw BenchError(
                    .usage, "method \"\(use.id)\": \(refusal.message)", remedy: refusal.remedy)
            }
            methods.append((type.init(arguments: use.arguments), use))
        }
        let probes = try cell.probes.map { use throws(BenchError) in
            guard let probe = ProbeUse(use) else { throw unknown("probe", use.id) }
            return probe
        }
        let evaluations = try cell.evaluations.map { use throws(BenchError) in
            guard let evaluation = EvaluationUse(use) else { throw unknown("evaluation", use.id) }
            return evaluation
        }
        let chosen = optimizer.init(arguments: cell.optimizer.arguments)
        let model: any Model
        do throws(Diagnostic) {
            model = try Self.model(cell.model, data: data, methods: methods.map(\.method) + [chosen])
        } catch {
            let message = "model \"\(cell.model.id)\": \(error.message)"
            throw BenchError(.usage, message, remedy: error.remedy)
        }
        return CellBlueprint(
            model: model, modelUse: cell.model,
            optimizer: (chosen, cell.optimizer),
            methods: methods, task: data.task, probes: probes, metrics: cell.metrics,
            evaluations: evaluations)
    }

    /// Forward-backward passes per step of a cell, on average.
    static func costInPasses(of cell: CellSpecification) -> Double {
        (cell.methods + [cell.optimizer]).reduce(1) { cost, use in
            cost * (MethodCatalogue.type(named: use.id)?.init(arguments: use.arguments).costInPasses ?? 1)
        }
    }

    /// The model of a cell, with as many outputs as its methods need.
    ///
    /// Throws where this program has no such model, or it cannot take such inputs.
    static func model(_ use: ComponentUse, data: PreparedData, methods: [any Method] = [])
        throws(Diagnostic) -> any Model
    {
        guard let type = ModelCatalogue.type(named: use.id) else {
            throw Diagnostic("this program has no such model", remedy: "see `bench list`")
        }
        if let column = data.layout.indexColumns.first, !type.takesIndices {
            throw Diagnostic(
                "column \"\(column.name)\" is encoded as the number of its level, which the model cannot look up",
                remedy:
                    "use the preprocessing step one-hot in place of embedding-index, or the model embedding-mlp"
            )
        }
        return try type.init(
            arguments: use.arguments, inputs: data.layout,
            outputWidth: CellBlueprint.outputWidth(data.outputWidth, methods))
    }

    /// Why the method `use` cannot work on such inputs; nil where it can.
    static func refusal(of use: ComponentUse, inputs: InputLayout) -> Diagnostic? {
        guard let column = inputs.indexColumns.first,
            let type = MethodCatalogue.type(named: use.id) as? any BatchTransform.Type, type.changesInputs
        else { return nil }
        return Diagnostic(
            "it changes inputs, and column \"\(column.name)\" is encoded as the number of its level",
            remedy: "use the preprocessing step one-hot in place of embedding-index")
    }

    private static func unknown(_ kind: String, _ id: String) -> BenchError {
        BenchError(.usage, "this program has no \(kind) \"\(id)\"", remedy: "see `bench list`")
    }
}
