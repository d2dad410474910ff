import TensorCore

/// Seam "architecture": a hook at named points of the forward pass, while training.
///
/// A pass that runs again under another name (`ForwardPass.again`) draws its own random numbers, because
/// `MethodContext.stream` contains the name of the pass.
public protocol ActivationTransform: Method {
    /// The activation that flows on instead.
    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor
    /// Whether the method acts at `site`; elsewhere the activation flows on untouched.
    func acts(at site: ActivationSite) -> Bool
}

extension ActivationTransform {
    /// At hidden units.
    public func acts(at site: ActivationSite) -> Bool { site.kind == .hidden }
}
