/// The formats that decisions can be written in.
public enum GateOutputs {
    /// All of them.
    public static let all: [any GateOutput] = []
}
