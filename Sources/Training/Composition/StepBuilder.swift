import Datasets
import Primitives
import TensorCore

/// Collects what the methods of a program declare while it is traced, and runs the model for them.
final class StepBuilder {
    /// What a program depends on beside the blueprint; part of the key of the plan cache.
    struct Facts {
        let task: MetricDeclaration.TaskKind
        let trainingRows: Int
        let validationRows: Int
        let targetWidth: Int
        let inputs: InputLayout
        let isWeighted: Bool

        init(_ data: PreparedData) {
            task = data.task.kind
            trainingRows = data.train.rows
            validationRows = data.validation.rows
            targetWidth = data.outputWidth
            inputs = data.layout
            isWeighted = !data.train.weights.isEmpty
        }
    }

    /// Where the numbers of a column of the step's table come from.
    enum Source: Sendable, Hashable {
        case schedule(Schedule)
        case clock(Clock)
        case carried(absent: Double)
    }

    /// A scalar that is given for every step; cells that share a plan fill it from schedules of their own.
    struct Column: Sendable, Hashable {
        let name: String
        let source: Source
    }

    /// A state beside the parameters.
    struct State: Sendable, Hashable {
        let name: String
        let shape: Shape
        let start: StateStart
        let lifetime: StateLifetime
        /// Whether it has numbers for every training row.
        var isPerRow = false
        var count: Int { shape.count }
    }

    let graph = Graph()
    let mode: MethodContext.Mode
    let batchSize: Int
    let blueprint: CellBlueprint
    let facts: Facts
    let layout: ParameterLayout
    /// The methods with a period whose special step this is.
    let active: Set<String>
    /// More columns than the table can have; how many it has is known only once everything is traced.
    private static let tableWidth = 1 << 20
    private(set) var columns: [Column] = []
    private(set) var states: [State] = []
    private(set) var assignments: [(state: String, value: Tensor)] = []
    private(set) var records: [(name: String, value: Tensor)] = []
    private(set) var modelStates: [(name: String, value: Tensor)] = []
    private var conditions: [Tensor] = []
    /// The gradients traced so far: how many methods form them, where, on which rows, with penalties or not.
    private var gradients: [(depth: Int, point: Tensor, rows: String?, penalised: Bool, value: Tensor)] = []
    /// Whether the next forward pass is the one that updates the model's states.
    private var updatesModelStates = false

    /// 1 at weights and 0 elsewhere; one node, because hashing so long a constant takes time.
    private(set) lazy var weightMask = graph.constant(layout.weightMask, [layout.count])
    private(set) lazy var parameters = graph.state("parameters", [layout.count])
    private(set) lazy var rows = graph.tableRow("indices", width: batchSize)
    private(set) lazy var sites = ActivationSite.of(blueprint.model, inputs: facts.inputs)
    /// Set once the batch transforms ran.
    var transformedBatch: Batch!

    init(
        _ blueprint: CellBlueprint, _ mode: MethodContext.Mode, batchSize: Int, _ data: PreparedData,
        active: Set<String> = []
    ) {
        self.blueprint = blueprint
        self.mode = mode
        self.batchSize = batchSize
        self.active = active
        facts = Facts(data)
        layout = blueprint.layout
    }

    // MARK: Methods

    /// The methods of the stack that use a seam, with their contexts in a pass, in order.
    func stack<Seam>(_ seam: Seam.Type, pass: String = "") -> [(method: Seam, context: MethodContext)] {
        blueprint.methods.compactMap { entry in
            (entry.method as? Seam).map { ($0, context(entry.use, pass: pass)) }
        }
    }

    /// The methods of the stack, then the optimiser, that use a seam.
    func everyone<Seam>(_ seam: Seam.Type, pass: String = "") -> [(method: Seam, context: MethodContext)] {
        let optimizer = (blueprint.optimizer.method as? Seam).map {
            ($0, context(blueprint.optimizer.use, pass: pass))
        }
        return stack(seam, pass: pass) + [optimizer].compactMap { $0 }
    }

    func context(_ use: ComponentUse, pass: String = "") -> MethodContext {
        MethodContext(step: self, id: use.id, arguments: use.arguments, pass: pass)
    }

