import Primitives

extension SuiteSection {
    /// The split, the preprocessing, the metrics that decide, the stack that others are compared with, and what else is
    /// measured.
    static let `protocol` = SuiteSection("protocol") { node, reader in
        let known = [
            "split", "preprocessing", "primary_metric", "baseline", "probes", "metrics", "evaluations",
        ]
        let fields = node.flatMap { Fields($0, of: "the protocol", known: known, &reader.findings) }
        reader.draft.split = SplitReading.use(fields?["split"], &reader)
        reader.draft.namesSplit = fields?["split"] != nil
        reader.draft.preprocessing =
            fields?["preprocessing"].flatMap { PreprocessingReading.uses($0, &reader) }
            ?? PreprocessingReading.standard(reader.vocabulary)
        readPrimaryMetrics(fields?["primary_metric"], &reader)
        readBaseline(fields?["baseline"], &reader)
        let vocabulary = reader.vocabulary
        if let node = fields?["probes"] {
            reader.draft.probes =
                MeasurementReading.uses(node, "probe", in: vocabulary.probes, &reader) ?? []
        }
        if let node = fields?["evaluations"] {
            reader.draft.evaluations =
                MeasurementReading.uses(node, "evaluation", in: vocabulary.evaluations, &reader) ?? []
        }
        let named = fields?["metrics"].flatMap { MeasurementReading.metrics($0, &reader) } ?? []
        // What decides is recorded, whether it is asked for or not.
        let deciding = Set(reader.draft.primaryMetrics.values)
        reader.draft.metrics = vocabulary.metrics.filter {
            named.contains($0.id) || (!$0.isStandard && deciding.contains($0.id))
        }.map(\.id)
    }

    private static func readPrimaryMetrics(_ node: YAMLNode?, _ reader: inout SuiteReader) {
        let metrics = reader.vocabulary.metrics
        for task in MetricDeclaration.TaskKind.allCases {
            reader.draft.primaryMetrics[task] = metrics.first { $0.tasks.contains(task) }?.id
        }
        guard let node else { return }
        if case .scalar = node.content {
            guard let metric = metric(node, metrics, &reader.findings) else { return }
            for task in metric.tasks { reader.draft.primaryMetrics[task] = metric.id }
            reader.draft.namedMetrics = [metric.id]
            return
        }
        let tasks = MetricDeclaration.TaskKind.allCases.map(\.rawValue)
        guard let fields = Fields(node, of: "primary_metric", known: tasks, &reader.findings) else { return }
        for task in MetricDeclaration.TaskKind.allCases {
            guard let value = fields[task.rawValue], let metric = metric(value, metrics, &reader.findings)
            else {
                continue
            }
            guard metric.tasks.contains(task) else {
                let fitting = metrics.filter { $0.tasks.contains(task) }.map(\.id)
                reader.findings.report(
                    "metric \"\(metric.id)\" is not defined for \(task.rawValue)", at: value.place,
                    remedy: ComponentLookup.list(fitting))
                continue
            }
            reader.draft.primaryMetrics[task] = metric.id
        }
    }

    /// A metric that can decide; nil when reported.
    private static func metric(
        _ node: YAMLNode, _ metrics: [MetricDeclaration], _ findings: inout Findings
    ) -> MetricDeclaration? {
        guard let metric = MeasurementReading.metric(node, as: "primary_metric", metrics, &findings) else {
            return nil
        }
        guard let target = metric.target else { return metric }
        findings.report(
            "metric \"\(metric.id)\" cannot decide: it should be \(JSONValue.canonicalNumber(target)), and neither more "
                + "nor less of it is better", at: node.place, remedy: "name another metric")
        return nil
    }

    private static func readBaseline(_ node: YAMLNode?, _ reader: inout SuiteReader) {
        guard let stacks = reader.draft.stacks, let first = stacks.first else { return }
        guard let node else {
            reader.draft.baseline = first.label
            return
        }
        guard let word = node.text(as: "baseline", &reader.findings) else { return }
        let group = stacks.filter { $0.group == word }
        if let stack = stacks.first(where: { $0.label == word }) ?? (group.count == 1 ? group[0] : nil) {
            reader.draft.baseline = stack.label
            return
        }
        let labels = stacks.map(\.label)
        let message =
            group.isEmpty
            ? "no method has the label \"\(word.clipped())\"" : "\"\(word.clipped())\" means several methods"
        reader.findings.report(
            message + Suggestion.hint(for: word, among: labels), at: node.place,
            remedy: ComponentLookup.list(labels))
    }
}
