/// Seam "pipeline": the stages that a cell runs; the default is one fit.
///
/// The stages get the cell's state one after another: parameters, model states and buffers pass by name.
public protocol PipelineTransform: Method {
    /// The stages instead of `stages`; `settings` are those of the suite. Applied in the order of the stack.
    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage]
}