    /// 1 while a method's schedulable parameter is away from its neutral value; nil where none has one.
    func isOn(_ id: String, _ arguments: Arguments) -> Tensor? {
        var neutral: Tensor?
        for parameter in blueprint.declaration(of: id)?.parameters ?? [] {
            guard case .schedule(.constant(let value))? = parameter.neutralValue else { continue }
            let column = column("\(id).\(parameter.name)", .schedule(arguments.schedule(parameter.name)))
            let isNeutral = column .== graph.scalar(Float(value))
            neutral = neutral.map { $0 * isNeutral } ?? isNeutral
        }
        return neutral.map { 1 - $0 }
    }

    /// Whether the method `id` does its special work only every few steps.
    func hasPeriod(_ id: String) -> Bool {
        blueprint.everyone.contains { $0.use.id == id && $0.method.period > 1 }
    }

    /// What the gate of `method` looks at; nil for one that is not gated.
    func gate(_ method: any Method, _ context: MethodContext) -> Tensor? {
        method.isGated ? context.isOn : nil
    }

    // MARK: Declarations

    func column(_ name: String, _ source: Source) -> Tensor {
        var place = columns.firstIndex { $0.name == name }
        if place == nil {
            columns.append(Column(name: name, source: source))
            place = columns.count - 1
        }
        precondition(place! < Self.tableWidth, "more hyperparameters than columns")
        return graph.tableRow("hyperparameters", width: Self.tableWidth).slice(from: place!, [])
    }

    /// Nil for start and lifetime means: as it was declared before.
    func state(
        _ name: String, _ shape: Shape, _ start: StateStart?, _ lifetime: StateLifetime?,
        isPerRow: Bool = false
    ) -> Tensor {
        if let known = states.first(where: { $0.name == name }) {
            precondition(known.shape.count == shape.count, "the state \(name) has two sizes")
        } else {
            precondition(start != nil, "the state \(name) was never declared")
            states.append(
                State(name: name, shape: shape, start: start!, lifetime: lifetime!, isPerRow: isPerRow))
        }
        return graph.state(name, shape)
    }

    func assign(_ value: Tensor, to name: String) {
        guard let known = states.first(where: { $0.name == name }) else {
            preconditionFailure("state \(name) was never declared")
        }
        guard !assignments.contains(where: { $0.state == name }) else { return }
        precondition(value.shape.count == known.count, "the state \(name) has another size")
        let value = value.reshaped(known.shape)
        let gated = conditions.reduce(value) { select($1, $0, graph.state(name, known.shape)) }
        assignments.append((name, gated))
    }

    func assigning(where condition: Tensor, _ body: () -> Tensor) -> Tensor {
        conditions.append(condition)
        defer { conditions.removeLast() }
        return body()
    }

    func record(_ value: Tensor, as name: String) {
        guard !records.contains(where: { $0.name == name }) else { return }
        records.append((name, value))
    }

    // MARK: Data

    private(set) lazy var batch: Batch = {
        func rows(_ name: String, width: Int) -> Tensor {
            graph.data(name, [facts.trainingRows, width]).gatheringRows(self.rows)
        }
        return Batch(
            inputs: rows("inputs", width: facts.inputs.width),
            targets: rows("targets", width: facts.targetWidth),
            weights: facts.isWeighted ? rows("weights", width: 1) : nil)
    }()

    private(set) lazy var validationBatch: Batch = {
        precondition(facts.validationRows > 0, "no validation rows")
        let index = graph.tableRow("validation indices", width: batchSize)
        func rows(_ name: String, width: Int) -> Tensor {
            graph.data(name, [facts.validationRows, width]).gatheringRows(index)
        }
        return Batch(
            inputs: rows("validation inputs", width: facts.inputs.width),
            targets: rows("validation targets", width: facts.targetWidth))
    }()

    // MARK: The model

    /// Views of effective parameters: the reparameterisations of the stack applied to what is stored.
    func view(_ flat: Tensor, pass: String) -> ParameterView {
        let stack = everyone((any Reparameterization).self, pass: pass)
        guard !stack.isEmpty else { return ParameterView(flat, layout) }
        let stored = ParameterView(flat, layout)
        return ParameterView(flat, layout) { value, parameter in
            var value = value
            for (method, context) in stack where method.acts(on: parameter) {
                guard let isOn = self.gate(method, context) else {
                    value = method.effective(value, of: parameter, stored: stored, context)
                    continue
                }
                let zero = self.graph.scalar(0)
                let gated = ParameterView(select(isOn, flat, zero), self.layout)
                let changed = method.effective(
                    select(isOn, value, zero), of: parameter, stored: gated, context)
                value = select(isOn, changed, value)
            }
            return value
        }
    }

