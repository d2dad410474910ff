/// What a method's state holds before the first step of a fit.
public enum StateStart: Sendable, Hashable {
    /// The same number everywhere, or draws.
    case filled(ParameterStart)
    /// The stored parameters as they are when the fit begins: an anchor.
    case parameters
}

/// How long a method's state lives.
public enum StateLifetime: Sendable, Hashable {
    /// It begins anew with every fit.
    case stage
    /// It passes from stage to stage; the first that declares it begins it.
    case cell
}