    /// One run of the model.
    ///
    /// `acts` says whether the methods of the seam "architecture" do: always but in plain evaluation. With a
    /// `statisticsShare` the pass normalises by its batch and updates the model's states, in evaluation too.
    func forward(
        _ flat: Tensor, _ batch: Batch, pass: String, rows: Tensor?, acts: Bool = true,
        statisticsShare: Tensor? = nil
    ) -> ForwardPass {
        var stack = acts ? everyone((any ActivationTransform).self, pass: pass) : []
        for (index, entry) in stack.enumerated() {
            let isOn = gate(entry.method, entry.context)
            stack[index].context.point = isOn.map { select($0, flat, graph.scalar(0)) } ?? flat
        }
        var activations: [(site: ActivationSite, value: Tensor)] = []
        let records = updatesModelStates || statisticsShare != nil
        updatesModelStates = false
        let context = ForwardContext(
            blueprint.model, mode == .training || statisticsShare != nil ? .training : .evaluation,
            view(flat, pass: pass), statisticsShare: statisticsShare,
            transform: { value, site in
                var value = value
                for (method, context) in stack where method.acts(at: site) {
                    guard let isOn = self.gate(method, context) else {
                        value = method.transform(value, at: site, context)
                        continue
                    }
                    let gated = select(isOn, value, self.graph.scalar(0))
                    value = select(isOn, method.transform(gated, at: site, context), value)
                }
                activations.append((site, value))
                return value
            }, record: records ? { self.modelStates.append(($1, $0)) } : nil)
        let outputs = blueprint.model.forward(batch.inputs, context)
        return ForwardPass(
            inputs: batch.inputs, targets: batch.targets, weights: batch.weights, outputs: outputs,
            activations: activations, flatParameters: flat, rows: rows, name: pass, step: self)
    }

    /// What the rows of a pass contribute: the loss transforms of the stack, the first outermost.
    func terms(_ pass: ForwardPass) -> Tensor {
        let stack = everyone((any LossTransform).self, pass: pass.name)
        func terms(
            _ remaining: ArraySlice<(method: any LossTransform, context: MethodContext)>, _ pass: ForwardPass
        )
            -> Tensor
        {
            guard let (method, context) = remaining.first else { return pass.plainTerms }
            let inner = { terms(remaining.dropFirst(), $0) }
            guard let isOn = gate(method, context) else {
                return method.terms(pass, using: inner, context)
            }
            let plain = inner(pass)
            let own = method.terms(pass.gated(by: isOn), using: inner, context)
            return select(isOn, spread(own, like: plain), plain)
        }
        return terms(stack[...], pass)
    }

    /// Terms of another width in the shape of `other`, with the same sum per row: where there is one per row, the
    /// other columns are 0.
    private func spread(_ terms: Tensor, like other: Tensor) -> Tensor {
        let (width, wanted) = (terms.shape[-1], other.shape[-1])
        if width == wanted { return terms }
        let row = terms.sumOverLastAxis()
        let first = graph.constant([1] + [Float](repeating: 0, count: wanted - 1), [1, wanted])
        return wanted == 1 ? row : select(first, row, graph.scalar(0))
    }

    /// The loss of a pass without penalties.
    func meanLoss(_ pass: ForwardPass) -> Tensor {
        var loss: Tensor
        if everyone((any LossTransform).self).isEmpty {
            loss = Loss.mean(pass.outputs, pass.targets, facts.task, weights: pass.weights)
        } else {
            let terms = terms(pass)
            let weighted = pass.weights.map { $0 * terms } ?? terms
            loss = weighted.sum() / Float(pass.outputs.shape[0])
        }
        for (method, context) in everyone((any MeanLossTransform).self, pass: pass.name) {
            guard let isOn = gate(method, context) else {
                loss = method.transform(loss, context)
                continue
            }
            loss = select(isOn, method.transform(select(isOn, loss, graph.scalar(0)), context), loss)
        }
        return loss
    }

    /// The pass on some rows of the transformed batch.
    private func pass(_ flat: Tensor, _ rows: Objective.Rows?) -> ForwardPass {
        let batch = rows.map { transformedBatch.gatheringRows($0.index) } ?? transformedBatch!
        return forward(flat, batch, pass: rows?.name ?? "", rows: rows?.index)
    }

    /// The loss with penalties and added terms, in the order of the stack.
    func value(_ flat: Tensor, _ rows: Objective.Rows?, penalised: Bool) -> Tensor {
        let pass = pass(flat, rows)
        var loss = meanLoss(pass)
        guard penalised else { return loss }
        for (method, context) in everyone((any Method).self, pass: pass.name) {
            let isOn = gate(method, context)
            func add(_ value: (Tensor?) -> Tensor) {
                guard let isOn else {
                    loss = loss + value(nil)
                    return
                }
                loss = loss + select(isOn, value(isOn), graph.scalar(0))
            }
            if let method = method as? any Penalty {
                add { method.penalty($0.map { select($0, flat, graph.scalar(0)) } ?? flat, context) }
            }
            if let method = method as? any ObjectiveTerm {
                add { method.term($0.map { pass.gated(by: $0) } ?? pass, context) }
            }
        }
        return loss
    }

    /// What is evaluated: the parameters, or what methods of the stack put in their place.
    func evaluationParameters() -> Tensor {
        everyone((any EvaluationParameters).self).reduce(parameters) { parameters, entry in
            let changed = entry.method.evaluationParameters(parameters, entry.context)
            return gate(entry.method, entry.context).map { select($0, changed, parameters) } ?? changed
        }
    }

    /// The loss at the current parameters: the pass that updates the model's states.
    func firstValue() -> Tensor {
        updatesModelStates = true
        return value(parameters, nil, penalised: true)
    }

    private func gradient(
        _ remaining: ArraySlice<(method: any GradientTransform, context: MethodContext)>, at point: Tensor,
        _ rows: Objective.Rows?, penalised: Bool
    ) -> Tensor {
        // Methods ask for the same points again and again; tracing them anew would double with every method.
        let known = gradients.first {
            $0.depth == remaining.count && $0.point.isSame(as: point) && $0.rows == rows?.name
                && $0.penalised == penalised
        }
        if let known { return known.value }
        let value = tracedGradient(remaining, at: point, rows, penalised: penalised)
        gradients.append((remaining.count, point, rows?.name, penalised, value))
        return value
    }

    private func tracedGradient(
        _ remaining: ArraySlice<(method: any GradientTransform, context: MethodContext)>, at point: Tensor,
        _ rows: Objective.Rows?, penalised: Bool
    ) -> Tensor {
        guard let (method, context) = remaining.first else {
            return TensorCore.gradient(
                of: value(point, rows, penalised: penalised), withRespectTo: [point])[0]
        }
        var inner = objective(remaining.dropFirst())
        inner.rows = rows
        inner.isPenalised = penalised
        let own = method.gradient(at: point, of: inner, context)
        guard let isOn = gate(method, context) else { return own }
        return select(isOn, own, inner.gradient(at: point))
    }

    private func objective(
        _ stack: ArraySlice<(method: any GradientTransform, context: MethodContext)>
    ) -> Objective {
        Objective(
            evaluate: { self.value($0, $1, penalised: $2) },
            differentiate: { self.gradient(stack, at: $0, $1, penalised: $2) },
            terms: { self.terms(self.pass($0, $1)) },
            weights: { rows in
                self.transformedBatch.weights.map { rows?.index == nil ? $0 : $0.gatheringRows(rows!.index) }
            })
    }

    /// The objective with all gradient transforms of the stack.
    var objective: Objective { objective(stack((any GradientTransform).self)[...]) }
}

extension CellBlueprint {
    /// What the catalogue says of a method of the cell.
    func declaration(of id: String) -> ComponentDeclaration? {
        if optimizer.use.id == id { return type(of: optimizer.method).declaration }
        return methods.first { $0.use.id == id }.map { type(of: $0.method).declaration }
    }
}
